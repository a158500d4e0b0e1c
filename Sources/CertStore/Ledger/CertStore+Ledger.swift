public import struct FoundationEssentials.Date

extension CertStore {
    /// The maximum number of digests and states in the ledger.
    public static let ledgerCapacity = 1_000_000

    /// The tolerated advance of a signer's clock, in seconds.
    static let clockTolerance: Int64 = 60

    /// Remembers a new entry for `seconds` from `instant`.
    ///
    /// It is a group of one: see ``admit(_:)``.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` if the ledger is full until entries expire,
    ///   ``CertStoreError/database(code:message:)``.
    public func admit(
        _ entry: LedgerEntry, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> LedgerVerdict {
        let submission = LedgerSubmission(entry, at: instant, rememberingFor: seconds)
        guard let result = admit([submission]).first else { return .beforeLedger }
        return try result.get()
    }

    /// Judges a group of submissions in their order, and remembers the fresh ones.
    ///
    /// Judging and remembering are one transaction, which is durable when this returns: if several processes
    /// submit the same entry, one gets `fresh`, and of equal entries in one group the first does. An entry that
    /// the store cannot judge is not admitted: one signed before the ledger began, or not after an entry that
    /// was deleted early because of another caller or a fast clock. A store that was copied, or restored from a
    /// backup, begins a new ledger at the first request, and a minute later for signers whose clocks are ahead.
    ///
    /// - Returns: the verdict on each, in the same order. One fails alone with
    ///   ``CertStoreError/ledgerFull(limit:)`` if there is no room for it; if the transaction fails, all fail
    ///   with its error.
    public func admit(_ submissions: [LedgerSubmission]) -> [Result<LedgerVerdict, CertStoreError>] {
        let seconds = submissions.map(\.now)
        guard let earliest = seconds.min(), let latest = seconds.max() else { return [] }
        do throws(CertStoreError) {
            return try writeLedger { (database) throws(CertStoreError) in
                // Of several clocks, the slowest may still need an entry.
                try database.forgetExpired(at: earliest)
                var group = try database.ledgerGroup(of: submissions)
                group.since = group.since ?? latest + Self.clockTolerance
                let results = submissions.map { submission in
                    Result { () throws(CertStoreError) in try group.judge(submission) }
                }
                try database.write(group)
                return results
            }
        } catch {
            return submissions.map { _ in .failure(error) }
        }
    }

    /// Judges a submission as ``admit(_:)`` does, and remembers nothing; no writer is in its way.
    ///
    /// Entries that have expired count until ``admit(_:)`` deletes them.
    ///
    /// - Throws: as ``admit(_:at:rememberingFor:)``.
    public func judge(_ submission: LedgerSubmission) throws(CertStoreError) -> LedgerVerdict {
        try readSnapshot { (database) throws(CertStoreError) in
            var group = try database.ledgerGroup(of: [submission])
            group.since = group.since ?? submission.now + Self.clockTolerance
            return try group.judge(submission)
        }
    }
}
