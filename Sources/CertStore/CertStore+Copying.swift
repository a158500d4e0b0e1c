import Octets

extension CertStore {
    /// Writes the whole store, as it is at one moment, into one SQLite file; others may go on using it.
    ///
    /// The file has mode 0600 and its name only when it is complete and on the disk; a store of that name is replaced.
    /// It is a store, and private keys are in it as they are in this one. What was accepted is not: when it is put in
    /// place of this one, some of that will be missing, so it begins to remember anew.
    ///
    /// - Throws: ``CertStoreError/storeExists(path:)`` if a store of that name is in use,
    ///   ``CertStoreError/notAStore(path:)`` if the file of that name is none and not empty,
    ///   ``CertStoreError/system(path:code:)`` or ``CertStoreError/database(code:message:)``.
    public func backUp(to path: String) throws(CertStoreError) {
        try StoreFile.make(path, existing: .replaced) { (temporary) throws(CertStoreError) in
            try read { (database) throws(CertStoreError) in
                if database is SQLiteDatabase {
                    // The octets of the name, which may be no UTF-8.
                    try database.store(
                        "VACUUM INTO CAST(? AS TEXT)", [.octets(FileName.octets(temporary))])
                    try StoreFile.forgetLedger(temporary)
                } else {
                    try StoreFile.fill(temporary) { (target) throws(CertStoreError) in
                        try Self.copyRows(from: database, to: target)
                    }
                }
            }
        }
    }

    /// Makes a new store with everything that is in another: certificates, private keys, trust, revocations.
    ///
    /// The new store appears whole or not at all. What is written to the old one later is not in it.
    ///
    /// - Returns: how many certificates there are.
    /// - Throws: ``CertStoreError/storeExists(path:)`` if there is one already, or as ``open(_:)``.
    public static func copy(from source: String, to target: String) throws(CertStoreError) -> Int {
        let store = try open(source)
        return try store.read { (database) throws(CertStoreError) in
            var count = 0
            try StoreLocation(target).create { (target) throws(CertStoreError) in
                count = try copyRows(from: database, to: target)
            }
            return count
        }
    }

    /// Copies every row of every table, inside a transaction of `target`; the rows keep their numbers.
    ///
    /// - Returns: how many certificates were copied.
    @discardableResult
    private static func copyRows(
        from source: any Database, to target: any Database
    ) throws(CertStoreError) -> Int {
        var certificates = 0
        try source.transaction(.readingAll) { () throws(CertStoreError) in
            for table in StoreTable.all {
                let columns = table.columns.map(\.name).joined(separator: ", ")
                let places = Array(repeating: "?", count: table.columns.count).joined(separator: ", ")
                let insertion = "INSERT INTO \(table.name) (\(columns)) VALUES (\(places))"
                do throws(DatabaseFailure) {
                    try source.run("SELECT \(columns) FROM \(table.name) \(table.condition)", []) {
                        (row) throws(DatabaseFailure) in
                        try target.run(insertion, table.values(of: row)) { _ in }
                        if table.name == "certificate" { certificates += 1 }
                    }
                } catch {
                    throw CertStoreError(error)
                }
            }
        }
        do throws(DatabaseFailure) { try target.countOn() } catch { throw CertStoreError(error) }
        return certificates
    }
}

/// A table as one copies it: its columns and what is in them.
private struct StoreTable {
    enum Kind { case text, integer, octets, secret }

    let name: String
    let columns: [(name: String, kind: Kind)]
    /// Which rows are copied, and in what order.
    ///
    /// Keys that were removed are not, and the others go behind the last: see ``StoreSchema/certificates(_:)``.
    var condition = ""

    /// Each behind those it refers to.
    static let all = [
        StoreTable(
            name: "protection", columns: [("id", .integer), ("encrypted", .integer), ("secret", .octets)]),
        StoreTable(
            name: "private_key", columns: [("id", .integer), ("octets", .secret)],
            condition: "WHERE id IN (SELECT private_key FROM certificate) ORDER BY id"),
        StoreTable(
            name: "certificate",
            columns: [
                ("id", .integer), ("filed_under", .text), ("fingerprint", .text), ("der", .octets),
                ("subject", .text), ("issuer", .octets), ("serial", .text), ("uris", .text),
                ("key_algorithm", .text), ("key_usage", .integer), ("key_identifier", .octets),
                ("not_before", .integer), ("not_after", .integer), ("is_authority", .integer),
                ("private_key", .integer),
            ]),
        StoreTable(
            name: "name", columns: [("uri", .text), ("certificate", .integer), ("elsewhere", .integer)]),
        StoreTable(name: "anchor", columns: [("certificate", .integer)]),
        StoreTable(
            name: "authority",
            columns: [("id", .integer), ("certificate", .integer), ("crl_number", .integer)]),
        StoreTable(
            name: "revocation",
            columns: [
                ("serial", .text), ("revoked_at", .integer), ("reason", .integer), ("not_after", .integer),
                ("listed_after_end", .integer),
            ]),
        StoreTable(
            name: "revocation_list",
            columns: [
                ("id", .integer), ("issuer", .octets), ("fingerprint", .text), ("der", .octets),
                ("this_update", .integer), ("next_update", .integer), ("number", .text),
            ]),
    ]

    func values(of row: any DatabaseRow) -> [DatabaseValue] {
        columns.enumerated().map { index, column in
            let index = Int32(index)
            if row.isNull(index) { return .null }
            return switch column.kind {
            case .text: .text(row.text(index))
            case .integer: .integer(row.integer(index))
            case .octets: .octets(row.octets(index))
            case .secret: row.secret(index).map { .secret($0) } ?? .null
            }
        }
    }
}
