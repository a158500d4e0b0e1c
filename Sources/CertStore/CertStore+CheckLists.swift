import CMS
import FoundationEssentials

extension StoreCheck {
    /// Reads every CRL, and compares that of the store's own authority with its revocations.
    mutating func checkRevocationLists(in database: any Database) throws(CertStoreError) {
        // An unreadable authority was reported before.
        let authorities = (try? database.ownAuthorities()) ?? []
        // After an export another store revokes; its CRLs need not list expired certificates.
        let exported = authorities.filter { $0.use == .exported }
        var listed: [Int64: [String: RevokedCertificate]] = [:]
        for row in try ListRow.all(in: database) {
            guard let list = try? RevocationList(der: row.der), list.fingerprint == row.fingerprint else {
                defects.append(.unreadableRevocationList(fingerprint: row.fingerprint))
                continue
            }
            if !row.matches(of: list) { defects.append(.columnsDiffer(fingerprint: row.fingerprint)) }
            guard let own = authorities.first(where: { list.isIssued(by: $0.certificate) }),
                !exported.contains(own)
            else { continue }
            do throws(CMSError) {
                for position in 0..<list.count {
                    let entry = try list.entry(at: position)
                    listed[own.row, default: [:]][entry.serialNumber] = entry
                }
            } catch {
                defects.append(.unreadableRevocationList(fingerprint: row.fingerprint))
            }
        }
        var unlisted: [String] = []
        // If no authority can be read, all revocations lack a CRL.
        let rows = authorities.filter { !exported.contains($0) }.map { Int64?.some($0.row) }
        for row in authorities.isEmpty ? [nil] : rows {
            let revocations = try database.revocations(
                where: row == nil ? "1 = 1" : "authority = ?", row.map { [.integer($0)] } ?? [])
            for revoked in revocations {
                let entry = listed[row ?? 0, default: [:]].removeValue(forKey: revoked.serialNumber)
                if entry != revoked { unlisted.append(revoked.serialNumber) }
            }
        }
        if !unlisted.isEmpty { defects.append(.revocationsNotListed(serialNumbers: unlisted.sorted())) }
        let excess = listed.values.flatMap(\.keys)
        if !excess.isEmpty { defects.append(.listedNotRevoked(serialNumbers: excess.sorted())) }
    }
}

/// A row of `revocation_list`.
private struct ListRow {
    let fingerprint: String
    let der: [UInt8]
    private let issuer: [UInt8]
    private let thisUpdate: Int64
    private let nextUpdate: Int64?
    private let number: String?

    static func all(in database: any Database) throws(CertStoreError) -> [ListRow] {
        var rows: [ListRow] = []
        try database.store(
            "SELECT fingerprint, der, issuer, this_update, next_update, number FROM "
                + "revocation_list ORDER BY id"
        ) { row in
            rows.append(
                ListRow(
                    fingerprint: row.text(0), der: row.octets(1), issuer: row.octets(2),
                    thisUpdate: row.integer(3), nextUpdate: row.isNull(4) ? nil : row.integer(4),
                    number: row.isNull(5) ? nil : row.text(5)))
        }
        return rows
    }

    /// Returns whether the columns match the CRL.
    func matches(of list: RevocationList) -> Bool {
        issuer == list.issuerDER && number == list.number
            && thisUpdate == Int64(list.thisUpdate.timeIntervalSince1970)
            && nextUpdate == list.nextUpdate.map { Int64($0.timeIntervalSince1970) }
    }
}
