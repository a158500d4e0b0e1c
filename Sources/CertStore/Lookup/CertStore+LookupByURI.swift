extension CertStore {
    /// Returns the certificates filed under a URI, the latest notBefore first.
    public func certificates(forURI uri: String) throws(CertStoreError) -> [StoredCertificate] {
        try rows(Self.withNames, forURI: uri) { (StoredRecord($0), $0.text(6)) }
            .map { (record, filedUnder) throws(CertStoreError) in try decode(record, filedUnder: filedUnder) }
    }

    /// Returns the same certificates as stored, not decoded: the cost of the lookup itself.
    public func records(forURI uri: String) throws(CertStoreError) -> [StoredRecord] {
        try rows(Self.withoutNames, forURI: uri) { StoredRecord($0) }
    }

    /// Returns a value of each row that is filed under a URI: first of those clustered at its address, then
    /// of the few unclustered ones.
    private func rows<Value: Sendable>(
        _ statement: String, forURI uri: String, _ value: (any DatabaseRow) -> Value
    ) throws(CertStoreError) -> [Value] {
        let name = FiledName(uri: uri)
        return try read { (database) throws(CertStoreError) in
            var found: [(start: Int64, row: Int64, value: Value)] = []
            try database.store(
                statement, [.integer(name.numbers.first), .integer(name.numbers.last), .text(uri)]
            ) { row in
                // Rows of another address may have the same numbers, and a row may be filed under
                // other URIs of the address only.
                guard row.integer(5) == 1 || name.isListed(in: row.text(4)) else { return }
                found.append((row.integer(3), row.integer(0), value(row)))
            }
            // A few at most: sorting them here is cheaper than in the database.
            if found.count > 1 { found.sort { ($0.start, $0.row) > ($1.start, $1.row) } }
            return found.map(\.value)
        }
    }

    // Created once: prepared statements are found by their text.
    static let withoutNames = located("")
    private static let withNames = located(
        ", (SELECT group_concat(uri, ' ') FROM name AS every WHERE every.certificate = certificate.id)")

    private static func located(_ more: String) -> String {
        let columns = "id, der, CASE WHEN private_key IS NULL THEN 0 ELSE 1 END, not_before"
        // Without INDEXED BY, SQLite searches all names instead of the few unclustered ones.
        return """
            SELECT \(columns), filed_under, 0\(more) FROM certificate WHERE id BETWEEN ? AND ?
            UNION ALL SELECT \(columns), '', 1\(more)
            FROM name INDEXED BY name_elsewhere JOIN certificate ON certificate.id = name.certificate
            WHERE name.uri = ? AND elsewhere = 1
            """
    }
}
