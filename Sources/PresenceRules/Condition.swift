public import PIDF
public import XML

public import struct FoundationEssentials.Date

/// One condition of a rule; all of them must hold (RFC 4745 §10.1).
public enum Condition: Sendable, Equatable {
    /// The watcher is one of these (RFC 4745 §7.1).
    case identity([IdentityMatch])
    /// The presentity is in one of these spheres (RFC 4745 §7.3); in lower case, since case does not count.
    case sphere([String])
    /// The instant is in one of these periods (RFC 4745 §7.4).
    case validity([ValidityPeriod])
    /// The messages are confidential to this extent; an extension of this project.
    case confidentiality(ConfidentialityDemand)
    /// An unknown element; it never holds (RFC 4745 §7).
    case unknown(ExpandedName)
}

/// A period in which a rule is valid.
public struct ValidityPeriod: Sendable, Equatable {
    /// Its first instant.
    public let from: Timestamp
    /// The first instant after it.
    public let until: Timestamp

    /// Returns whether an instant is in the period.
    public func contains(_ instant: Date) -> Bool {
        from.date <= instant && instant < until.date
    }
}

extension Timestamp {
    fileprivate var date: Date {
        Date(timeIntervalSince1970: Double(seconds) + (Double("0.\(decimalText)") ?? 0))
    }
}
