extension Database {
    /// Deletes the entries that are remembered only until before `now`, and raises the second since when the
    /// ledger has everything above each of them.
    func forgetExpired(at now: Int64) throws(CertStoreError) {
        for table in ["ledger_digest", "ledger_state"] {
            var count: Int64 = 0
            var latest = Int64.min
            try store("DELETE FROM \(table) WHERE keep_until < ? RETURNING signed", [.integer(now)]) { row in
                count += 1
                latest = max(latest, row.integer(0))
            }
            guard count > 0 else { continue }
            try store("UPDATE ledger SET entries = entries - ?", [.integer(count)])
            try store(
                "UPDATE ledger SET since = ? WHERE since < ?", [.integer(latest + 1), .integer(latest + 1)])
        }
    }

    /// Returns what the ledger has of the digests and states of `submissions`.
    func ledgerGroup(of submissions: [LedgerSubmission]) throws(CertStoreError) -> LedgerGroup {
        var found: LedgerGroup?
        try store("SELECT since, entries FROM ledger") { row in
            found = LedgerGroup(
                capacity: Int64(CertStore.ledgerCapacity), since: row.isNull(0) ? nil : row.integer(0),
                entries: row.integer(1))
        }
        guard var group = found else { throw .missingLedger }
        let digests = Set(submissions.flatMap(\.entry.digests))
        try inGroups(of: Array(digests)) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try store(
                "SELECT digest FROM ledger_digest WHERE digest IN (\(marks))", some.map { .octets($0) }
            ) { group.digests.insert($0.octets(0)) }
        }
        let subjects = Set(submissions.flatMap(\.entry.states).map(\.subject))
        try inGroups(of: Array(subjects)) { (some) throws(CertStoreError) in
            let marks = some.map { _ in "?" }.joined(separator: ", ")
            try store(
                """
                SELECT subject, number, decimals, content, signed, keep_until FROM ledger_state
                WHERE subject IN (\(marks))
                """, some.map { .octets($0) }
            ) { row in
                group.points[row.octets(0)] = LedgerGroup.Point(
                    number: row.integer(1), decimals: row.text(2), content: row.octets(3),
                    signed: row.integer(4), keepUntil: row.integer(5))
            }
        }
        return group
    }

    /// Writes what was added to `group`.
    func write(_ group: LedgerGroup) throws(CertStoreError) {
        try inGroups(of: group.newDigests) { (some) throws(CertStoreError) in
            let rows = some.map { _ in "(?, ?, ?)" }.joined(separator: ", ")
            try store(
                "INSERT INTO ledger_digest (digest, signed, keep_until) VALUES \(rows)",
                some.flatMap { [.octets($0.octets), .integer($0.signed), .integer($0.keepUntil)] })
        }
        try inGroups(of: Array(group.changedSubjects)) { (some) throws(CertStoreError) in
            let rows = some.map { _ in "(?, ?, ?, ?, ?, ?)" }.joined(separator: ", ")
            try store(
                """
                INSERT INTO ledger_state (subject, number, decimals, content, signed, keep_until)
                VALUES \(rows)
                ON CONFLICT (subject) DO UPDATE SET number = excluded.number, decimals = excluded.decimals,
                content = excluded.content, signed = excluded.signed, keep_until = excluded.keep_until
                """, some.flatMap { group.values(of: $0) })
        }
        try store(
            "UPDATE ledger SET since = ?, entries = ?",
            [group.since.map { .integer($0) } ?? .null, .integer(group.entries)])
    }

    /// Calls `work` with parts of the elements, each as many as one statement is to have rows.
    private func inGroups<Element>(
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
            .integer(point.signed), .integer(point.keepUntil),
        ]
    }
}

extension CertStoreError {
    fileprivate static let missingLedger = CertStoreError.database(
        code: "ledger", message: "the row that describes the ledger is missing")
}
