public import CMS

public import struct FoundationEssentials.Date

extension CertStore {
    /// Revokes certificates that the store's own authority issued, all of them or none.
    ///
    /// It counts for this store at once: in the same transaction the authority signs a list for the store's own use,
    /// which ``revocationLists()`` has and ``add(_:)`` never replaces. For others,
    /// ``nextRevocationList(at:nextUpdate:passphrase:)`` makes one. A certificate on hold can be revoked for another
    /// reason; its date stays.
    ///
    /// - Throws: ``CertStoreError/notIssuedHere(serialNumber:)``, ``CertStoreError/alreadyRevoked(_:)``,
    ///   or as ``authority(passphrase:)``: signing needs the authority's private key.
    public func revoke(
        _ certificates: [Certificate], reason: RevocationReason, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        let authority = try authority(passphrase: passphrase)
        for certificate in certificates where !certificate.isIssued(by: authority.certificate) {
            throw .notIssuedHere(serialNumber: certificate.facts.serialNumber)
        }
        try write { (database) throws(CertStoreError) in
            for certificate in certificates {
                try database.revoke(certificate, reason: reason, at: instant)
            }
            try database.signOwnList(authority)
        }
    }

    /// What the store's own authority has revoked, the last first, whether or not the certificates are still here.
    public func revocations() throws(CertStoreError) -> [RevokedCertificate] {
        try read { (database) throws(CertStoreError) in try database.revocations() }
    }

    /// Makes the next revocation list of the store's own authority, for others; its number is one higher than before.
    ///
    /// - Throws: as ``authority(passphrase:)``, or ``CertStoreError/cryptography(_:)`` for a `nextUpdate` that is not
    ///   after `instant`.
    public func nextRevocationList(
        at instant: Date, nextUpdate: Date, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> RevocationList {
        let authority = try authority(passphrase: passphrase)
        return try write { (database) throws(CertStoreError) in
            // A store of an earlier version has none yet.
            let own = try database.lists(ofIssuer: authority.certificate.facts.subjectDER)
            if !own.contains(where: { $0.list.isIssued(by: authority.certificate) }) {
                try database.signOwnList(authority)
            }
            return try database.nextList(authority, at: instant, nextUpdate: nextUpdate)
        }
    }

    /// What the store's own authority says of certificates, by serial number; of those that are not in the answer it
    /// has issued none that it knows of.
    public func statuses(
        ofSerialNumbers serialNumbers: [String]
    ) throws(CertStoreError) -> [String: CertificateStatus] {
        let authority = try authorityCertificate()
        var statuses: [String: CertificateStatus] = [:]
        for serialNumber in Set(serialNumbers)
        where try certificates(withSerialNumber: serialNumber).contains(where: { $0.isIssued(by: authority) })
        {
            statuses[serialNumber] = .good
        }
        let asked = Set(serialNumbers)
        for revoked in try revocations() where asked.contains(revoked.serialNumber) {
            statuses[revoked.serialNumber] = .revoked(revoked)
        }
        return statuses
    }
}

extension Database {
    /// Writes one revocation.
    fileprivate func revoke(
        _ certificate: Certificate, reason: RevocationReason, at instant: Date
    ) throws(CertStoreError) {
        let facts = certificate.facts
        var known: RevokedCertificate?
        try store("\(RevokedCertificate.selection) WHERE serial = ?", [.text(facts.serialNumber)]) {
            known = RevokedCertificate($0)
        }
        if let known, known.reason != .certificateHold || reason == .certificateHold {
            throw .alreadyRevoked(known)
        }
        try store(
            """
            INSERT INTO revocation (serial, revoked_at, reason, not_after) VALUES (?, ?, ?, ?)
            ON CONFLICT (serial) DO UPDATE SET reason = excluded.reason
            """,
            [
                .text(facts.serialNumber), .integer(Int64(instant.timeIntervalSince1970.rounded(.down))),
                .integer(Int64(reason.rawValue)), .integer(Int64(facts.notAfter.timeIntervalSince1970)),
            ])
    }

    /// Every revocation, the last first.
    fileprivate func revocations() throws(CertStoreError) -> [RevokedCertificate] {
        var revocations: [RevokedCertificate] = []
        try store("\(RevokedCertificate.selection) ORDER BY revoked_at DESC, serial") {
            revocations.append(RevokedCertificate($0))
        }
        return revocations
    }

    /// Makes the authority's next list, with the next number.
    fileprivate func nextList(
        _ authority: CertificateAuthority, at instant: Date, nextUpdate: Date
    ) throws(CertStoreError) -> RevocationList {
        var number: Int64 = 0
        try store("UPDATE authority SET crl_number = crl_number + 1 RETURNING crl_number") {
            number = $0.integer(0)
        }
        let revoked = try revocations()
        do throws(CMSError) {
            return try authority.revocationList(
                number: UInt64(max(0, number)), revoked: revoked, at: instant, nextUpdate: nextUpdate)
        } catch {
            throw .cryptography(error)
        }
    }

    /// Makes the list of the store's own authority that this store itself goes by, in place of the one before.
    ///
    /// It is of the authority's whole life, since the store knows of every revocation from the first to the last: it
    /// never goes out of date, and an earlier instant can be asked about, each entry having its date. Nobody else
    /// gets it.
    func signOwnList(_ authority: CertificateAuthority) throws(CertStoreError) {
        let facts = authority.certificate.facts
        let list = try nextList(authority, at: facts.notBefore, nextUpdate: facts.notAfter)
        for (row, other) in try lists(ofIssuer: list.issuerDER)
        where other.isIssued(by: authority.certificate) {
            try store("DELETE FROM revocation_list WHERE id = ?", [.integer(row)])
        }
        try insert(list)
    }
}

extension RevokedCertificate {
    /// The columns of ``init(_:)``.
    fileprivate static let selection = "SELECT serial, revoked_at, reason FROM revocation"

    fileprivate init(_ row: any DatabaseRow) {
        self.init(
            serialNumber: row.text(0), revokedAt: Date(timeIntervalSince1970: Double(row.integer(1))),
            reason: RevocationReason(rawValue: Int(row.integer(2))) ?? .unspecified)
    }
}
