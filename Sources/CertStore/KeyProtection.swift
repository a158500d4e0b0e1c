import CMS

/// The protection of a store's private keys, as its `protection` row records it.
///
/// A passphrase is weak, so deriving a key from it must be slow: a fifth of a second. Repeated for each of
/// thousands of private keys, that would make a store unusable. So the passphrase encrypts one secret of 32
/// random octets, the store secret, and the store secret encrypts the private keys: it cannot be guessed, so
/// one round of PBKDF2 is enough. Both are PBES2 as in PKCS#8. A new passphrase means a new store secret.
enum KeyProtection: Equatable, Sendable {
    /// Keys are not encrypted.
    case none
    /// The passphrase encrypts each key: so in stores of version 1, until `store passphrase` is used, and in
    /// a new store until its first key.
    case passphrase
    /// The store secret encrypts each key; here it is encrypted under the passphrase.
    case storeSecret([UInt8])

    init(_ row: any DatabaseRow, from column: Int32) {
        guard row.integer(column) == 1 else {
            self = .none
            return
        }
        self = row.isNull(column + 1) ? .passphrase : .storeSecret(row.octets(column + 1))
    }

    /// The values of `encrypted` and `secret`.
    var values: [DatabaseValue] {
        switch self {
        case .none: [.integer(0), .null]
        case .passphrase: [.integer(1), .null]
        case .storeSecret(let sealed): [.integer(1), .octets(sealed)]
        }
    }

    /// The number of octets of a store secret.
    static let secretOctets = 32
}

/// Seals and opens the private keys of a store: its protection with the secret for it.
struct KeySeal: Sendable {
    /// The content of the `protection` row that this seal belongs to.
    let protection: KeyProtection
    /// The secret that encrypts each key; nil if they are not encrypted.
    let secret: SecretOctets?

    /// Returns a seal with a new store secret under a passphrase.
    static func new(passphrase: SecretOctets) throws(CMSError) -> KeySeal {
        let secret = try SecretOctets.random(count: KeyProtection.secretOctets)
        return KeySeal(protection: .storeSecret(try secret.encrypted(passphrase: passphrase)), secret: secret)
    }

    /// Returns the octets to store for a key.
    func seal(_ key: PrivateKey) throws(CertStoreError) -> SecretOctets {
        do throws(CMSError) { return try sealed(key) } catch { throw .cryptography(error) }
    }

    /// Returns the octets to store for a key, with the errors of libcrypto.
    func sealed(_ key: PrivateKey) throws(CMSError) -> SecretOctets {
        guard let secret else { return try key.der() }
        guard case .storeSecret = protection else { return try key.encryptedDER(passphrase: secret) }
        return try key.encryptedDER(randomSecret: secret)
    }

    /// Returns the key in stored octets; with `algorithm` libcrypto need not search for the kind of key,
    /// which costs more than reading it.
    func open(_ octets: SecretOctets, as algorithm: KeyAlgorithm?) throws(CertStoreError) -> PrivateKey {
        do throws(CMSError) {
            guard let secret else { return try PrivateKey(der: octets, algorithm: algorithm) }
            return try PrivateKey(encryptedDER: octets, passphrase: secret)
        } catch {
            throw error == .wrongPassphrase ? .wrongPassphrase : .cryptography(error)
        }
    }
}

/// A store secret that a passphrase has opened, so that this takes a fifth of a
/// second once and not for each key.
struct OpenedSecret: Sendable {
    let sealed: [UInt8]
    let passphrase: SecretOctets
    let secret: SecretOctets
}
