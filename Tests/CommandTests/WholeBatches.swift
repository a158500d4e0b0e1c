import CMS
import CertificateAdministration

extension BulkIssue {
    /// How many certificates may be in the store at any moment while `count` are issued.
    static func wholeBatches(of count: Int) -> [Int] {
        var sums = [0]
        while let last = sums.last, last < count {
            sums.append(last + batchSize(left: count - last, key: .p256))
        }
        return sums
    }
}
