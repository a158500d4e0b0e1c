public import struct FoundationEssentials.Date

/// The statement of one CRL about one certificate: an entry, and the facts of the CRL
/// that decide whether it counts.
///
/// It does not keep the CRL itself, so that statements of many large CRLs can be collected.
public struct RevocationStatement: Sendable {
    /// The entry.
    public let entry: RevokedCertificate
    private let list: RevocationList.Facts

    init(_ entry: RevokedCertificate, in list: RevocationList) {
        self.entry = entry
        self.list = list.storage.facts
    }

    /// Returns the revocation in effect at `instant` according to the statements of all CRLs in the store
    /// about one certificate; nil if it is not revoked.
    ///
    /// It does not matter whether a CRL is current: a revocation is permanent. Only certificateHold can be
    /// lifted, by removeFromCRL in a matching delta (RFC 5280 §5.2.4, §6.3.3) without unknown critical
    /// extensions. Of several revocations the permanent one counts, then the earliest.
    public static func revocation(
        among statements: [RevocationStatement], at instant: Date
    ) -> RevokedCertificate? {
        let removals = statements.filter {
            $0.entry.reason == .removeFromCRL && $0.list.thisUpdate <= instant && !$0.list.isPartlyUnderstood
        }
        return statements.filter { statement in
            statement.entry.reason != .removeFromCRL && statement.entry.revokedAt <= instant
                && !(statement.entry.reason == .certificateHold && removals.contains { $0.fits(statement) })
        }.map(\.entry).min { left, right in
            let (held, otherHeld) = (left.reason == .certificateHold, right.reason == .certificateHold)
            return held == otherHeld ? left.revokedAt < right.revokedAt : otherHeld
        }
    }

    /// Returns whether this statement's CRL is a delta to the CRL of the other: of the same issuer, key and
    /// scope, later, and with a base that is not later than that CRL (RFC 5280 §5.2.4).
    private func fits(_ held: RevocationStatement) -> Bool {
        guard let base = list.baseNumber, let number = list.number, let heldNumber = held.list.number else {
            return false
        }
        return DecimalNumber.order(heldNumber, base) >= 0 && DecimalNumber.order(number, heldNumber) > 0
            && list.thisUpdate >= held.list.thisUpdate && list.coversSameCertificates(as: held.list)
    }
}
