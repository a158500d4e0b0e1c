public import struct FoundationEssentials.Date

extension CertStore {
    /// The maximum number of digests and states in the ledger.
    public static let ledgerCapacity = 1_000_000

    /// The tolerated advance of a signer's clock, in seconds.
    static let clockTolerance: Int64 = 60

    /// The number of expired entries of each kind that a group deletes, and that each of its submissions
    /// adds: more than a message can record.
    private static let expiryOfGroup = (least: 1024, each: 128)

    /// Remembers a new entry for `seconds` from `instant`.
    ///
    /// It is a group of one: see ``admit(_:within:)``.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` if the ledger is full until entries expire,
    ///   ``CertStoreError/ledgerShareFull(limit:)`` if it is for the holder of the entry,
    ///   ``CertStoreError/database(code:message:)``.
    public func admit(
        _ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double,
        within limits: LedgerLimits = LedgerLimits()
    ) throws(CertStoreError) -> LedgerVerdict {
        let submission = LedgerSubmission(entry, at: instant, rememberingFor: seconds)
        guard let result = admit([submission], within: limits).first else { return .beforeLedger }
        return try result.get()
    }

    /// Judges a group of submissions in their order, and remembers the fresh ones.
    ///
    /// Judging and remembering are one transaction, which is durable when this returns: if several processes
    /// submit the same entry, one gets `fresh`, and of equal entries in one group the first does. An entry
    /// that the store cannot judge is not admitted: one signed before the ledger began, or not after an
    /// entry that was deleted early because of another caller or a fast clock. A store that was copied, or
    /// restored from a backup, begins a new ledger at the first request, and a minute later for signers
    /// whose clocks are ahead. So does one in PostgreSQL whose server, database or timeline is another than
    /// before: a standby that was promoted may lack what the former primary accepted last.
    ///
    /// - Returns: the verdict on each, in the same order. One fails alone with
    ///   ``CertStoreError/ledgerFull(limit:)`` or ``CertStoreError/ledgerShareFull(limit:)`` if there is no
    ///   room for it or for its holder, with ``CertStoreError/protectedAddressesFull(limit:)`` if there is
    ///   none for its address; if the transaction fails, all fail with its error.
    public func admit(
        _ submissions: [LedgerSubmission], within limits: LedgerLimits = LedgerLimits()
    ) -> [Result<LedgerVerdict, CertStoreError>] {
        let seconds = submissions.map(\.now)
        guard let earliest = seconds.min(), let latest = seconds.max() else { return [] }
        do throws(CertStoreError) {
            return try writeLedger { (database) throws(CertStoreError) in
                // Of several clocks, the slowest may still need an entry.
                try database.forgetExpired(
                    at: earliest,
                    limit: max(Self.expiryOfGroup.least, Self.expiryOfGroup.each * submissions.count))
                var group = try database.ledgerGroup(of: submissions, within: limits, at: earliest)
                group.begin(at: latest)
                var addresses = try database.protectedAddressGroup(of: submissions, within: limits)
                let results = submissions.map { submission in
                    Result { () throws(CertStoreError) in
                        try addresses.checkRoom(for: submission)
                        let verdict = try group.judge(submission)
                        if verdict == .fresh { addresses.add(submission) }
                        return verdict
                    }
                }
                try database.write(group)
                for (address, second) in addresses.added {
                    try database.recordProtected(address, at: second)
                }
                return results
            }
        } catch {
            return submissions.map { _ in .failure(error) }
        }
    }

    /// Judges a submission as ``admit(_:within:)`` does, and remembers nothing; no writer is in its way.
    ///
    /// Entries that have expired count until ``admit(_:within:)`` deletes them.
    ///
    /// - Throws: as ``admit(_:at:rememberingFor:within:)``.
    public func judge(
        _ submission: LedgerSubmission, within limits: LedgerLimits = LedgerLimits()
    ) throws(CertStoreError) -> LedgerVerdict {
        try readSnapshot { (database) throws(CertStoreError) in
            var group = try database.ledgerGroup(of: [submission], within: limits, at: submission.now)
            group.begin(at: submission.now)
            return try group.judge(submission)
        }
    }

    /// Returns how full the ledger is.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func ledgerCount() throws(CertStoreError) -> LedgerCount {
        try read { (database) throws(CertStoreError) in
            let group = try database.ledgerGroup(of: [], within: LedgerLimits(), at: 0)
            return LedgerCount(entries: Int(group.entries), since: group.since.map { Int($0) })
        }
    }
}

extension CertStore {
    /// Begins the ledger anew: bodies signed up to a minute after `instant` are refused, since it is unknown
    /// whether they were accepted.
    ///
    /// For a program that finds another file in the place of its store, such as an earlier copy. PostgreSQL's
    /// servers are recognized by their history.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``.
    public func beginLedgerAnew(at instant: Date) throws(CertStoreError) {
        let since = Int64(instant.timeIntervalSince1970.rounded(.up)) + Self.clockTolerance
        try writeLedger { (database) throws(CertStoreError) in
            try database.store(
                "UPDATE ledger SET since = ? WHERE since IS NULL OR since < ?",
                [.integer(since), .integer(since)])
        }
    }
}
