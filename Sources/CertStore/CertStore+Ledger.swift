public import struct FoundationEssentials.Date

extension CertStore {
    /// How many digests and states are remembered at most.
    public static let ledgerCapacity = 1_000_000

    /// How far ahead of this clock a signer's may be, in seconds.
    static let clockTolerance: Int64 = 60

    /// Remembers an entry that was not there before, for `seconds` from `instant` on.
    ///
    /// Judging and remembering are one transaction, which is on the disk when this returns: of several processes with
    /// the same entry one is told that it is fresh. What a store cannot know it does not admit: what was signed before it
    /// began to remember, or no later than something that it has forgotten since, as another caller or a clock that was
    /// ahead had it do. A store that was copied, or restored from a backup, begins anew when it is asked first, and a
    /// minute later, for signers whose clocks are ahead.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` where only time makes room, ``CertStoreError/database(code:message:)``.
    public func admit(
        _ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> LedgerVerdict {
        let now = Int64(instant.timeIntervalSince1970.rounded(.down))
        return try writeLedger { (database) throws(CertStoreError) in
            try database.forgetExpired(at: now)
            guard try !database.knowsAny(of: entry.digests) else { return .replayed }
            guard try database.hasRemembered(since: entry.signed, at: now) else { return .beforeLedger }
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

    /// Whether everything accepted since `signed` is here; a ledger that does not know since when it is begins now.
    fileprivate func hasRemembered(since signed: Date, at now: Int64) throws(CertStoreError) -> Bool {
        try store(
            "UPDATE ledger SET since = ? WHERE since IS NULL", [.integer(now + CertStore.clockTolerance)])
        var since = Int64.max
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
        let signed = DatabaseValue.integer(Int64(entry.signed.timeIntervalSince1970.rounded(.up)))
        var count: Int64 = 0
        for digest in entry.digests {
            try store(
                "INSERT INTO ledger_digest (digest, signed, keep_until) VALUES (?, ?, ?)",
                [.octets(digest), signed, .integer(until)])
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
                INSERT INTO ledger_state (subject, number, decimals, content, signed, keep_until)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (subject) DO UPDATE SET number = excluded.number, decimals = excluded.decimals,
                content = excluded.content,
                signed = CASE WHEN ledger_state.signed > excluded.signed THEN ledger_state.signed
                ELSE excluded.signed END,
                keep_until = CASE WHEN ledger_state.keep_until > excluded.keep_until THEN ledger_state.keep_until
                ELSE excluded.keep_until END
                """,
                [
                    .octets(state.subject), .integer(state.number), .text(state.decimals),
                    .octets(state.content), signed, .integer(until),
                ])
        }
        var entries: Int64 = 0
        try store("UPDATE ledger SET entries = entries + ? RETURNING entries", [.integer(count)]) {
            entries = $0.integer(0)
        }
        guard entries <= CertStore.ledgerCapacity else { throw .ledgerFull(limit: CertStore.ledgerCapacity) }
    }
}
