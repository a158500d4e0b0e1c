package import CertStore
import CertificateAdministration
import CommandFailures
package import CommandFiles
import CommandOptions
package import FoundationEssentials
import Octets

/// The list of a store's certificates, written while the store is read.
package struct CertificateListing {
    package var filter = CertificateFilter()
    package var format = ListFormat.text

    package init() {}

    /// Limits the list to certificates filed under one of these URIs or patterns; `--uri` may be any text.
    ///
    /// - Throws: the error of the first operand that is neither a pattern nor an address, or a failure if
    ///   there are too many.
    package mutating func limit(toOperands operands: [String], or pattern: String?) throws {
        let all = operands + [pattern].compactMap(\.self)
        guard all.count <= CertificateFilter.maximumURIs else {
            throw CommandFailure(
                .usage, "\(all.count) URIs are more than the \(CertificateFilter.maximumURIs) of one command",
                hint: "use a pattern, such as 'sip:*@example.test'")
        }
        for operand in operands where !operand.contains("*") { _ = try SubscriberAddress(operand) }
        filter.limit(toURIsLike: all)
    }

    /// Writes the list to standard output, as of an instant.
    package func write(from database: CertStore, at now: Date, on console: Console) throws {
        var output = StreamedOutput(console)
        switch format {
        case .text:
            let table = CertificateTable(longestURI: try database.longestURI(), now: now)
            try database.forEachEntry(filter, at: now) { try output.write(table.line($0)) }
        case .json:
            var list = StreamedListDocument("certificates")
            try output.write(list.beginning)
            try database.forEachEntry(filter, at: now) {
                try output.write(list.element(CertificateReport($0, at: now)))
            }
            try output.write(list.end)
        }
        try output.finish()
    }
}
