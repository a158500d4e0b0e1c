import SMIMEBody

import struct Foundation.Date

/// A ledger that has seen nothing, and keeps nothing.
struct EmptyLedger: ReplayLedger {
    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(SMIMEError) -> ReplayVerdict {
        require(!record.digests.isEmpty, "something is remembered of every body")
        require(record.digests.allSatisfy { $0.count == 32 }, "in digests")
        return .fresh
    }
}
