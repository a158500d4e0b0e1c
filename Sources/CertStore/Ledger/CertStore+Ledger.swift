public import struct FoundationEssentials.Date

extension CertStore {
    /// The maximum number of digests and states in the ledger.
    public static let ledgerCapacity = 1_000_000

    /// The tolerated advance of a signer's clock, in seconds.
    static let clockTolerance: Int64 = 60

    /// Remembers a new entry for `seconds` from `instant`.
    ///
    /// Judging and remembering are one transaction, which is durable when this returns: if several processes
    /// submit the same entry, one gets `fresh`. An entry that the store cannot judge is not admitted: one
    /// signed before the ledger began, or not after an entry that was deleted early because of another caller
    /// or a fast clock. A store that was copied, or restored from a backup, begins a new ledger at the first
    /// request, and a minute later for signers whose clocks are ahead.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` if the ledger is full until entries expire,
    ///   ``CertStoreError/database(code:message:)``.
    public func admit(
        _ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> LedgerVerdict {
        let now = Int64(instant.timeIntervalSince1970.rounded(.down))
        return try writeLedger { (database) throws(CertStoreError) in
            try database.forgetExpired(at: now)
            guard try !database.containsAny(of: entry.digests) else { return .replayed }
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

    /// Returns whether the ledger has everything accepted since `signed`; a
    /// ledger without a start begins now.
    fileprivate func hasRemembered(since signed: Date, at now: Int64) throws(CertStoreError) -> Bool {
        try store(
            "UPDATE ledger SET since = ? WHERE since IS NULL", [.integer(now + CertStore.clockTolerance)])
        var since = Int64.max
        try store("SELECT since FROM ledger") { since = $0.integer(0) }
        return signed.timeIntervalSince1970 >= Double(since)
    }

    fileprivate func containsAny(of digests: [[UInt8]]) throws(CertStoreError) -> Bool {
        var isKnown = false
        for digest in digests {
            try store("SELECT 1 FROM ledger_digest WHERE digest = ?", [.octets(digest)]) { _ in isKnown = true
            }
        }
        return isKnown
    }

    /// Returns nil if the state increases, or is the same again.
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
                keep_until = CASE WHEN ledger_state.keep_until > excluded.keep_until THEN \
                ledger_state.keep_until
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
