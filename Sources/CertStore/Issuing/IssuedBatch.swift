import Dispatch

/// Certificates that were issued and are to be filed together, in the order of their orders.
public final class IssuedBatch: Sendable {
    let issued: [KeyedIssue]
    let seal: KeySeal
    let found: KeyProtection
    /// DER of the name of the authority that issued them.
    let issuer: [UInt8]
    private let shares: [BatchShare]

    /// The number of certificates.
    public var count: Int { issued.count }

    init(
        _ shares: [BatchShare], by issuer: [UInt8], seal: KeySeal, found: KeyProtection
    ) throws(CertStoreError) {
        var made: [(Int, KeyedIssue)] = []
        for share in shares { made += try share.made() }
        issued = made.sorted { $0.0 < $1.0 }.map(\.1)
        self.seal = seal
        self.found = found
        self.issuer = issuer
        self.shares = shares
    }

    // Memory is freed by the worker that allocated it, if that still has work: another thread would make the
    // worker wait for its next allocation. Keys are no longer in it.
    deinit {
        for share in shares { share.queue?.async { withExtendedLifetime(share) {} } }
    }
}
