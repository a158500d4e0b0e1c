extension CertStore {
    /// The certificates filed under a URI, the one that became valid last first.
    public func certificates(forURI uri: String) throws(CertStoreError) -> [StoredCertificate] {
        try rows(Self.withNames, forURI: uri) { (StoredRecord($0), $0.text(6)) }
            .map { (record, filedUnder) throws(CertStoreError) in try decode(record, filedUnder: filedUnder) }
    }

    /// The same certificates as they lie in the store, not decoded: what the lookup itself costs.
    public func records(forURI uri: String) throws(CertStoreError) -> [StoredRecord] {
        try rows(Self.withoutNames, forURI: uri) { StoredRecord($0) }
    }

    /// What is taken from each row that is filed under a URI: first from those that lie with its address, then from
    /// those that lie elsewhere, which hardly any do.
    private func rows<Value: Sendable>(
        _ statement: String, forURI uri: String, _ value: (any DatabaseRow) -> Value
    ) throws(CertStoreError) -> [Value] {
        let name = FiledName(uri: uri)
        return try read { (database) throws(CertStoreError) in
            var found: [(start: Int64, row: Int64, value: Value)] = []
            try database.store(
                statement, [.integer(name.numbers.first), .integer(name.numbers.last), .text(uri)]
            ) { row in
                // Others may lie at the same numbers, and one may be filed under other URIs of the address alone.
                guard row.integer(5) == 1 || name.isAmong(row.text(4)) else { return }
                found.append((row.integer(3), row.integer(0), value(row)))
            }
            // A few at most: sorting them here spares the database a sorter.
            if found.count > 1 { found.sort { ($0.start, $0.row) > ($1.start, $1.row) } }
            return found.map(\.value)
        }
    }

    // Made once: what a lookup runs is found by its text.
    static let withoutNames = located("")
    private static let withNames = located(
        ", (SELECT group_concat(uri, ' ') FROM name AS every WHERE every.certificate = certificate.id)")

    private static func located(_ more: String) -> String {
        let columns = "id, der, CASE WHEN private_key IS NULL THEN 0 ELSE 1 END, not_before"
        // Without INDEXED BY, SQLite looks among all names instead of the few that are elsewhere.
        return """
            SELECT \(columns), filed_under, 0\(more) FROM certificate WHERE id BETWEEN ? AND ?
            UNION ALL SELECT \(columns), '', 1\(more)
            FROM name INDEXED BY name_elsewhere JOIN certificate ON certificate.id = name.certificate
            WHERE name.uri = ? AND elsewhere = 1
            """
    }
}
