import CMS
import FoundationEssentials

extension Database {
    /// Merges a CRL of one of the own authority's keys: adds its entries to the revocations, and keeps its
    /// number, which the next CRL exceeds.
    ///
    /// A certificate on hold stays on hold, even if the CRL does not list it. A hold is not added if the CRL
    /// is not later than the last one known: it was lifted since.
    ///
    /// - Throws: ``CertStoreError/unmergeableRevocationList(number:)``.
    func merge(
        _ list: RevocationList, of own: OwnAuthority
    ) throws(CertStoreError) -> RevocationListAddition {
        let number = list.number.map { Int64($0) ?? .max } ?? 0
        guard !list.isDelta, !list.isIndirect, own.isTrusted, number < OwnAuthority.numberLimit else {
            throw .unmergeableRevocationList(number: list.number)
        }
        let last = try lastNumber(of: own)
        var count = 0
        for position in 0..<list.count {
            let entry: RevokedCertificate
            do throws(CMSError) { entry = try list.entry(at: position) } catch { throw .cryptography(error) }
            if entry.reason == .certificateHold, list.number != nil, number <= last { continue }
            if try merge(entry, of: own) { count += 1 }
        }
        try store(
            "UPDATE authority SET crl_number = ? WHERE id = ? AND crl_number < ?",
            [.integer(number), .integer(own.row), .integer(number)])
        return .merged(revocations: count, isLater: number > last)
    }

    /// Returns the number of the last CRL of a key that is known here; 0 if there is none.
    func lastNumber(of own: OwnAuthority) throws(CertStoreError) -> Int64 {
        try integer("SELECT crl_number FROM authority WHERE id = ?", [.integer(own.row)]) ?? 0
    }

    /// Records an entry of a CRL of the own authority; returns false if it adds nothing new.
    private func merge(_ entry: RevokedCertificate, of own: OwnAuthority) throws(CertStoreError) -> Bool {
        guard entry.reason != .removeFromCRL else { return false }
        if let known = try revocation(of: entry.serialNumber, by: own) {
            let isSettled = known.reason != .certificateHold || entry.reason == .certificateHold
            // If store and copy both revoked it permanently, keyCompromise replaces another reason.
            let isCompromise = entry.reason == .keyCompromise && known.reason != .keyCompromise
            if isSettled, !isCompromise { return false }
        }
        let certificate = try certificate(withSerialNumber: entry.serialNumber, of: own)
        // A certificate that is not here may be as long as the authority.
        let end = certificate?.facts.notAfter ?? own.certificate.facts.notAfter
        try store(
            """
            INSERT INTO revocation (serial, authority, revoked_at, reason, not_after)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (serial, authority) DO UPDATE SET revoked_at =
            CASE WHEN excluded.revoked_at < revocation.revoked_at THEN excluded.revoked_at
            ELSE revocation.revoked_at END,
            reason = excluded.reason, listed_after_end = 0
            """,
            [
                .text(entry.serialNumber), .integer(own.row),
                .integer(Int64(entry.revokedAt.timeIntervalSince1970)),
                .integer(Int64(entry.reason.rawValue)), .integer(Int64(end.timeIntervalSince1970)),
            ])
        if entry.reason == .keyCompromise, let certificate {
            try rememberCompromise(of: certificate, entry)
        }
        return true
    }

    /// Returns the certificate here that a key of the own authority issued under a serial number.
    private func certificate(
        withSerialNumber serialNumber: String, of own: OwnAuthority
    ) throws(CertStoreError) -> Certificate? {
        var found: [[UInt8]] = []
        try store("SELECT der FROM certificate WHERE serial = ?", [.text(serialNumber)]) {
            found.append($0.octets(0))
        }
        return try found.map { (der) throws(CertStoreError) in try CertStore.certificate(der) }
            .first { $0.isIssued(by: own.certificate) }
    }
}

extension OwnAuthority {
    /// CRL numbers from this one on are refused, so that the next number never overflows.
    fileprivate static let numberLimit: Int64 = 1 << 62
}
