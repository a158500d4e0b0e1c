import CMS

/// How the private keys of a store are kept: what its `protection` row says.
///
/// A passphrase is weak, so what derives a key from it must be slow: a fifth of a second. Done for each of
/// thousands of private keys, that would make a store useless. So the passphrase encrypts one secret of 32
/// random octets, the store secret, and that takes its place for the private keys: nobody guesses it, and one
/// round of PBKDF2 is enough. Both are PBES2 as libcrypto does it for PKCS#8; another passphrase means another
/// store secret.
enum KeyProtection: Equatable, Sendable {
    /// Keys are kept as they are.
    case none
    /// The passphrase is to encrypt each key: what stores of version 1 did, until `store passphrase` is used, and
    /// what a new store says until its first key comes.
    case passphrase
    /// The store secret encrypts each key, and this is the store secret, encrypted under the passphrase.
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

    /// Octets of a store secret.
    static let secretOctets = 32
}

/// What seals and opens the private keys of a store: its protection with the secret that goes with it.
struct KeySeal: Sendable {
    /// What the `protection` row says while this seal is good.
    let protection: KeyProtection
    /// What encrypts each key; nil where they are not encrypted.
    let secret: SecretOctets?

    /// A seal with a new store secret under a passphrase.
    static func new(passphrase: SecretOctets) throws(CMSError) -> KeySeal {
        let secret = try SecretOctets.random(count: KeyProtection.secretOctets)
        return KeySeal(protection: .storeSecret(try secret.encrypted(passphrase: passphrase)), secret: secret)
    }

    /// The octets to keep of a key.
    func seal(_ key: PrivateKey) throws(CertStoreError) -> SecretOctets {
        do throws(CMSError) { return try sealed(key) } catch { throw .cryptography(error) }
    }

    /// The same for a caller that throws the errors of libcrypto.
    func sealed(_ key: PrivateKey) throws(CMSError) -> SecretOctets {
        guard let secret else { return try key.der() }
        guard case .storeSecret = protection else { return try key.encryptedDER(passphrase: secret) }
        return try key.encryptedDER(randomSecret: secret)
    }

    /// The key of kept octets; `algorithm` spares libcrypto the search for the kind of key, which costs more than
    /// reading it.
    func open(_ octets: SecretOctets, as algorithm: KeyAlgorithm?) throws(CertStoreError) -> PrivateKey {
        do throws(CMSError) {
            guard let secret else { return try PrivateKey(der: octets, algorithm: algorithm) }
            return try PrivateKey(encryptedDER: octets, passphrase: secret)
        } catch {
            throw error == .wrongPassphrase ? .wrongPassphrase : .cryptography(error)
        }
    }
}

/// A store secret that a passphrase has opened, so that it takes a fifth of a second once and not for each key.
struct OpenedSecret: Sendable {
    let sealed: [UInt8]
    let passphrase: SecretOctets
    let secret: SecretOctets
}
