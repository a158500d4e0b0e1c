import struct FoundationEssentials.Date

/// The time around an instant in which no certificate and no CRL of a search begins or ends, and no
/// revocation takes effect.
///
/// Within it, every search for the same path gives the same result. The bounds are outside the span:
/// what happens exactly then is left to a new search.
struct SteadySpan {
    private let instant: Date
    private var begin = Date.distantPast
    private var end = Date.distantFuture

    /// Creates the span of a search that nothing bounds.
    init(around instant: Date) { self.instant = instant }

    /// Returns whether a search at `other` would give the result of the one at the instant of the span.
    func contains(_ other: Date) -> Bool {
        // libcrypto compares whole seconds.
        begin < Date(timeIntervalSince1970: other.timeIntervalSince1970.rounded(.down)) && other < end
    }

    /// Ends the span where something changes.
    mutating func cut(at change: Date) {
        if change <= instant { begin = max(begin, change) } else { end = min(end, change) }
    }

    mutating func cut(at certificate: Certificate) {
        cut(at: certificate.facts.notBefore)
        cut(at: certificate.facts.notAfter)
    }
}

extension TrustAnchors {
    /// Searches that would take longer to bound than to repeat are not bounded.
    private static let maximumLookups = 4096

    /// Returns the span around `instant` in which every search for a path that may use
    /// `certificates`, the anchors and the intermediates gives the same result; nil if these and the
    /// CRLs are too many to look at.
    func steadySpan(around instant: Date, knowing certificates: [Certificate]) -> SteadySpan? {
        let known = certificates + self.certificates + intermediates
        guard known.count * (revocationLists.count + 1) <= Self.maximumLookups else { return nil }
        var span = SteadySpan(around: instant)
        for certificate in known {
            span.cut(at: certificate)
            if let revoked = compromise(ofKeyIn: certificate) { span.cut(at: revoked.revokedAt) }
        }
        for list in revocationLists {
            span.cut(at: list.thisUpdate)
            if let nextUpdate = list.nextUpdate { span.cut(at: nextUpdate) }
            for certificate in known {
                if let entry = list.revocation(of: certificate.x509) { span.cut(at: entry.date) }
                for statement in list.statements(about: certificate) {
                    span.cut(at: statement.entry.revokedAt)
                }
            }
        }
        return span
    }
}
