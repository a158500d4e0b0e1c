public import struct FoundationEssentials.Date

extension CertStore {
    /// How many digests and states are remembered at most.
    public static let ledgerCapacity = 1_000_000

    /// Remembers an entry that was not there before, for `seconds` from `instant` on.
    ///
    /// Judging and remembering are one transaction, which is on the disk when this returns: of several processes with
    /// the same entry one is told that it is fresh. What a store cannot know, since it was signed before it began to
    /// remember, it does not admit; a store that was copied, or restored from a backup, begins anew when it is asked
    /// first.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` where only time makes room, ``CertStoreError/database(code:message:)``.
    public func admit(
        _ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> LedgerVerdict {
        let now = Int64(instant.timeIntervalSince1970.rounded(.down))
        return try write { (database) throws(CertStoreError) in
            try database.forgetExpired(at: now)
            guard try database.hasRemembered(since: entry.signed, at: now) else { return .beforeLedger }
            guard try !database.knowsAny(of: entry.digests) else { return .replayed }
            for state in entry.states {
                if let verdict = try database.verdict(on: state) { return verdict }
            }
            try database.remember(entry, until: now + Int64(seconds.rounded(.up)))
            return .fresh
        }
    }
}

extension Database {
    fileprivate func forgetExpired(at now: Int64) throws(CertStoreError) {
        for table in ["ledger_digest", "ledger_state"] {
            var count: Int64 = 0
            try store("DELETE FROM \(table) WHERE keep_until < ? RETURNING 1", [.integer(now)]) { _ in
                count += 1
            }
            if count > 0 { try store("UPDATE ledger SET entries = entries - ?", [.integer(count)]) }
        }
    }

    /// Whether everything accepted since `signed` is here; a ledger that does not know when it began begins now.
    fileprivate func hasRemembered(since signed: Date, at now: Int64) throws(CertStoreError) -> Bool {
        try store("UPDATE ledger SET since = ? WHERE since IS NULL", [.integer(now)])
        var since = now
        try store("SELECT since FROM ledger") { since = $0.integer(0) }
        return signed.timeIntervalSince1970 >= Double(since)
    }

    fileprivate func knowsAny(of digests: [[UInt8]]) throws(CertStoreError) -> Bool {
        var isKnown = false
        for digest in digests {
            try store("SELECT 1 FROM ledger_digest WHERE digest = ?", [.octets(digest)]) { _ in isKnown = true
            }
        }
        return isKnown
    }

    /// Nil where the state goes forward, or says the same again.
    fileprivate func verdict(on state: LedgerEntry.State) throws(CertStoreError) -> LedgerVerdict? {
        var verdict: LedgerVerdict?
        try store(
            "SELECT number, decimals, content FROM ledger_state WHERE subject = ?", [.octets(state.subject)]
        ) { row in
            let (known, given) = ((row.integer(0), row.text(1)), (state.number, state.decimals))
            if given < known {
                verdict = .superseded
            } else if given == known, row.octets(2) != state.content {
                verdict = .replayed
            }
        }
        return verdict
    }

    fileprivate func remember(_ entry: LedgerEntry, until: Int64) throws(CertStoreError) {
        var count: Int64 = 0
        for digest in entry.digests {
            try store(
                "INSERT INTO ledger_digest (digest, keep_until) VALUES (?, ?)",
                [.octets(digest), .integer(until)])
            count += 1
        }
        for state in entry.states {
            var isNew = true
            try store("SELECT 1 FROM ledger_state WHERE subject = ?", [.octets(state.subject)]) { _ in
                isNew = false
            }
            if isNew { count += 1 }
            try store(
                """
                INSERT INTO ledger_state (subject, number, decimals, content, keep_until) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (subject) DO UPDATE SET number = excluded.number, decimals = excluded.decimals,
                content = excluded.content, keep_until = excluded.keep_until
                """,
                [
                    .octets(state.subject), .integer(state.number), .text(state.decimals),
                    .octets(state.content), .integer(until),
                ])
        }
        var entries: Int64 = 0
        try store("UPDATE ledger SET entries = entries + ? RETURNING entries", [.integer(count)]) {
            entries = $0.integer(0)
        }
        guard entries <= CertStore.ledgerCapacity else { throw .ledgerFull(limit: CertStore.ledgerCapacity) }
    }
}
