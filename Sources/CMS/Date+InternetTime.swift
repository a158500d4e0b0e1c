package import FoundationEssentials
import Octets

extension Date {
    /// The moment as RFC 3339 writes it, in UTC and whole seconds.
    package var internetTime: String {
        Int(exactly: timeIntervalSince1970.rounded(.down)).flatMap { InternetTime.text(secondsSince1970: $0) }
            ?? ISO8601Format()
    }

    /// The moment that an RFC 3339 date-time names, or nil where the text is none.
    ///
    /// "2026-11-23T09:30:00Z", with an offset such as "+01:00" instead of "Z", with or without
    /// fractions of a second, T and Z of either case. A leap second (":60") and the year 0000 are
    /// not accepted. RFC 3339 §5.6.
    package init?(internetTime text: String) {
        let text = text.uppercased()
        guard text.utf8.count <= 40, let time = InternetTime(text), !time.isLeapSecond,
            !text.hasPrefix("0000")
        else { return nil }
        let fraction = time.decimals.reversed().reduce(0.0) { ($0 + Double($1)) / 10 }
        self.init(timeIntervalSince1970: Double(time.secondsSince1970) + fraction)
    }
}
