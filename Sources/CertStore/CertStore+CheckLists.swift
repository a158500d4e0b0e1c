import CMS

extension StoreCheck {
    /// Reads every revocation list, and counts whether that of the store's own authority has all it has revoked.
    mutating func lookAtLists(in database: any Database) throws(CertStoreError) {
        var rows: [(fingerprint: String, der: [UInt8])] = []
        try database.store("SELECT fingerprint, der FROM revocation_list ORDER BY id") {
            rows.append(($0.text(0), $0.octets(1)))
        }
        var authority: Certificate?
        try database.store("SELECT der FROM certificate WHERE id IN (SELECT certificate FROM authority)") {
            authority = try? Certificate(der: $0.octets(0))
        }
        var revoked = 0
        try database.store("SELECT count(*) FROM revocation") { revoked = Int($0.integer(0)) }
        var listed = 0
        for row in rows {
            guard let list = try? RevocationList(der: row.der), list.fingerprint == row.fingerprint else {
                defects.append(.unreadableRevocationList(fingerprint: row.fingerprint))
                continue
            }
            if let authority, list.isIssued(by: authority) { listed = list.count }
        }
        if listed != revoked { defects.append(.revocationsNotListed(revoked: revoked, listed: listed)) }
    }
}
