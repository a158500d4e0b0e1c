import Dispatch

/// Certificates that were made and are to be filed together, in the order of their orders.
public final class IssuedBatch: Sendable {
    let issued: [KeyedIssue]
    let seal: KeySeal
    let found: KeyProtection
    private let shares: [BatchShare]

    /// How many certificates there are.
    public var count: Int { issued.count }

    init(_ shares: [BatchShare], seal: KeySeal, found: KeyProtection) throws(CertStoreError) {
        var made: [(Int, KeyedIssue)] = []
        for share in shares { made += try share.made() }
        issued = made.sorted { $0.0 < $1.0 }.map(\.1)
        self.seal = seal
        self.found = found
        self.shares = shares
    }

    // Memory goes back to the worker that took it, if that has something else to do yet: freed by another thread, it
    // would keep the worker waiting for its next piece. Keys are not among it any more.
    deinit {
        for share in shares { share.queue?.async { withExtendedLifetime(share) {} } }
    }
}
