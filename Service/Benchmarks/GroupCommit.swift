import CertStore
import Foundation
import SMIMEAgent
import SMIMEBody

/// The gain of one commit of the ledger for a group of messages over one for each message.
struct GroupCommit {
    /// Records a second with a commit for each, and with a commit for each group.
    let alone: Double
    let grouped: Double

    /// The number of messages in a group: that of the connections of the load.
    static let size = 32

    /// Commits half of the requests one by one, and the others in groups.
    init(_ requests: [LedgerRequest], in store: MessageStore) throws {
        let half = requests.count / 2
        alone = try Self.rate(requests[..<half].map { [$0] }, in: store)
        grouped = try Self.rate(
            stride(from: half, to: requests.count, by: Self.size).map {
                Array(requests[$0..<min($0 + Self.size, requests.count)])
            }, in: store)
    }

    private static func rate(_ groups: [[LedgerRequest]], in store: MessageStore) throws -> Double {
        let start = ContinuousClock.now
        for group in groups {
            for result in store.admit(group) where try result.get() != .fresh {
                throw HTTPConnection.Failure()
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return Double(groups.reduce(0) { $0 + $1.count }) / seconds
    }
}
