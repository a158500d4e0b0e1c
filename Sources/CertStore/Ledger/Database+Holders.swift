extension Database {
    /// The tables with the entries of the ledger, and the columns that identify their rows.
    static var ledgerTables: [(table: String, key: String)] {
        [("ledger_key", "key"), ("ledger_state", "subject")]
    }

    /// The number of expired rows of each table that may wait to be deleted and do not count for their party.
    ///
    /// Beyond it, a party may be refused until groups have deleted more.
    private static var expiredRowsRead: Int64 { 65_536 }

    /// Returns the number of digests and states of the parties of `submissions`.
    ///
    /// Expired ones that are not deleted yet do not count if the party would have no room with them.
    func held(
        for submissions: [LedgerSubmission], within limits: LedgerLimits, at now: Int64
    ) throws(CertStoreError) -> [[UInt8]: Int64] {
        var added: [[UInt8]: Int64] = [:]
        for entry in submissions.map(\.entry) {
            guard let holder = entry.holder else { continue }
            added[holder, default: 0] += Int64(entry.digests.count + entry.states.count)
        }
        var held: [[UInt8]: Int64] = [:]
        try inGroups(of: Array(added.keys)) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try store(
                "SELECT holder, entries FROM ledger_holder WHERE holder IN (\(marks))",
                some.map { .octets($0) }
            ) { held[$0.octets(0)] = $0.integer(1) }
        }
        let share = limits.share ?? .max
        for (holder, count) in held where count + added[holder, default: 0] > share {
            held[holder] = count - (try expired(of: holder, at: now))
        }
        return held
    }

    /// Returns the number of expired digests and states of a party that are not deleted yet.
    private func expired(of holder: [UInt8], at now: Int64) throws(CertStoreError) -> Int64 {
        var count: Int64 = 0
        for (table, _) in Self.ledgerTables {
            try store(
                """
                SELECT count(*) FROM (
                  SELECT holder FROM \(table) WHERE keep_until < ? ORDER BY keep_until LIMIT ?
                ) AS expired WHERE holder = ?
                """, [.integer(now), .integer(Self.expiredRowsRead), .octets(holder)]
            ) { count += $0.integer(0) }
        }
        return count
    }

    /// Adds to the number of digests and states of each party; one that has none left has no row.
    func addHeld(_ changes: [[UInt8]: Int64]) throws(CertStoreError) {
        var without: [[UInt8]] = []
        try inGroups(of: Array(changes)) { (some) throws(CertStoreError) in
            let rows = some.map { _ in "(?, ?)" }.joined(separator: ", ")
            try store(
                """
                INSERT INTO ledger_holder (holder, entries) VALUES \(rows)
                ON CONFLICT (holder) DO UPDATE SET entries = ledger_holder.entries + excluded.entries
                RETURNING holder, entries
                """, some.flatMap { [.octets($0.key), .integer($0.value)] }
            ) { if $0.integer(1) <= 0 { without.append($0.octets(0)) } }
        }
        try inGroups(of: without) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try store("DELETE FROM ledger_holder WHERE holder IN (\(marks))", some.map { .octets($0) })
        }
    }
}
