package import Octets
package import SMIMEBody

/// How the length of a body is hidden, and what it tells all the same.
package struct ReportedPadding: JSONEncodable {
    package let bucket: Int
    package let stillTells: [String]

    package init(_ padding: Padding) {
        bucket = padding.bucket
        stillTells = padding.whatLengthStillTells
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("bucket", bucket)
            $0.member("stillTells", stillTells)
        }
    }
}
