import CMS
import FoundationEssentials

extension Database {
    /// Issues the next CRL of one of the own authority's keys, for others.
    func publishList(
        _ own: OwnAuthority, by authority: CertificateAuthority, lasting seconds: Double, at instant: Date
    ) throws(CertStoreError) -> RevocationList {
        // A store of an earlier version has none yet.
        let known = try lists(ofIssuer: authority.certificate.facts.subjectDER)
        if !known.contains(where: { $0.list.isIssued(by: authority.certificate) }) {
            try signOwnList(own, by: authority, numberedAt: instant)
        }
        // A clock that was set forward and back again must not omit a certificate that has not expired.
        let revoked = try revocations(
            where: "authority = ? AND (listed_after_end = 0 OR not_after >= ?)",
            [.integer(own.row), .integer(Int64(instant.timeIntervalSince1970.rounded(.down)))])
        let list = try nextList(
            own, by: authority, of: revoked, at: instant, nextUpdate: instant.addingTimeInterval(seconds),
            numberedAt: instant)
        try store(
            """
            UPDATE revocation SET listed_after_end = 1
            WHERE authority = ? AND listed_after_end = 0 AND not_after < ?
            """,
            [.integer(own.row), .integer(Int64(list.thisUpdate.timeIntervalSince1970))])
        return list
    }

    /// Issues a CRL with all revocations by one of the own authority's keys, for the store that will use the
    /// key.
    ///
    /// If the key was exported before, the number stays: the other store may have issued higher ones.
    func lastList(
        _ own: OwnAuthority, by authority: CertificateAuthority, lasting seconds: Double, at instant: Date
    ) throws(CertStoreError) -> RevocationList {
        try nextList(
            own, by: authority, of: try revocations(where: "authority = ?", [.integer(own.row)]),
            at: instant, nextUpdate: instant.addingTimeInterval(seconds),
            numberedAt: own.use == .exported ? nil : instant)
    }

    /// Issues the CRL of one of the own authority's keys for use in this store, in place of the previous one.
    ///
    /// It covers the key's whole lifetime, since the store has every revocation: it never becomes outdated,
    /// and works for an earlier instant too, because each entry has its date. Expired certificates stay on it
    /// for that reason. It is not given to others. `instant` is the present as far as the caller knows it.
    func signOwnList(
        _ own: OwnAuthority, by authority: CertificateAuthority, numberedAt instant: Date
    ) throws(CertStoreError) {
        let facts = authority.certificate.facts
        let previous = try lists(ofIssuer: facts.subjectDER)
            .filter { $0.list.isIssued(by: authority.certificate) }
        // The certificates of a renewed key form one lifetime, also if it was imported.
        let lifetime = try lifetime(of: own)
        let begin = previous.map(\.list.thisUpdate).min().map { min($0, lifetime.begin) }
        let end = previous.compactMap(\.list.nextUpdate).max().map { max($0, lifetime.end) }
        let list = try nextList(
            own, by: authority,
            of: try revocations(where: "authority = ?", [.integer(own.row)]),
            at: begin ?? lifetime.begin, nextUpdate: end ?? lifetime.end, numberedAt: instant)
        for (row, _) in previous {
            try store("DELETE FROM revocation_list WHERE id = ?", [.integer(row)])
        }
        try insert(list)
    }

    /// Issues the next CRL of a key: with its last number if `instant` is nil, else with the next one, which
    /// is one more than the last, or the seconds since 1970 if they are more.
    ///
    /// A store that was restored from a backup then does not reuse numbers of the CRLs that were lost, since
    /// a CA issues less than one CRL a second (RFC 5280 §5.2.3).
    private func nextList(
        _ own: OwnAuthority, by authority: CertificateAuthority, of revoked: [RevokedCertificate],
        at thisUpdate: Date, nextUpdate: Date, numberedAt instant: Date?
    ) throws(CertStoreError) -> RevocationList {
        try requireUse(ofAuthorityNamed: authority.certificate.facts.subjectDER)
        let least = instant.map { Int64($0.timeIntervalSince1970.rounded(.down)) } ?? 0
        let seconds = DatabaseValue.integer(least)
        let number = try integer(
            """
            UPDATE authority SET crl_number = CASE WHEN crl_number >= ? THEN crl_number + ? ELSE ? END
            WHERE id = ? RETURNING crl_number
            """, [seconds, .integer(instant == nil ? 0 : 1), seconds, .integer(own.row)])
        do throws(CMSError) {
            return try authority.revocationList(
                number: UInt64(max(0, number ?? 0)), revoked: revoked, at: thisUpdate, nextUpdate: nextUpdate)
        } catch {
            throw .cryptography(error)
        }
    }

    /// Returns the time from the beginning of a key's first certificate here to the end of its last.
    private func lifetime(of own: OwnAuthority) throws(CertStoreError) -> (begin: Date, end: Date) {
        let all = try certificates(of: own).map(\.facts)
        let facts = own.certificate.facts
        return (
            all.map(\.notBefore).reduce(facts.notBefore, min), all.map(\.notAfter).reduce(facts.notAfter, max)
        )
    }

    /// Returns every certificate of one of the own authority's keys, oldest first.
    func certificates(of own: OwnAuthority) throws(CertStoreError) -> [Certificate] {
        var found: [[UInt8]] = []
        try store(
            "SELECT der FROM certificate WHERE is_authority = 1 AND issuer = ? ORDER BY not_before, id",
            [.octets(own.certificate.facts.subjectDER)]
        ) { found.append($0.octets(0)) }
        return try found.map { (der) throws(CertStoreError) in try CertStore.certificate(der) }
            .filter { own.owns($0) && $0.isIssued(by: own.certificate) }
    }

    /// Returns whether a key still signs CRLs at an instant: until its last certificate has expired.
    ///
    /// A certificate that was removed from the store may still be used, for at most
    /// ``OwnAuthority/longestUse`` after the key was replaced.
    func signsLists(_ own: OwnAuthority, at instant: Date) throws(CertStoreError) -> Bool {
        let retiredAt: Date
        switch own.standing {
        case .current: return true
        case .compromised: return false
        case .retired(let date): retiredAt = date
        }
        let facts = own.certificate.facts
        // Of an authority with published keys, certificates may have any validity.
        if own.certificate.isTestAuthorityWithPublishedKeys { return instant <= facts.notAfter }
        let last = try integer(
            """
            SELECT max(not_after) FROM (SELECT not_after FROM certificate
            WHERE issuer = ? AND is_authority = 0
            UNION ALL SELECT not_after FROM revocation WHERE authority = ?) AS issued
            """, [.octets(facts.subjectDER), .integer(own.row)])
        let end = max(
            min(retiredAt + OwnAuthority.longestUse, facts.notAfter),
            last.map { Date(timeIntervalSince1970: Double($0)) } ?? retiredAt)
        return instant <= end
    }
}

extension OwnAuthority {
    /// The seconds for which a certificate is valid at most, if it is not for tests with published keys.
    static let longestUse = 365 * 86_400.0
}
