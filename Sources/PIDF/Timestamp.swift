import Octets

/// A date and time of RFC 3339, kept as written and ordered by its instant.
///
/// Two timestamps are equal if their instants are the same, whatever their zones and trailing zeros: the rule
/// against repeating a timestamp needs that comparison. Source: RFC 3863 §4.1.7, RFC 3339 §5.6.
public struct Timestamp: Sendable, Comparable, Hashable {
    /// The characters as written, without surrounding white space.
    public let text: String

    /// Whole seconds since 1970-01-01T00:00:00Z, negative before; a leap second counts as the next second.
    public let seconds: Int64

    /// The decimals after the second without trailing zeros, most significant first, each 0 to 9.
    let decimals: [UInt8]

    /// The decimals as text, without zeros at the end: the order of the texts is that of the instants.
    public var decimalText: String { decimals.map(String.init).joined() }

    /// Reads `YYYY-MM-DDThh:mm:ss[.decimals](Z|±hh:mm)`; nil for any other text.
    ///
    /// T and Z are capitals (RFC 3863 §4.1.7), the day exists in its month, the hour is below 24, the offset
    /// below 24:00. A 60th second is accepted only at 23:59 UTC, where leap seconds happen.
    public init?(_ text: String) {
        guard let time = InternetTime(text) else { return nil }
        self.text = text
        seconds = Int64(time.secondsSince1970)
        decimals = time.decimals
    }

    /// Returns whether the instants are the same.
    public static func == (left: Timestamp, right: Timestamp) -> Bool {
        left.seconds == right.seconds && left.decimals == right.decimals
    }

    /// Returns whether the left instant is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        guard left.seconds == right.seconds else { return left.seconds < right.seconds }
        return left.decimals.lexicographicallyPrecedes(right.decimals)
    }

    /// Hashes the instant, so that equal timestamps hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(seconds)
        hasher.combine(decimals)
    }
}
