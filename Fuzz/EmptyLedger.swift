import SMIMEBody

import struct Foundation.Date

/// A ledger without entries that records nothing.
struct EmptyLedger: ReplayLedger {
    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(SMIMEError) -> ReplayVerdict {
        require(!record.digests.isEmpty, "every body has a record")
        require(record.digests.allSatisfy { $0.count == 32 }, "in digests")
        return .fresh
    }
}
