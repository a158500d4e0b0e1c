import FoundationEssentials
import SIPMessage

extension SIPDate {
    /// The value of a Date field for `instant`; nil beyond the years 0 to 9999.
    static func headerValue(_ instant: Date) -> String? {
        let seconds = instant.timeIntervalSince1970.rounded(.down)
        guard seconds.magnitude < 1e12 else { return nil }
        // The first day of 1970 was a Thursday.
        let weekday = (Int((seconds / 86_400).rounded(.down)) + 3) % 7
        let text = Date(timeIntervalSince1970: seconds).ISO8601Format()
        return headerValue(internetTime: text, weekday: weekday < 0 ? weekday + 7 : weekday)
    }

    /// The instant; nil where the calendar has no such day.
    var instant: Date? {
        let instant = try? Date(internetTime, strategy: .iso8601)
        // The 31st of February would be read as a day of March.
        return instant?.ISO8601Format() == internetTime ? instant : nil
    }
}
