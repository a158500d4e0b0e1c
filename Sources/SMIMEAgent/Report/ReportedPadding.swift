package import Octets
package import SMIMEBody

/// How the length of a body is hidden, and what it still reveals.
package struct ReportedPadding: JSONEncodable {
    package let bucket: Int
    package let stillTells: [String]

    package init(_ padding: Padding) {
        bucket = padding.bucket
        stillTells = padding.whatLengthReveals
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("bucket", bucket)
            $0.member("stillTells", stillTells)
        }
    }
}
