import FoundationEssentials
package import SMIMEBody

/// How the length of a body is hidden, and what it tells all the same.
package struct ReportedPadding: Encodable {
    package let bucket: Int
    package let stillTells: [String]

    package init(_ padding: Padding) {
        bucket = padding.bucket
        stillTells = padding.whatLengthStillTells
    }
}
