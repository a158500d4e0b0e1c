public import CMS
public import FoundationEssentials

extension CertStore {
    /// Makes an authority this store's own, and trusts it; its first CRL is empty.
    ///
    /// `domain` is the SIP domain that it is for; if nil, that of its name.
    ///
    /// - Throws: ``CertStoreError/authorityExists`` if there is one, or as
    ///   ``add(_:uris:key:chain:passphrase:)`` for the passphrase.
    public func adopt(
        _ authority: CertificateAuthority, domain: String? = nil, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try seal.seal(authority.key)
        } write: { (database, sealed) throws(CertStoreError) in
            guard try database.ownAuthorities().isEmpty else { throw .authorityExists }
            try database.addKey(of: authority, sealed: sealed, domain: domain)
        }
    }

    /// Gives the current key of the store's own authority a new certificate, and trusts it; the former
    /// certificate stays a trust anchor.
    ///
    /// - Throws: ``CertStoreError/authorityChangedMeanwhile`` if the certificate is not for the current key,
    ///   or ``CertStoreError/database(code:message:)``.
    public func renew(_ renewed: CertificateAuthority) throws(CertStoreError) {
        try write { (database) throws(CertStoreError) in
            guard let own = try database.ownAuthorities().first, own.owns(renewed.certificate) else {
                throw .authorityChangedMeanwhile
            }
            try own.requireUse()
            let row = try database.file(renewed.certificate, uris: [], key: nil)
            let former = try database.integer(
                "SELECT certificate FROM authority WHERE id = ?", [.integer(own.row)])
            guard let former, former != row else { return }
            // The octets of the key are not copied: the certificates take turns in referring to them.
            try database.store(
                "UPDATE certificate SET private_key = (SELECT private_key FROM certificate WHERE id = ?) "
                    + "WHERE id = ?", [.integer(former), .integer(row)])
            try database.store(
                "UPDATE certificate SET private_key = NULL WHERE id = ?", [.integer(former)])
            try database.store(
                "UPDATE authority SET certificate = ? WHERE id = ?", [.integer(row), .integer(own.row)])
            try database.store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
            try database.signOwnList(
                own.with(certificate: renewed.certificate), by: renewed,
                numberedAt: renewed.certificate.facts.notBefore)
        }
    }

    /// Replaces the current key of the store's own authority by a new one with another name, and trusts it.
    ///
    /// The former key stays a trust anchor, and signs its CRLs until its last certificate has expired. If it
    /// is compromised, no certificate of it is a trust anchor any more, and no path leads over one.
    ///
    /// - Throws: ``CertStoreError/authorityChangedMeanwhile`` if `former` is not the current key or a key
    ///   has that name already, or as ``add(_:uris:key:chain:passphrase:)`` for the passphrase.
    public func rotate(
        _ former: OwnAuthority, to next: CertificateAuthority, at instant: Date, isCompromised: Bool = false,
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try seal.seal(next.key)
        } write: { (database, sealed) throws(CertStoreError) in
            let own = try database.ownAuthorities()
            let name = next.certificate.facts.subjectDER
            guard own.first?.row == former.row,
                !own.contains(where: { $0.certificate.facts.subjectDER == name })
            else { throw .authorityChangedMeanwhile }
            try own.first?.requireUse()
            try database.store(
                "UPDATE authority SET retired_at = ?, compromised = ? WHERE id = ?",
                [
                    .integer(Int64(instant.timeIntervalSince1970.rounded(.down))),
                    .integer(isCompromised ? 1 : 0), .integer(former.row),
                ])
            if isCompromised {
                guard let former = try database.ownAuthorities().first else { return }
                try database.endTrust(in: former)
            }
            try database.addKey(of: next, sealed: sealed, domain: former.domain)
        }
    }

    /// Returns the certificate of the current key of this store's own authority.
    ///
    /// - Throws: ``CertStoreError/noAuthority`` if there is none.
    public func authorityCertificate() throws(CertStoreError) -> Certificate {
        try currentAuthority().certificate
    }

    /// Returns the current key of this store's own authority.
    ///
    /// - Throws: ``CertStoreError/noAuthority`` if there is none.
    public func currentAuthority() throws(CertStoreError) -> OwnAuthority {
        guard let current = try ownAuthorities().first else { throw .noAuthority }
        return current
    }

    /// Returns this store's own authority, ready to issue with its current key.
    ///
    /// - Throws: ``CertStoreError/noAuthority``, ``CertStoreError/authorityAwaitsList(identifier:)`` or
    ///   ``CertStoreError/authorityExported`` if the key may not be used here,
    ///   ``CertStoreError/passphraseRequired`` or ``CertStoreError/wrongPassphrase``.
    public func authority(passphrase: SecretOctets? = nil) throws(CertStoreError) -> CertificateAuthority {
        try authority(currentAuthority(), passphrase: passphrase)
    }

    /// Returns this store's own authority, ready to sign with one of its keys.
    ///
    /// - Throws: as ``authority(passphrase:)``.
    public func authority(
        _ own: OwnAuthority, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> CertificateAuthority {
        try own.requireUse()
        return try signer(own, passphrase: passphrase)
    }

    /// Returns the authority with one of its keys, even if the key may not be used here.
    func signer(
        _ own: OwnAuthority, passphrase: SecretOctets?
    ) throws(CertStoreError) -> CertificateAuthority {
        let key = try privateKey(of: own.certificate, passphrase: passphrase)
        do throws(CMSError) {
            return try CertificateAuthority(certificate: own.certificate, key: key)
        } catch {
            throw .cryptography(error)
        }
    }
}

extension Database {
    /// Adds the next key of the store's own authority, which becomes the current one, and trusts it.
    fileprivate func addKey(
        of authority: CertificateAuthority, sealed: SecretOctets, domain: String?
    ) throws(CertStoreError) {
        let certificate = authority.certificate
        let row = try file(certificate, uris: [], key: sealed)
        let domain = domain ?? certificate.testAuthorityDomain
        try store(
            """
            INSERT INTO authority (id, certificate, name, domain)
            SELECT coalesce(max(id), 0) + 1, ?, ?, ? FROM authority
            """,
            [
                .integer(row), .octets(certificate.facts.subjectDER), domain.map { .text($0) } ?? .null,
            ])
        try store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
        guard let own = try ownAuthorities().first else { return }
        try signOwnList(own, by: authority, numberedAt: certificate.facts.notBefore)
    }

    /// Ends the trust in every certificate of a compromised key, and remembers that; the certificates stay,
    /// untrusted.
    func endTrust(in own: OwnAuthority) throws(CertStoreError) {
        guard case .compromised(let instant) = own.standing else { return }
        var anchors: [(row: Int64, der: [UInt8])] = []
        try store("SELECT id, der FROM certificate WHERE id IN (SELECT certificate FROM anchor)") {
            anchors.append(($0.integer(0), $0.octets(1)))
        }
        for anchor in anchors where own.owns(try CertStore.certificate(anchor.der)) {
            try store("DELETE FROM anchor WHERE certificate = ?", [.integer(anchor.row)])
        }
        try rememberCompromise(
            of: own.certificate,
            RevokedCertificate(
                serialNumber: own.certificate.facts.serialNumber, revokedAt: instant, reason: .keyCompromise))
    }
}
