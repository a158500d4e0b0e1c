public import CMS
import FoundationEssentials

extension CertStore {
    /// Files a certificate under its URIs, with its private key if there is one.
    ///
    /// A certificate that is already in the store gains the URIs and the key. `chain` are the certificates of
    /// authorities that came with it: they help to build paths and are not trusted.
    ///
    /// - Throws: ``CertStoreError/authorityAsSubscriber(subject:)``, ``CertStoreError/noURI(subject:)``,
    ///   ``CertStoreError/keyDoesNotMatchCertificate``, ``CertStoreError/passphraseRequired``,
    ///   ``CertStoreError/wrongPassphrase`` or ``CertStoreError/notEncrypted``.
    public func add(
        _ certificate: Certificate, uris: [String], key: PrivateKey? = nil, chain: [Certificate] = [],
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        try add([(certificate, uris, key)], chain: chain, passphrase: passphrase)
    }

    /// Files several certificates as ``add(_:uris:key:chain:passphrase:)`` does one, all of them or none.
    ///
    /// - Parameters:
    ///   - issuer: the certificate of the own authority if the authority has just issued them.
    ///   - due: certificates that they renew only if nothing else has replaced those, and the instant.
    /// - Throws: as that does, for the first that cannot be filed; as ``authority(passphrase:)`` if the
    ///   key of `issuer` was withheld meanwhile; or ``CertStoreError/supersededMeanwhile(serialNumber:)``.
    public func add(
        _ filed: [(certificate: Certificate, uris: [String], key: PrivateKey?)], chain: [Certificate] = [],
        issuedBy issuer: Certificate? = nil, renewing due: DueCertificates? = nil,
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        for (certificate, uris, key) in filed {
            try Self.check(certificate, uris: uris)
            if let key, !key.matches(certificate) { throw .keyDoesNotMatchCertificate }
        }
        try file(filed, chain: chain, issuedBy: issuer, renewing: due, passphrase: passphrase)
    }

    /// Files a certificate without its key under URIs, and removes other certificates from these URIs, in one
    /// transaction.
    ///
    /// Another certificate that then has no URI is removed from the store; one whose private key is
    /// in the store is not changed.
    ///
    /// - Throws: as ``add(_:uris:key:chain:passphrase:)``; nothing is changed then.
    public func add(
        _ certificate: Certificate, uris: [String], inPlaceOf others: [Certificate]
    ) throws(CertStoreError) {
        try Self.check(certificate, uris: uris)
        try write { (database) throws(CertStoreError) in
            try database.file(certificate, uris: uris, key: nil)
            for other in others where other != certificate {
                try database.unfileWithoutKey(other, under: uris)
            }
            try database.rememberListedCompromises()
        }
    }

    static func check(_ certificate: Certificate, uris: [String]) throws(CertStoreError) {
        let subject = certificate.facts.subject
        guard !certificate.facts.isCertificationAuthority else {
            throw .authorityAsSubscriber(subject: subject)
        }
        guard !uris.isEmpty else { throw .noURI(subject: subject) }
    }

    /// Files certificates under their URIs with their keys, all in one transaction.
    func file(
        _ filed: [(certificate: Certificate, uris: [String], key: PrivateKey?)], chain: [Certificate] = [],
        issuedBy issuer: Certificate? = nil, renewing due: DueCertificates? = nil, passphrase: SecretOctets?
    ) throws(CertStoreError) {
        let issuer = issuer?.facts.subjectDER
        guard filed.contains(where: { $0.key != nil }) else {
            return try write { (database) throws(CertStoreError) in
                if let issuer { try database.requireUse(ofAuthorityNamed: issuer) }
                try due?.check(in: database)
                for item in filed { try database.file(item.certificate, uris: item.uris, key: nil) }
                try database.keep(chain)
                try database.rememberListedCompromises()
            }
        }
        let replaces = try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try filed.map { (item) throws(CertStoreError) in
                try item.key.map { (key) throws(CertStoreError) in try seal.seal(key) }
            }
        } write: { (database, keys: [SecretOctets?]) throws(CertStoreError) in
            var replaces = false
            if let issuer { try database.requireUse(ofAuthorityNamed: issuer) }
            try due?.check(in: database)
            for (item, key) in zip(filed, keys) {
                if key != nil, try database.holdsKey(of: item.certificate) { replaces = true }
                try database.file(item.certificate, uris: item.uris, key: key)
            }
            try database.keep(chain)
            try database.rememberListedCompromises()
            return replaces
        }
        // If a reader prevents it, the next such operation purges the remains of the replaced key.
        if replaces { _ = try purgeDeletedRows() }
    }

    /// Removes a certificate and its private key from the store permanently.
    ///
    /// A certificate that is also a trust anchor stays one. Nothing of the key remains in the file or in its
    /// log. If another connection is reading the store, the remains are purged when the last one closes it.
    ///
    /// - Returns: false if octets of the key remain for that reason.
    @discardableResult
    public func remove(_ certificate: Certificate) throws(CertStoreError) -> Bool {
        try remove([certificate])
    }

    /// Removes certificates as ``remove(_:)-(Certificate)`` does one, all of them or none.
    @discardableResult
    public func remove(_ certificates: [Certificate]) throws(CertStoreError) -> Bool {
        try write { (database) throws(CertStoreError) in
            for certificate in certificates { try database.remove(certificate) }
        }
        return try purgeDeletedRows()
    }

    static func certificate(_ der: [UInt8]) throws(CertStoreError) -> Certificate {
        do throws(CMSError) { return try Certificate(der: der) } catch { throw .cryptography(error) }
    }
}
