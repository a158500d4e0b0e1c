public import PIDF
public import XML

public import struct FoundationEssentials.Date

/// One condition of a rule; all of them must hold (RFC 4745 §10.1).
public enum Condition: Sendable, Equatable {
    /// The watcher is one of these (RFC 4745 §7.1).
    case identity([IdentityMatch])
    /// The presentity is in one of these spheres (RFC 4745 §7.3); in lower case, since case does not count.
    case sphere([String])
    /// The time lies in one of these periods (RFC 4745 §7.4).
    case validity([ValidityPeriod])
    /// What is sent is confidential to this extent: this project's own.
    case confidentiality(ConfidentialityDemand)
    /// An element that is not known here; it never holds (RFC 4745 §7).
    case unknown(ExpandedName)
}

/// A time in which a rule is valid.
public struct ValidityPeriod: Sendable, Equatable {
    /// The first instant of it.
    public let from: Timestamp
    /// The first instant after it.
    public let until: Timestamp

    /// Whether an instant lies in the period.
    public func contains(_ instant: Date) -> Bool {
        from.date <= instant && instant < until.date
    }
}

extension Timestamp {
    fileprivate var date: Date {
        Date(timeIntervalSince1970: Double(seconds) + (Double("0.\(decimalText)") ?? 0))
    }
}
