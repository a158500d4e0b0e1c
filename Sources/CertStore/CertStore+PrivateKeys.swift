public import CMS

extension CertStore {
    /// The private key of a certificate.
    ///
    /// - Throws: ``CertStoreError/noPrivateKey(fingerprint:)``, ``CertStoreError/passphraseRequired`` or
    ///   ``CertStoreError/wrongPassphrase``.
    public func privateKey(
        of certificate: Certificate, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> PrivateKey {
        let octets = try read { (database) throws(CertStoreError) in
            var octets: SecretOctets?
            try database.store(
                "SELECT key FROM certificate WHERE fingerprint = ?", [.text(certificate.fingerprint)]
            ) { octets = $0.secret(0) }
            return octets
        }
        guard let octets else { throw .noPrivateKey(fingerprint: certificate.fingerprint) }
        return try unseal(octets, as: certificate.facts.key, passphrase: passphrase)
    }

    /// The octets to keep of a private key: encrypted where this store encrypts its keys.
    func seal(
        _ key: PrivateKey, of certificate: Certificate, passphrase: SecretOctets?
    ) throws(CertStoreError) -> SecretOctets {
        guard key.matches(certificate) else { throw .keyDoesNotMatchCertificate }
        if isEncrypted, passphrase == nil { throw .passphraseRequired }
        if !isEncrypted, passphrase != nil { throw .notEncrypted }
        if let passphrase { try checkPassphrase(passphrase) }
        do throws(CMSError) {
            guard let passphrase else { return try key.der() }
            return try key.encryptedDER(passphrase: passphrase)
        } catch {
            throw .cryptography(error)
        }
    }

    /// `algorithm` spares libcrypto the search for the kind of key, which costs more than reading it.
    private func unseal(
        _ octets: SecretOctets, as algorithm: KeyAlgorithm? = nil, passphrase: SecretOctets?
    ) throws(CertStoreError) -> PrivateKey {
        do throws(CMSError) {
            guard isEncrypted else { return try PrivateKey(der: octets, algorithm: algorithm) }
            guard let passphrase else { throw CMSError.wrongPassphrase }
            return try PrivateKey(encryptedDER: octets, passphrase: passphrase)
        } catch {
            guard error == .wrongPassphrase else { throw .cryptography(error) }
            throw passphrase == nil ? .passphraseRequired : .wrongPassphrase
        }
    }

    /// One passphrase opens every key of a store: a new key is not taken under another one.
    private func checkPassphrase(_ passphrase: SecretOctets) throws(CertStoreError) {
        let any = try read { (database) throws(CertStoreError) in
            var octets: SecretOctets?
            try database.store("SELECT key FROM certificate WHERE key IS NOT NULL LIMIT 1") {
                octets = $0.secret(0)
            }
            return octets
        }
        if let any { _ = try unseal(any, passphrase: passphrase) }
    }
}
