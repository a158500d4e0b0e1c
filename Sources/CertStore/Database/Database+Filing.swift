import CMS

extension Database {
    /// Files a certificate under its URIs, or under none; a key replaces the present one.
    ///
    /// - Returns: the number of its row, new or existing.
    @discardableResult
    func file(
        _ certificate: Certificate, uris: [String], key: SecretOctets?
    ) throws(CertStoreError) -> Int64 {
        try file(CertificateRow.values(certificate), under: uris.map(FiledName.init(uri:)), key: key)
    }

    /// Files a certificate whose values and names were prepared before.
    @discardableResult
    func file(
        _ values: [DatabaseValue], under names: [FiledName], key: SecretOctets?
    ) throws(CertStoreError) -> Int64 {
        let key = try key.map { (key) throws(CertStoreError) in try keep(key) }
        if let row = try insert(values, names, key: key) {
            try insert(names, of: row)
            return row
        }
        let row = try row(of: values[0], takingKey: key)
        try file(row, under: names)
        return row
    }

    /// Files an existing row under more URIs.
    func file(_ row: Int64, under names: [FiledName]) throws(CertStoreError) {
        try insert(names, of: row)
        try updateFiledNames(of: row)
    }

    /// Stores the certificates of authorities, which help to build paths.
    func keep(_ chain: [Certificate]) throws(CertStoreError) {
        for authority in chain where authority.facts.isCertificationAuthority {
            try file(authority, uris: [], key: nil)
        }
    }

    /// Returns the number of a new row: one of an address if one of those is free.
    ///
    /// Unclustered rows have negative numbers, of which a later row has the higher one. A number below the
    /// highest of an address is never reused.
    func freeNumber(in numbers: RowNumbers?) throws(CertStoreError) -> Int64 {
        if let numbers {
            let last = try integer(
                "SELECT max(id) FROM certificate WHERE id BETWEEN ? AND ?",
                [.integer(numbers.first), .integer(numbers.last)])
            let number = last.map { $0 + 1 } ?? numbers.first
            if numbers.contains(number) { return number }
        }
        let last = try integer("SELECT max(id) FROM certificate WHERE id < 0")
        return last.map { $0 + 1 } ?? RowNumbers.firstUnclustered
    }

    /// Updates the URIs in a row, after the URIs of its address have changed.
    func updateFiledNames(of row: Int64) throws(CertStoreError) {
        try store(
            """
            UPDATE certificate SET filed_under = (SELECT coalesce(group_concat(uri, ' '), '') FROM name
            WHERE certificate = certificate.id AND elsewhere = 0) WHERE id = ?
            """, [.integer(row)])
    }

    /// Returns the number in the first column of the last row of a statement; nil if
    /// there is no row, or for NULL.
    func integer(
        _ statement: String, _ values: [DatabaseValue] = []
    ) throws(CertStoreError) -> Int64? {
        var found: Int64?
        try store(statement, values) { row in
            if !row.isNull(0) { found = row.integer(0) }
        }
        return found
    }

    /// Inserts a row; nil if the certificate has one.
    private func insert(
        _ values: [DatabaseValue], _ names: [FiledName], key: Int64?
    ) throws(CertStoreError) -> Int64? {
        let number = try freeNumber(in: names.first?.numbers)
        let here = names.filter { $0.isClustered(number) }.map(\.uri).joined(separator: " ")
        return try integer(
            CertificateRow.insertion,
            [.integer(number), .text(here), key.map { .integer($0) } ?? .null] + values)
    }

    /// Returns the row of a certificate, after giving it the key.
    private func row(
        of fingerprint: DatabaseValue, takingKey key: Int64?
    ) throws(CertStoreError) -> Int64 {
        var (row, replaced): (Int64, Int64?) = (0, nil)
        try store("SELECT id, private_key FROM certificate WHERE fingerprint = ?", [fingerprint]) { found in
            row = found.integer(0)
            replaced = found.isNull(1) ? nil : found.integer(1)
        }
        if let key { try give(key, to: row, inPlaceOf: replaced) }
        return row
    }

    private func insert(_ names: [FiledName], of row: Int64) throws(CertStoreError) {
        for name in names {
            let isElsewhere = !name.isClustered(row)
            try store(
                "INSERT INTO name VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [.text(name.uri), .integer(row), .integer(isElsewhere ? 1 : 0)])
        }
    }
}
