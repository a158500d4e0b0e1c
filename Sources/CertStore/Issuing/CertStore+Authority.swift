public import CMS

extension CertStore {
    /// Makes an authority this store's own, and trusts it; its first CRL is empty.
    ///
    /// - Throws: ``CertStoreError/authorityExists`` if there is one, or as
    ///   ``add(_:uris:key:chain:passphrase:)`` for the passphrase.
    public func adopt(_ authority: CertificateAuthority, passphrase: SecretOctets? = nil)
        throws(CertStoreError)
    {
        let certificate = authority.certificate
        try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try seal.seal(authority.key)
        } write: { (database, sealed) throws(CertStoreError) in
            var exists = false
            try database.store("SELECT 1 FROM authority") { _ in exists = true }
            guard !exists else { throw .authorityExists }
            let row = try database.file(certificate, uris: [], key: sealed)
            try database.store("INSERT INTO authority (id, certificate) VALUES (1, ?)", [.integer(row)])
            try database.store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
            try database.signOwnList(authority)
        }
    }

    /// Returns the certificate of this store's own authority.
    ///
    /// - Throws: ``CertStoreError/noAuthority`` if there is none.
    public func authorityCertificate() throws(CertStoreError) -> Certificate {
        guard let own = try stored(Self.ofAuthority).first else {
            throw .noAuthority
        }
        return own.certificate
    }

    /// Returns this store's own authority, ready to issue.
    ///
    /// - Throws: ``CertStoreError/noAuthority``, ``CertStoreError/passphraseRequired`` or
    ///   ``CertStoreError/wrongPassphrase``.
    public func authority(passphrase: SecretOctets? = nil) throws(CertStoreError) -> CertificateAuthority {
        let certificate = try authorityCertificate()
        let key = try privateKey(of: certificate, passphrase: passphrase)
        do throws(CMSError) {
            return try CertificateAuthority(certificate: certificate, key: key)
        } catch {
            throw .cryptography(error)
        }
    }

    private static let ofAuthority = selection("id IN (SELECT certificate FROM authority)")
}

extension Database {
    /// Returns the certificate of the store's own authority; nil if it has none.
    func ownAuthority() throws(CertStoreError) -> Certificate? {
        var der: [UInt8]?
        try store("SELECT der FROM certificate WHERE id IN (SELECT certificate FROM authority)") {
            der = $0.octets(0)
        }
        return try der.map { (der) throws(CertStoreError) in try CertStore.certificate(der) }
    }
}
