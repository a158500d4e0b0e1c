import Octets

extension CertStore {
    /// Writes a snapshot of the whole store into one SQLite file, while other processes may use the store.
    ///
    /// The file has mode 0600 and gets its name only when it is complete and durable; an existing store of
    /// that name is replaced. The file is a store, with the private keys as they are in this one. The
    /// record of accepted bodies is not copied: when the backup is restored, its record would be
    /// incomplete, so it starts a new one. For the same reason the keys of its own authority sign nothing in
    /// it at first: see ``OwnAuthority/Use/awaitsLastList``.
    ///
    /// - Throws: ``CertStoreError/storeExists(path:)`` if a store of that name is in use,
    ///   ``CertStoreError/notAStore(path:)`` if the file of that name is neither a store nor empty,
    ///   ``CertStoreError/otherStore(path:)`` if it is another store,
    ///   ``CertStoreError/system(path:code:)`` or ``CertStoreError/database(code:message:)``.
    public func backUp(to path: String) throws(CertStoreError) {
        try requireOwnBackup(at: path)
        try StoreFile.make(path, existing: .replaced) { (temporary) throws(CertStoreError) in
            try read { (database) throws(CertStoreError) in
                if database is SQLiteDatabase {
                    // The octets of the name, which may not be UTF-8.
                    try database.store(
                        "VACUUM INTO CAST(? AS TEXT)", [.octets(FileName.octets(temporary))])
                    try StoreFile.markAsCopy(temporary)
                } else {
                    try StoreFile.fill(temporary) { (target) throws(CertStoreError) in
                        try Self.copyRows(from: database, to: target)
                    }
                }
            }
        }
    }

    /// Refuses to replace another store, whose file is not changed; one that is in use is refused later.
    private func requireOwnBackup(at path: String) throws(CertStoreError) {
        guard StoreFile.exists(path), !StoreFile.hasLog(path) else { return }
        // A file that cannot be opened as a store is refused later, or may be replaced.
        let answer = try? StoreFile.examine(path) { (other) throws(CertStoreError) in
            Result { () throws(CertStoreError) in try isOrigin(of: other) }
        }
        if let answer, try !answer.get() { throw .otherStore(path: path) }
    }

    /// Whether another store can be an earlier backup of this one: they have the same authority, or none and
    /// a private key in common, or the other has neither.
    private func isOrigin(of other: CertStore) throws(CertStoreError) -> Bool {
        let theirs = try other.ownAuthorities().map(\.certificate)
        guard theirs.isEmpty else {
            let own = try ownAuthorities()
            return theirs.contains { certificate in own.contains { $0.owns(certificate) } }
        }
        let held = "SELECT fingerprint FROM certificate WHERE private_key IS NOT NULL"
        var fingerprints: [String] = []
        try other.read { (database) throws(CertStoreError) in
            try database.store("\(held) LIMIT 1000") { fingerprints.append($0.text(0)) }
        }
        if fingerprints.isEmpty { return true }
        var isShared = false
        try read { (database) throws(CertStoreError) in
            for fingerprint in fingerprints where !isShared {
                try database.store("\(held) AND fingerprint = ?", [.text(fingerprint)]) { _ in
                    isShared = true
                }
            }
        }
        return isShared
    }

    /// Creates a new store with everything in another: certificates, private keys, trust, revocations.
    ///
    /// The new store appears complete or not at all. Later changes of the old one are not in it, so the keys
    /// of its own authority sign nothing in it at first: see ``OwnAuthority/Use/awaitsLastList``.
    ///
    /// - Returns: the number of certificates.
    /// - Throws: ``CertStoreError/storeExists(path:)`` if the target exists, or as ``open(_:)``.
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
    /// - Returns: the number of certificates copied.
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
        try target.executeStore(OwnAuthority.withholding)
        do throws(DatabaseFailure) { try target.continueNumbering() } catch { throw CertStoreError(error) }
        return certificates
    }
}

/// A table to copy: its columns and their types.
private struct StoreTable {
    enum Kind { case text, integer, octets, secret }

    let name: String
    let columns: [(name: String, kind: Kind)]
    /// The rows to copy, and their order.
    ///
    /// Removed keys are skipped, and the others are appended in order: see ``StoreSchema/certificates(_:)``.
    var condition = ""

    /// Each after those it refers to.
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
            columns: [
                ("id", .integer), ("certificate", .integer), ("name", .octets), ("domain", .text),
                ("crl_number", .integer), ("retired_at", .integer), ("compromised", .integer),
                ("use_state", .integer),
            ]),
        StoreTable(
            name: "revocation",
            columns: [
                ("serial", .text), ("authority", .integer), ("revoked_at", .integer), ("reason", .integer),
                ("not_after", .integer), ("listed_after_end", .integer),
            ]),
        StoreTable(
            name: "compromised_key",
            columns: [("public_key", .octets), ("serial", .text), ("revoked_at", .integer)]),
        StoreTable(
            name: "revocation_list",
            columns: [
                ("id", .integer), ("issuer", .octets), ("fingerprint", .text), ("der", .octets),
                ("this_update", .integer), ("next_update", .integer), ("number", .text),
            ]),
        StoreTable(
            name: "capability",
            columns: [("public_key", .octets), ("octets", .octets), ("signed", .integer)]),
        StoreTable(name: "protected_address", columns: [("address", .text), ("since", .integer)]),
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
