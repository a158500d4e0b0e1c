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
    /// For keyCompromise, the store remembers the key for ever: no certificate of it counts any more.
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
        let issued = try issuedHere(certificates)
        let signing = try issued.map { (own, certificates) throws(CertStoreError) in
            (own, certificates, authority: try authority(own, passphrase: passphrase))
        }
        try write { (database) throws(CertStoreError) in
            for (own, certificates, authority) in signing {
                for certificate in certificates {
                    try database.revoke(certificate, of: own, reason: reason, at: instant)
                }
                try database.signOwnList(own, by: authority, numberedAt: instant)
            }
        }
    }

    /// Lifts the hold of certificates that the store's own authority issued, all of them or none.
    ///
    /// As ``revoke(_:reason:at:passphrase:)``, it takes effect in this store at once; the next CRL for others
    /// lists them no more.
    ///
    /// - Throws: ``CertStoreError/notOnHold(serialNumber:_:)`` for a certificate that is not revoked, or for
    ///   another reason than certificateHold, which is permanent (RFC 5280 §5.3.1), or as
    ///   ``revoke(_:reason:at:passphrase:)``.
    public func release(
        _ certificates: [Certificate], at instant: Date, passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        let issued = try issuedHere(certificates)
        let signing = try issued.map { (own, certificates) throws(CertStoreError) in
            (own, certificates, authority: try authority(own, passphrase: passphrase))
        }
        try write { (database) throws(CertStoreError) in
            for (own, certificates, authority) in signing {
                for serialNumber in certificates.map(\.facts.serialNumber) {
                    let known = try database.revocation(of: serialNumber, by: own)
                    guard let known, known.reason == .certificateHold else {
                        throw .notOnHold(serialNumber: serialNumber, known?.reason)
                    }
                    try database.store(
                        "DELETE FROM revocation WHERE serial = ? AND authority = ?",
                        [.text(serialNumber), .integer(own.row)])
                }
                try database.signOwnList(own, by: authority, numberedAt: instant)
            }
        }
    }

    /// Returns certificates by the key of the own authority that issued them.
    private func issuedHere(
        _ certificates: [Certificate]
    ) throws(CertStoreError) -> [(own: OwnAuthority, certificates: [Certificate])] {
        let all = try ownAuthorities()
        guard !all.isEmpty else { throw .noAuthority }
        var issued = all.map { (own: $0, certificates: [Certificate]()) }
        for certificate in certificates {
            if all.contains(where: { $0.owns(certificate) }) {
                throw .authorityAsSubscriber(subject: certificate.facts.subject)
            }
            let index = all.firstIndex { certificate.isIssued(by: $0.certificate) }
            guard let index else { throw .notIssuedHere(serialNumber: certificate.facts.serialNumber) }
            issued[index].certificates.append(certificate)
        }
        return issued.filter { !$0.certificates.isEmpty }
    }

    /// Returns the revocations of the store's own authority, the latest first, whether or not the
    /// certificates are still here.
    public func revocations() throws(CertStoreError) -> [RevokedCertificate] {
        try read { (database) throws(CertStoreError) in try database.revocations() }
    }

    /// Returns the own authority's revocation of a serial number; nil if there is none.
    public func revocation(ofSerialNumber serialNumber: String) throws(CertStoreError) -> RevokedCertificate?
    {
        try read { (database) throws(CertStoreError) in
            try database.revocations(where: "serial = ?", [.text(serialNumber)]).first
        }
    }

    /// Issues the next CRL of the store's own authority, for others; its number is higher than
    /// before, and at least the seconds since 1970.
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
        let own = try currentAuthority()
        let authority = try authority(own, passphrase: passphrase)
        return try write { (database) throws(CertStoreError) in
            try database.publishList(own, by: authority, lasting: seconds, at: clock())
        }
    }

    /// Returns the statuses of certificates of the store's own authority that `authority`, the certificate of
    /// one of its keys, issued, by serial number; serial numbers without a known certificate are missing.
    public func statuses(
        ofSerialNumbers serialNumbers: [String], issuedBy authority: Certificate
    ) throws(CertStoreError) -> [String: CertificateStatus] {
        var statuses: [String: CertificateStatus] = [:]
        for serialNumber in Set(serialNumbers)
        where try certificates(withSerialNumber: serialNumber).contains(where: { $0.isIssued(by: authority) })
        {
            statuses[serialNumber] = .good
        }
        let own = try ownAuthorities().first { $0.owns(authority) }
        for serialNumber in Set(serialNumbers) {
            let revoked = try read { (database) throws(CertStoreError) in
                try database.revocation(of: serialNumber, by: own)
            }
            guard let revoked else { continue }
            statuses[serialNumber] = .revoked(revoked)
        }
        return statuses
    }
}

extension Database {
    /// Records one revocation.
    fileprivate func revoke(
        _ certificate: Certificate, of own: OwnAuthority, reason: RevocationReason, at instant: Date
    ) throws(CertStoreError) {
        let facts = certificate.facts
        if let known = try revocation(of: facts.serialNumber, by: own),
            known.reason != .certificateHold || reason == .certificateHold
        {
            throw .alreadyRevoked(known)
        }
        try store(
            """
            INSERT INTO revocation (serial, authority, revoked_at, reason, not_after)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (serial, authority) DO UPDATE SET reason = excluded.reason, listed_after_end = 0
            """,
            [
                .text(facts.serialNumber), .integer(own.row),
                .integer(Int64(instant.timeIntervalSince1970.rounded(.down))),
                .integer(Int64(reason.rawValue)), .integer(Int64(facts.notAfter.timeIntervalSince1970)),
            ])
        if reason == .keyCompromise, let known = try revocation(of: facts.serialNumber, by: own) {
            try rememberCompromise(of: certificate, known)
        }
    }

    /// Returns the revocation of a serial number by one key; nil if there is none.
    func revocation(
        of serialNumber: String, by own: OwnAuthority?
    ) throws(CertStoreError) -> RevokedCertificate? {
        try revocations(
            where: "serial = ? AND authority = ?", [.text(serialNumber), .integer(own?.row ?? 0)]
        ).first
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
