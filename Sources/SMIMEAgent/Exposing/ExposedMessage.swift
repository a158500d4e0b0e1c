package import Exposure
package import SIPMessage
package import SMIMEBody

/// A message, and what can be read of it without any key.
package struct ExposedMessage: Sendable {
    /// The file, with `#` and a number where it is one of several of a capture.
    package let name: String
    /// The file it came from.
    package let file: String
    /// Its number in the file, where that holds several.
    package let number: Int?
    /// The message, of which only the start line and the header lines must be told apart.
    package let message: UncheckedSIPMessage
    /// The same, if it is one that can be protected; else why it is not.
    package let checked: Result<SIPMessage, SIPMessageError>
    /// What can be read of it.
    package let exposure: ExposureReport
    /// The S/MIME layers that can be seen, outermost first.
    package let layers: [Layer]
    /// What is odd about it.
    package let warnings: [ReportedWarning]

    /// Reads a message.
    ///
    /// - Throws: ``InputError`` for what is no SIP message.
    package init(_ octets: [UInt8], file: String, number: Int? = nil) throws(InputError) {
        message = try MessageOrEntity.readMessage(octets)
        // A body that cannot be read as S/MIME is reported as what it shows: clear text.
        layers = message.bodyEntity().flatMap { try? Inspection(of: $0).layers } ?? []
        exposure = ExposureReport.of(message, layers: layers.visible(octets: message.body.count))
        do throws(SIPMessageError) { checked = .success(try SIPMessage.parse(octets)) } catch {
            checked = .failure(error)
        }
        self.file = file
        self.number = number
        name = file + (number.map { "#\($0)" } ?? "")
        warnings = ReportedWarning.warnings(of: message)
    }

    /// What the report of `operation` says of it.
    package func report(of operation: String) -> MessageReport {
        var report = MessageReport(operation: operation)
        report.message = ReportedMessage(message)
        report.layers = layers.map { ReportedLayer($0) }
        report.exposure = exposure
        report.warnings = warnings
        return report
    }
}
