public import CMS
import Synchronization

extension CertStore {
    /// Whether the private keys are encrypted with a passphrase.
    public var isEncrypted: Bool {
        get throws(CertStoreError) { try read(Self.protection) != .none }
    }

    /// Returns the private key of a certificate.
    ///
    /// - Throws: ``CertStoreError/noPrivateKey(fingerprint:)``, ``CertStoreError/passphraseRequired`` or
    ///   ``CertStoreError/wrongPassphrase``.
    public func privateKey(
        of certificate: Certificate, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> PrivateKey {
        let found = try read { (database) throws(CertStoreError) in
            var found: (octets: SecretOctets, protection: KeyProtection)?
            try database.store(
                """
                SELECT octets, encrypted, secret FROM protection, certificate
                JOIN private_key ON private_key.id = certificate.private_key WHERE fingerprint = ?
                """,
                [.text(certificate.fingerprint)]
            ) { row in
                if let octets = row.secret(0) { found = (octets, KeyProtection(row, from: 1)) }
            }
            return found
        }
        guard let found else { throw .noPrivateKey(fingerprint: certificate.fingerprint) }
        // A store with unencrypted keys accepts any passphrase for opening.
        let seal = try seal(found.protection, passphrase: found.protection == .none ? nil : passphrase)
        return try seal.open(found.octets, as: certificate.facts.key)
    }

    /// Seals private keys and writes them in one transaction, under the protection they were sealed for.
    ///
    /// Sealing is slow and comes first; it is repeated if the protection has changed
    /// meanwhile, at most three times.
    ///
    /// - Throws: ``CertStoreError/passphraseRequired``, ``CertStoreError/wrongPassphrase``,
    ///   ``CertStoreError/notEncrypted``, or ``CertStoreError/passphraseChangedMeanwhile``.
    func writeKeys<Sealed: Sendable, Result: Sendable>(
        passphrase: SecretOctets?, seal sealing: (KeySeal) throws(CertStoreError) -> Sealed,
        write work: (any Database, Sealed) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try retryingIfPassphraseChanges { () throws(CertStoreError) in
            let seal = try sealForNewKeys(passphrase: passphrase)
            let sealed = try sealing(seal.seal)
            return try write(under: seal.seal, found: seal.found) { (database) throws(CertStoreError) in
                try work(database, sealed)
            }
        }
    }

    /// Runs `work`, which seals keys and writes them, and repeats it if another process adds the store's
    /// first key or changes the passphrase in between.
    func retryingIfPassphraseChanges<Result>(
        _ work: () throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        for _ in 0..<3 {
            do throws(CertStoreError) { return try work() } catch {
                guard error == .passphraseChangedMeanwhile else { throw error }
            }
        }
        throw .passphraseChangedMeanwhile
    }

    /// Writes sealed keys, unless the protection has changed since it was read.
    func write<Result: Sendable>(
        under seal: KeySeal, found: KeyProtection,
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try write { (database) throws(CertStoreError) in
            guard try Self.protection(database) == found else { throw .passphraseChangedMeanwhile }
            if found != seal.protection { try Self.set(seal.protection, in: database) }
            return try work(database)
        }
    }

    /// Returns the seal for new keys, and the current protection; the first key of a store creates a new one.
    func sealForNewKeys(
        passphrase: SecretOctets?
    ) throws(CertStoreError) -> (seal: KeySeal, found: KeyProtection) {
        let (found, key) = try readSnapshot { (database) throws(CertStoreError) in
            (try Self.protection(database), try Self.anyKey(in: database))
        }
        if found != .none, passphrase == nil { throw .passphraseRequired }
        if found == .none, passphrase != nil { throw .notEncrypted }
        if found == .passphrase, key == nil, let passphrase {
            do throws(CMSError) {
                return (try .new(passphrase: passphrase), found)
            } catch {
                throw .cryptography(error)
            }
        }
        let seal = try seal(found, passphrase: passphrase)
        // One passphrase opens every key of a store: a new key is not stored under another one.
        if found == .passphrase, let key { _ = try seal.open(key, as: nil) }
        return (seal, found)
    }

    /// Returns the seal of a protection.
    ///
    /// - Throws: ``CertStoreError/passphraseRequired`` or ``CertStoreError/wrongPassphrase``.
    func seal(_ protection: KeyProtection, passphrase: SecretOctets?) throws(CertStoreError) -> KeySeal {
        switch protection {
        case .none: return KeySeal(protection: .none, secret: nil)
        case .passphrase:
            guard let passphrase else { throw .passphraseRequired }
            return KeySeal(protection: .passphrase, secret: passphrase)
        case .storeSecret(let sealed):
            guard let passphrase else { throw .passphraseRequired }
            return KeySeal(protection: protection, secret: try storeSecret(sealed, passphrase: passphrase))
        }
    }

    private func storeSecret(
        _ sealed: [UInt8], passphrase: SecretOctets
    ) throws(CertStoreError) -> SecretOctets {
        if let opened = openedSecret.withLock({ $0 }), opened.sealed == sealed,
            opened.passphrase.isEqual(to: passphrase)
        {
            return opened.secret
        }
        do throws(CMSError) {
            let secret = try SecretOctets.decrypting(
                sealed, count: KeyProtection.secretOctets, passphrase: passphrase)
            openedSecret.withLock {
                $0 = OpenedSecret(sealed: sealed, passphrase: passphrase, secret: secret)
            }
            return secret
        } catch {
            throw error == .wrongPassphrase ? .wrongPassphrase : .cryptography(error)
        }
    }

    static func protection(_ database: any Database) throws(CertStoreError) -> KeyProtection {
        var found = KeyProtection.none
        try database.store("SELECT encrypted, secret FROM protection") { found = KeyProtection($0, from: 0) }
        return found
    }

    static func set(_ protection: KeyProtection, in database: any Database) throws(CertStoreError) {
        try database.store("UPDATE protection SET encrypted = ?, secret = ?", protection.values)
    }

    private static func anyKey(in database: any Database) throws(CertStoreError) -> SecretOctets? {
        var octets: SecretOctets?
        try database.store(
            "SELECT octets FROM certificate JOIN private_key ON private_key.id = "
                + "certificate.private_key LIMIT 1"
        ) { octets = $0.secret(0) }
        return octets
    }
}
