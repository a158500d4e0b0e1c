public import CertStore
public import SMIMEBody

public import struct FoundationEssentials.Date

extension MessageStore: ReplayLedger {
    /// Remembers an accepted body in the store's ledger, unless it may have been accepted before.
    public func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> ReplayVerdict {
        try ReplayVerdict(
            ledger.admit(
                LedgerEntry(record), at: instant, rememberingFor: seconds, within: limits))
    }

    /// Judges a group of requests in their order, and remembers the fresh ones, in one transaction.
    ///
    /// What is fresh is durable when this returns, its `LedgerRequest/protectedAddress` included. Of equal
    /// requests the first is fresh.
    ///
    /// - Returns: the verdict on each, in the same order. One fails alone with
    ///   `CertStoreError/ledgerFull(limit:)` or `CertStoreError/ledgerShareFull(limit:)` if there is no
    ///   room for it or for its signer; if the transaction fails, all fail with its error, and nothing is
    ///   remembered.
    public func admit(_ requests: [LedgerRequest]) -> [Result<ReplayVerdict, CertStoreError>] {
        ledger.admit(requests.map { LedgerSubmission($0) }, within: limits).map {
            $0.map { ReplayVerdict($0) }
        }
    }

    /// Judges a request as ``admit(_:)`` does, and remembers nothing.
    ///
    /// It reads on the connection of the certificates, and waits for no writer.
    ///
    /// - Throws: `CertStoreError/ledgerFull(limit:)` or `CertStoreError/ledgerShareFull(limit:)` if it
    ///   is fresh and there would be no room; `CertStoreError/database(code:message:)`.
    public func judge(_ request: LedgerRequest) throws(CertStoreError) -> ReplayVerdict {
        ReplayVerdict(try store.judge(LedgerSubmission(request), within: limits))
    }

    /// Begins the ledger anew, as `CertStore` does for a program that finds another file in the place of its
    /// store.
    ///
    /// - Throws: `CertStoreError/database(code:message:)`.
    public func beginLedgerAnew(at instant: Date) throws(CertStoreError) {
        try ledger.beginLedgerAnew(at: instant)
    }

    /// Returns how full the ledger is, and how much it may hold.
    ///
    /// - Throws: `CertStoreError/database(code:message:)`.
    public func ledgerCount() throws(CertStoreError) -> (count: LedgerCount, limits: LedgerLimits) {
        (try store.ledgerCount(), limits)
    }
}

extension LedgerSubmission {
    fileprivate init(_ request: LedgerRequest) {
        self.init(LedgerEntry(request.record), at: request.instant, rememberingFor: request.seconds)
        protectedAddress = request.protectedAddress
    }
}

extension LedgerEntry {
    fileprivate init(_ record: ReplayRecord) {
        self.init(
            // The state of its dialog excludes another body at the same place.
            digests: [record.statement], of: record.statedSecond, signed: record.signed,
            states: record.states.map {
                State(subject: $0.subject, number: $0.number, decimals: $0.decimals, content: $0.content)
            }, holder: record.holder)
    }
}

extension ReplayVerdict {
    fileprivate init(_ verdict: LedgerVerdict) {
        switch verdict {
        case .fresh: self = .fresh
        case .replayed: self = .replayed
        case .superseded: self = .superseded
        case .beforeLedger: self = .beforeLedger
        }
    }
}
