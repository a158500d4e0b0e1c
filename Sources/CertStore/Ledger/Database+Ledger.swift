extension Database {
    /// Deletes entries that are remembered only until before `now`, those that expired first, and raises the
    /// second since when the ledger has everything above each of them.
    ///
    /// It deletes at most `limit` of each kind: no message has to wait for the end of all that others left.
    func forgetExpired(at now: Int64, limit: Int) throws(CertStoreError) {
        for (table, key) in Self.ledgerTables {
            var count: Int64 = 0
            var latest = Int64.min
            var released: [[UInt8]: Int64] = [:]
            try store(
                """
                DELETE FROM \(table) WHERE \(key) IN (
                  SELECT \(key) FROM \(table) WHERE keep_until < ? ORDER BY keep_until LIMIT ?
                ) RETURNING signed, holder
                """, [.integer(now), .integer(Int64(limit))]
            ) { row in
                count += 1
                latest = max(latest, row.integer(0))
                if !row.isNull(1) { released[row.octets(1), default: 0] -= 1 }
            }
            guard count > 0 else { continue }
            try addHeld(released)
            try store("UPDATE ledger SET entries = entries - ?", [.integer(count)])
            try store(
                "UPDATE ledger SET since = ? WHERE since < ?", [.integer(latest + 1), .integer(latest + 1)])
        }
    }

    /// Returns what the ledger has of the digests, states and parties of `submissions`.
    func ledgerGroup(
        of submissions: [LedgerSubmission], within limits: LedgerLimits, at now: Int64
    ) throws(CertStoreError) -> LedgerGroup {
        var found: LedgerGroup?
        try store("SELECT since, entries, history, \(history) FROM ledger") { row in
            found = LedgerGroup(
                limits: limits, since: row.isNull(0) ? nil : row.integer(0), entries: row.integer(1),
                history: row.isNull(2) ? nil : row.text(2), presentHistory: row.isNull(3) ? nil : row.text(3))
        }
        guard var group = found else { throw .missingLedger }
        if limits.share != nil {
            group.held = try held(for: submissions, within: limits, at: now)
        }
        var digests: [[UInt8]: [UInt8]] = [:]
        for entry in submissions.map(\.entry) {
            for digest in entry.digests { digests[entry.key(of: digest)] = digest }
        }
        try inGroups(of: Array(digests)) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?, ?" }.joined(separator: ", ")
            // Version 9 recorded digests without their seconds.
            try store(
                "SELECT key FROM ledger_key WHERE key IN (\(marks))",
                some.flatMap { [.octets($0.key), .octets($0.value)] }
            ) { group.digests.insert(digests[$0.octets(0)] ?? $0.octets(0)) }
        }
        let subjects = Set(submissions.flatMap(\.entry.states).map(\.subject))
        try inGroups(of: Array(subjects)) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try store(
                """
                SELECT subject, number, decimals, content, signed, keep_until, holder FROM ledger_state
                WHERE subject IN (\(marks))
                """, some.map { .octets($0) }
            ) { row in
                group.points[row.octets(0)] = LedgerGroup.Point(
                    number: row.integer(1), decimals: row.text(2), content: row.octets(3),
                    signed: row.integer(4), keepUntil: row.integer(5),
                    holder: row.isNull(6) ? nil : row.octets(6))
            }
        }
        return group
    }

    /// Writes what was added to `group`.
    func write(_ group: LedgerGroup) throws(CertStoreError) {
        guard group.isChanged else { return }
        try inGroups(of: group.newDigests) { (some) throws(CertStoreError) in
            let rows = some.map { _ in "(?, ?, ?, ?)" }.joined(separator: ", ")
            try store(
                "INSERT INTO ledger_key (key, signed, keep_until, holder) VALUES \(rows)",
                some.flatMap {
                    [
                        .octets($0.key), .integer($0.signed), .integer($0.keepUntil),
                        DatabaseValue($0.holder),
                    ]
                })
        }
        try inGroups(of: Array(group.changedSubjects)) { (some) throws(CertStoreError) in
            let rows = some.map { _ in "(?, ?, ?, ?, ?, ?, ?)" }.joined(separator: ", ")
            try store(
                """
                INSERT INTO ledger_state (subject, number, decimals, content, signed, keep_until, holder)
                VALUES \(rows)
                ON CONFLICT (subject) DO UPDATE SET number = excluded.number, decimals = excluded.decimals,
                content = excluded.content, signed = excluded.signed, keep_until = excluded.keep_until
                """, some.flatMap { group.values(of: $0) })
        }
        try addHeld(group.newlyHeld)
        try store(
            "UPDATE ledger SET since = ?, entries = ?, history = ?",
            [
                group.since.map { .integer($0) } ?? .null, .integer(group.entries),
                group.history.map { .text($0) } ?? .null,
            ])
    }

    /// Calls `work` with parts of the elements, each as many as one statement is to have rows.
    func inGroups<Element>(
        of elements: [Element], _ work: ([Element]) throws(CertStoreError) -> Void
    ) throws(CertStoreError) {
        var rest = elements[...]
        for count in rowsOfStatements {
            while rest.count >= count {
                try work(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
        }
    }
}

extension LedgerGroup {
    fileprivate func values(of subject: [UInt8]) -> [DatabaseValue] {
        guard let point = points[subject] else { return [] }
        return [
            .octets(subject), .integer(point.number), .text(point.decimals), .octets(point.content),
            .integer(point.signed), .integer(point.keepUntil), DatabaseValue(point.holder),
        ]
    }
}

extension CertStoreError {
    fileprivate static let missingLedger = CertStoreError.database(
        code: "ledger", message: "the row that describes the ledger is missing")
}
