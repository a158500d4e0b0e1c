import Exposure
import Rendering
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// A message that `exposure` has looked at.
struct ExposedMessage {
    /// The file, with `#` and a number where it is one of several of a capture.
    let name: String
    let file: String
    let number: Int?
    let message: UncheckedSIPMessage
    /// The same, if it is one that can be protected; else why it is not.
    let checked: Result<SIPMessage, SIPMessageError>
    let exposure: ExposureReport
    let layers: [Layer]
    let warnings: [ReportedWarning]

    init(_ octets: [UInt8], file: String, number: Int? = nil) throws(CommandFailure) {
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

    /// What the JSON says of it.
    var report: MessageReport {
        var report = MessageReport(operation: ExposureCommand.name)
        report.message = ReportedMessage(message)
        report.layers = layers.map { ReportedLayer($0) }
        report.exposure = exposure
        report.warnings = warnings
        return report
    }

    func pageEntry(before: ExposureReport? = nil) -> ExposurePage.Entry {
        ExposurePage.Entry(file: name, message: message, report: exposure, before: before)
    }
}
