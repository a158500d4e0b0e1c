import CMS

extension Database {
    /// Files a certificate under its URIs, or under none; a key replaces the one that is there.
    ///
    /// - Returns: the number of its row, which is new or was there already.
    @discardableResult
    func file(
        _ certificate: Certificate, uris: [String], key: SecretOctets?
    ) throws(CertStoreError) -> Int64 {
        try file(CertificateRow.values(certificate), under: uris.map(FiledName.init(uri:)), key: key)
    }

    /// The same for a certificate whose values and names are made already.
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

    /// Files a row that is there under more URIs.
    func file(_ row: Int64, under names: [FiledName]) throws(CertStoreError) {
        try insert(names, of: row)
        try repeatNames(of: row)
    }

    /// Keeps the certificates of authorities, which help to build paths.
    func keep(_ chain: [Certificate]) throws(CertStoreError) {
        for authority in chain where authority.facts.isCertificationAuthority {
            try file(authority, uris: [], key: nil)
        }
    }

    /// The number for a new row: with those of an address, where one is left there.
    ///
    /// Those that lie nowhere in particular are counted below zero, so that of two the later has the higher one. A number
    /// below the highest of an address is not given again.
    func freeNumber(in numbers: RowNumbers?) throws(CertStoreError) -> Int64 {
        if let numbers {
            let last = try integer(
                "SELECT max(id) FROM certificate WHERE id BETWEEN ? AND ?",
                [.integer(numbers.first), .integer(numbers.last)])
            let number = last.map { $0 + 1 } ?? numbers.first
            if numbers.contains(number) { return number }
        }
        let last = try integer("SELECT max(id) FROM certificate WHERE id < 0")
        return last.map { $0 + 1 } ?? RowNumbers.firstElsewhere
    }

    /// Makes a row say again under which of the URIs that it lies with it is filed, after these have changed.
    func repeatNames(of row: Int64) throws(CertStoreError) {
        try store(
            """
            UPDATE certificate SET filed_under = (SELECT coalesce(group_concat(uri, ' '), '') FROM name
            WHERE certificate = certificate.id AND elsewhere = 0) WHERE id = ?
            """, [.integer(row)])
    }

    /// The number in the first column of the last row of a statement; nil where there is none, or NULL.
    func integer(
        _ statement: String, _ values: [DatabaseValue] = []
    ) throws(CertStoreError) -> Int64? {
        var found: Int64?
        try store(statement, values) { row in
            if !row.isNull(0) { found = row.integer(0) }
        }
        return found
    }

    /// Inserts a row; nil where the certificate has one.
    private func insert(
        _ values: [DatabaseValue], _ names: [FiledName], key: Int64?
    ) throws(CertStoreError) -> Int64? {
        let number = try freeNumber(in: names.first?.numbers)
        let here = names.filter { $0.liesAt(number) }.map(\.uri).joined(separator: " ")
        return try integer(
            CertificateRow.insertion,
            [.integer(number), .text(here), key.map { .integer($0) } ?? .null] + values)
    }

    /// The row that a certificate has, with the key given to it.
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
            let isElsewhere = !name.liesAt(row)
            try store(
                "INSERT INTO name VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [.text(name.uri), .integer(row), .integer(isElsewhere ? 1 : 0)])
        }
    }
}
