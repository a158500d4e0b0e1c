import CMS
import CommandOptions
import Exposure
import FoundationEssentials
import MIME
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `inspect`: the layers as far as they can be read without any key.
struct Inspect: MessageCommand {
    static let name = "inspect"
    static let summary = "show the S/MIME layers of a message without any key"
    static let details = [
        """
        Reads a SIP message, a MIME entity, or a CMS object as DER or PEM, says which it found, and reports its \
        layers as far as they can be read: algorithms, recipients, the signer's certificate. A SIP message needs \
        only a start line and header lines that can be recognised; a warning names its other faults. Nothing is verified: \
        use verify for that. The report is a JSON object on standard output or in the file of --report.
        """
    ]
    static var options: [Option<Inspect>] { [bodyOption, mimeOption, reportOption] }
    static let examples = [
        Example(
            "smime-presence inspect protected.sip > layers.json", "Shows whom a message is enveloped for."),
        Example(
            "smime-presence sign publish.sip | smime-presence inspect > layers.json",
            "Shows who says to have signed."),
    ]

    static let hasVerdict = false

    var files = MessageOptions()

    func run(on console: Console) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            let (body, message) = try body(in: octets, report: &report)
            report.form = form(of: octets)
            let inspection = try inspection(of: body, in: message, report: &report)
            report.layers = inspection?.layers.map { ReportedLayer($0) } ?? []
            report.certificates =
                inspection?.certificates.compactMap { try? Certificate(der: $0) }
                .map { ReportedCertificate($0) } ?? []
            report.content = inspection?.unverifiedContent.map { ReportedContent($0) }
            if let raw = inspection?.unverifiedRawContent {
                report.content = ReportedContent(type: nil, octets: raw.count)
                report.warnings.append(.rawContent)
            }
            report.exposure = message.map { message in
                let layers = inspection?.layers ?? []
                return .of(message, layers: layers.visible(octets: message.body.count))
            }
            let output = Output(JSONWriter.document(report), .text, to: files.report)
            try worded { try console.deliver([output]) }
            console.say(report.warnings)
        } catch {
            throw refuse(error, report: report, to: files.report ?? Console.standardStream, on: console)
        }
    }

    private func form(of octets: [UInt8]) -> String {
        if files.bodyType != nil { return "body" }
        return (files.isMIME ? .entity : InputForm(octets)).rawValue
    }

    /// The layers; nil if the header of a message that is only looked at does not say what its body is.
    private func inspection(
        of body: MIMEEntity, in message: UncheckedSIPMessage?, report: inout MessageReport
    ) throws(CommandFailure) -> Inspection? {
        do throws(SMIMEError) {
            return try Inspection(of: body)
        } catch {
            guard let message, !message.faults.isEmpty, case .malformed(.mime) = error else {
                throw error.failure
            }
            report.warnings.append(ReportedWarning(code: "sip-nonconforming", message: error.description))
            return nil
        }
    }

    /// The entity to look into; a bare CMS object gets the header it would travel with.
    private func body(
        in octets: [UInt8], report: inout MessageReport
    ) throws(CommandFailure) -> (MIMEEntity, UncheckedSIPMessage?) {
        var octets = octets
        if files.bodyType == nil, !files.isMIME {
            switch InputForm(octets) {
            case .pem:
                guard let decoded = try? PEM.decode(octets) else { throw .malformedPEM }
                octets = decoded
                if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
            case .der: if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
            case .sip: return try message(in: octets, report: &report)
            case .empty, .entity: return (try body(of: .read(octets, bodyType: nil)), nil)
            }
        }
        let input =
            files.isMIME
            ? try MessageOrEntity.readEntity(octets)
            : try MessageOrEntity.read(octets, bodyType: files.bodyType ?? "application/pkcs7-mime")
        report.warnings = input.warnings
        return (try body(of: input), nil)
    }

    private func message(
        in octets: [UInt8], report: inout MessageReport
    ) throws(CommandFailure) -> (MIMEEntity, UncheckedSIPMessage?) {
        let message: UncheckedSIPMessage
        do throws(CommandFailure) {
            message = try MessageOrEntity.readMessage(octets)
        } catch {
            throw explained(error, of: octets)
        }
        report.message = ReportedMessage(message)
        report.warnings = ReportedWarning.warnings(of: message)
        guard let body = message.bodyEntity() else { throw SMIMEError.missingBody.failure }
        return (body, message)
    }

    private func body(of input: MessageOrEntity) throws(CommandFailure) -> MIMEEntity {
        guard let body = input.body else { throw SMIMEError.missingBody.failure }
        return body
    }
}
