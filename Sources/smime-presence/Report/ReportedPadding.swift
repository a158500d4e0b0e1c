import FoundationEssentials
import SMIMEBody

/// How the length of a body is hidden, and what it tells all the same.
struct ReportedPadding: Encodable {
    let bucket: Int
    let stillTells: [String]

    init(_ padding: Padding) {
        bucket = padding.bucket
        stillTells = padding.whatLengthStillTells
    }
}
