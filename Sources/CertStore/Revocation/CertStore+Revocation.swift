public import CMS

public import struct FoundationEssentials.Date

extension CertStore {
    /// Revokes certificates that the store's own authority issued, all of them or none.
    ///
    /// It takes effect in this store at once: in the same transaction the authority signs a CRL for the
    /// store's own use, which ``revocationLists()`` returns and ``add(_:)`` never replaces.
    /// ``nextRevocationList(lasting:passphrase:clock:)`` issues one for others. A certificate on hold can be
    /// revoked for another reason; its date stays.
    ///
    /// The certificates need not be in the store: their signatures prove that its authority issued them.
    ///
    /// - Throws: ``CertStoreError/notIssuedHere(serialNumber:)``, ``CertStoreError/alreadyRevoked(_:)``,
    ///   ``CertStoreError/authorityAsSubscriber(subject:)`` for the authority's own certificate, which its
    ///   own CRL cannot revoke, or as ``authority(passphrase:)``: signing needs the authority's private key.
    public func revoke(
        _ certificates: [Certificate], reason: RevocationReason, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        let authority = try authority(passphrase: passphrase)
        for certificate in certificates where !certificate.isIssued(by: authority.certificate) {
            throw .notIssuedHere(serialNumber: certificate.facts.serialNumber)
        }
        if certificates.contains(authority.certificate) {
            throw .authorityAsSubscriber(subject: authority.certificate.facts.subject)
        }
        try write { (database) throws(CertStoreError) in
            for certificate in certificates {
                try database.revoke(certificate, reason: reason, at: instant)
            }
            try database.signOwnList(authority)
        }
    }

    /// Returns the revocations of the store's own authority, the latest first, whether or not the
    /// certificates are still here.
    public func revocations() throws(CertStoreError) -> [RevokedCertificate] {
        try read { (database) throws(CertStoreError) in try database.revocations() }
    }

    /// Returns the own authority's revocation of a serial number; nil if there is none.
    public func revocation(ofSerialNumber serialNumber: String) throws(CertStoreError) -> RevokedCertificate?
    {
        try read { (database) throws(CertStoreError) in try database.revocation(of: serialNumber) }
    }

    /// Issues the next CRL of the store's own authority, for others; its number is one higher than before.
    ///
    /// An expired certificate is listed in one CRL that is issued after its expiry, and in none after that
    /// (RFC 5280 §3.3). The clock is read when no other CRL can come between: of two that are issued at once,
    /// the one with the higher number is not the earlier one.
    ///
    /// - Parameters:
    ///   - seconds: from the instant of the CRL to that of the next.
    ///   - clock: returns the instant of the CRL.
    /// - Throws: as ``authority(passphrase:)``, or ``CertStoreError/cryptography(_:)`` for a CRL that would
    ///   be valid for less than a second.
    public func nextRevocationList(
        lasting seconds: Double, passphrase: SecretOctets? = nil, clock: () -> Date
    ) throws(CertStoreError) -> RevocationList {
        let authority = try authority(passphrase: passphrase)
        return try write { (database) throws(CertStoreError) in
            try database.publishList(authority, lasting: seconds, clock: clock)
        }
    }

    /// Returns the statuses of certificates of the store's own authority, by serial number; serial numbers
    /// without a known certificate are missing.
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
        for serialNumber in Set(serialNumbers) {
            guard let revoked = try revocation(ofSerialNumber: serialNumber) else { continue }
            statuses[serialNumber] = .revoked(revoked)
        }
        return statuses
    }
}

extension Database {
    /// Records one revocation.
    fileprivate func revoke(
        _ certificate: Certificate, reason: RevocationReason, at instant: Date
    ) throws(CertStoreError) {
        let facts = certificate.facts
        if let known = try revocation(of: facts.serialNumber),
            known.reason != .certificateHold || reason == .certificateHold
        {
            throw .alreadyRevoked(known)
        }
        try store(
            """
            INSERT INTO revocation (serial, revoked_at, reason, not_after) VALUES (?, ?, ?, ?)
            ON CONFLICT (serial) DO UPDATE SET reason = excluded.reason, listed_after_end = 0
            """,
            [
                .text(facts.serialNumber), .integer(Int64(instant.timeIntervalSince1970.rounded(.down))),
                .integer(Int64(reason.rawValue)), .integer(Int64(facts.notAfter.timeIntervalSince1970)),
            ])
    }

    fileprivate func revocation(of serialNumber: String) throws(CertStoreError) -> RevokedCertificate? {
        var found: RevokedCertificate?
        try store("\(RevokedCertificate.selection) WHERE serial = ?", [.text(serialNumber)]) {
            found = RevokedCertificate($0)
        }
        return found
    }

    /// Returns the revocations that a condition selects, the latest first.
    func revocations(
        where condition: String = "1 = 1", _ values: [DatabaseValue] = []
    ) throws(CertStoreError) -> [RevokedCertificate] {
        var revocations: [RevokedCertificate] = []
        let statement = "\(RevokedCertificate.selection) WHERE \(condition) ORDER BY revoked_at DESC, serial"
        try store(statement, values) { revocations.append(RevokedCertificate($0)) }
        return revocations
    }

    /// Issues the authority's next CRL for others.
    func publishList(
        _ authority: CertificateAuthority, lasting seconds: Double, clock: () -> Date
    ) throws(CertStoreError) -> RevocationList {
        // A store of an earlier version has none yet.
        let own = try lists(ofIssuer: authority.certificate.facts.subjectDER)
        if !own.contains(where: { $0.list.isIssued(by: authority.certificate) }) {
            try signOwnList(authority)
        }
        let instant = clock()
        // A clock that was set forward and back again must not omit a certificate that has not expired.
        let revoked = try revocations(
            where: "listed_after_end = 0 OR not_after >= ?",
            [.integer(Int64(instant.timeIntervalSince1970.rounded(.down)))])
        let list = try nextList(
            authority, of: revoked, at: instant, nextUpdate: instant.addingTimeInterval(seconds))
        try store(
            "UPDATE revocation SET listed_after_end = 1 WHERE listed_after_end = 0 AND not_after < ?",
            [.integer(Int64(list.thisUpdate.timeIntervalSince1970))])
        return list
    }

    /// Issues the authority's next CRL, with the next number.
    fileprivate func nextList(
        _ authority: CertificateAuthority, of revoked: [RevokedCertificate], at instant: Date,
        nextUpdate: Date
    ) throws(CertStoreError) -> RevocationList {
        var number: Int64 = 0
        try store("UPDATE authority SET crl_number = crl_number + 1 RETURNING crl_number") {
            number = $0.integer(0)
        }
        do throws(CMSError) {
            return try authority.revocationList(
                number: UInt64(max(0, number)), revoked: revoked, at: instant, nextUpdate: nextUpdate)
        } catch {
            throw .cryptography(error)
        }
    }

    /// Issues the own authority's CRL for use in this store, in place of the previous one.
    ///
    /// It covers the authority's whole lifetime, since the store has every revocation: it never becomes
    /// outdated, and works for an earlier instant too, because each entry has its date. Expired certificates
    /// stay on it for that reason. It is not given to others.
    func signOwnList(_ authority: CertificateAuthority) throws(CertStoreError) {
        let facts = authority.certificate.facts
        let list = try nextList(
            authority, of: try revocations(), at: facts.notBefore, nextUpdate: facts.notAfter)
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
