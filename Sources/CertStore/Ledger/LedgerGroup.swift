/// The part of the ledger that a group of submissions is judged by, and what they add to it.
///
/// The caller reads it in a transaction, has the submissions judged in their order, and writes what they
/// added in the same transaction.
struct LedgerGroup {
    /// A state as it is recorded.
    struct Point {
        var number: Int64
        var decimals: String
        var content: [UInt8]
        var signed: Int64
        var keepUntil: Int64
        /// The party that the row counts for; it stays the first one.
        var holder: [UInt8]?
    }

    /// A digest to record.
    struct Digest {
        let key: [UInt8]
        let holder: [UInt8]?
        let signed: Int64
        let keepUntil: Int64
    }

    let limits: LedgerLimits
    /// The second from which on the ledger has everything that was accepted; nil if it has not begun.
    var since: Int64?
    /// The number of digests and states.
    var entries: Int64
    /// What names the server and its history that the ledger was last written on; nil with SQLite.
    var history: String?
    /// What names those that it is on now.
    var presentHistory: String?
    /// The number of digests and states of each party of the group; read only if there is a limit on them.
    var held: [[UInt8]: Int64] = [:]
    /// Those digests of the group that are recorded.
    var digests: Set<[UInt8]> = []
    /// Those states of the group that are recorded, by their subjects.
    var points: [[UInt8]: Point] = [:]
    /// The digests to write.
    private(set) var newDigests: [Digest] = []
    /// The number of digests and states to write for each party.
    private(set) var newlyHeld: [[UInt8]: Int64] = [:]
    /// Whether there is anything to write; what refused messages would write takes a disk as long as any.
    private(set) var isChanged = false
    /// The subjects of the states to write.
    private(set) var changedSubjects: Set<[UInt8]> = []

    /// Begins a ledger that has not begun, and begins one anew that lacks what another server has accepted:
    /// a standby that was promoted, or a database that was restored.
    mutating func begin(at now: Int64) {
        // A signer's clock may be ahead of this one.
        let start = now + CertStore.clockTolerance
        if history == presentHistory, since != nil { return }
        since = history == presentHistory ? start : max(since ?? start, start)
        history = presentHistory
        isChanged = true
    }

    /// Judges a submission, and adds it if it is fresh; later ones are judged as if it were recorded
    /// already.
    ///
    /// - Throws: ``CertStoreError/ledgerFull(limit:)`` if it is fresh and there is no room,
    ///   ``CertStoreError/ledgerShareFull(limit:)`` if there is none for its party; nothing is added.
    mutating func judge(_ submission: LedgerSubmission) throws(CertStoreError) -> LedgerVerdict {
        let entry = submission.entry
        guard !entry.digests.contains(where: digests.contains) else { return .replayed }
        guard let since, submission.isSigned(since: since) else { return .beforeLedger }
        for state in entry.states {
            if let verdict = verdict(on: state) { return verdict }
        }
        try add(submission)
        return .fresh
    }

    /// Returns nil if the state increases, or is the same again.
    private func verdict(on state: LedgerEntry.State) -> LedgerVerdict? {
        guard let point = points[state.subject] else { return nil }
        let (known, given) = ((point.number, point.decimals), (state.number, state.decimals))
        if given < known { return .superseded }
        return given == known && point.content != state.content ? .replayed : nil
    }

    private mutating func add(_ submission: LedgerSubmission) throws(CertStoreError) {
        let added = Set(submission.entry.digests)
        let begun = Set(submission.entry.states.map(\.subject)).filter { points[$0] == nil }
        let count = Int64(added.count + begun.count)
        guard entries + count <= limits.capacity else { throw .ledgerFull(limit: limits.capacity) }
        let holder = submission.entry.holder
        if let share = limits.share, let holder {
            let held = self.held[holder, default: 0] + count
            guard held <= share else { throw .ledgerShareFull(limit: share) }
            self.held[holder] = held
        }
        if let holder, count > 0 { newlyHeld[holder, default: 0] += count }
        entries += count
        isChanged = true
        for digest in added {
            digests.insert(digest)
            newDigests.append(
                Digest(
                    key: submission.entry.key(of: digest), holder: holder, signed: submission.signed,
                    keepUntil: submission.keepUntil))
        }
        for state in submission.entry.states {
            let known = points[state.subject]
            // A shorter memory, or an earlier signature, takes nothing away from what is recorded.
            points[state.subject] = Point(
                number: state.number, decimals: state.decimals, content: state.content,
                signed: max(known?.signed ?? .min, submission.signed),
                keepUntil: max(known?.keepUntil ?? .min, submission.keepUntil),
                holder: known.map(\.holder) ?? holder)
            changedSubjects.insert(state.subject)
        }
    }
}
