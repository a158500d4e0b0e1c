/// The order of two CRLs: which one replaces the other.
public enum RevocationListOrder: Sendable, Equatable {
    /// They are about different certificates, or are of different kinds: neither
    /// says anything about the other.
    case unrelated
    /// The first one replaces the second.
    case later
    /// The second one replaces the first.
    case earlier
    /// Number and thisUpdate contradict each other, or are the same although the CRLs differ: both count.
    case undecided
}

extension RevocationList {
    /// Compares this CRL with another one of the same line: issuer, key, scope, and complete or delta.
    ///
    /// A CRL replaces another only if neither its number nor its thisUpdate is lower, and one of them is
    /// higher. A CA whose clock or counter was set back could otherwise un-revoke certificates (RFC 5280
    /// §5.2.3). If only one of them has a number, the order is undecided.
    ///
    /// A delta also replaces only deltas whose base is as high as its own or higher, because changes before
    /// its base are not in it (§5.2.4). Pass the stored complete CRLs as `coveredBy`: if one of them is as
    /// new as that base, both together contain everything in an earlier delta.
    public func order(
        comparedTo other: RevocationList, coveredBy complete: [RevocationList] = []
    ) -> RevocationListOrder {
        let (mine, others) = (storage.facts, other.storage.facts)
        guard isDelta == other.isDelta, mine.coversSameCertificates(as: others) else { return .unrelated }
        guard (mine.number == nil) == (others.number == nil) else { return .undecided }
        let byNumber = DecimalNumber.order(mine.number, others.number)
        let byTime = mine.thisUpdate == others.thisUpdate ? 0 : mine.thisUpdate > others.thisUpdate ? 1 : -1
        if byNumber >= 0, byTime >= 0, byNumber + byTime > 0 {
            return covers(other, with: complete) ? .later : .undecided
        }
        if byNumber <= 0, byTime <= 0, byNumber + byTime < 0 {
            return other.covers(self, with: complete) ? .earlier : .undecided
        }
        return .undecided
    }

    /// Returns whether replacing `earlier` loses no revocation.
    private func covers(_ earlier: RevocationList, with complete: [RevocationList]) -> Bool {
        guard let base = storage.facts.baseNumber, let earlierBase = earlier.storage.facts.baseNumber else {
            return true
        }
        return DecimalNumber.order(base, earlierBase) <= 0
            || complete.contains { list in
                !list.isDelta && list.storage.facts.coversSameCertificates(as: storage.facts)
                    && list.number != nil && DecimalNumber.order(list.number, base) >= 0
                    && list.thisUpdate >= earlier.thisUpdate
            }
    }
}

/// Numbers of up to 20 octets, as decimal digits without leading zeros.
enum DecimalNumber {
    /// 1 if the first one is higher, -1 if it is lower, 0 if both are the same or one is missing.
    static func order(_ left: String?, _ right: String?) -> Int {
        guard let left, let right, left != right else { return 0 }
        return (left.utf8.count, left) > (right.utf8.count, right) ? 1 : -1
    }
}
