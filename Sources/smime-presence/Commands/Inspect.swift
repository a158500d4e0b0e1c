import CMS
import Exposure
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEBody

/// `inspect`: the layers as far as they can be read without any key.
struct Inspect: MessageCommand {
    static let name = "inspect"
    static let summary = "show the S/MIME layers of a message without any key"
    static let details = [
        """
        Reads a SIP message, a MIME entity, or a CMS object as DER or PEM, says which it found, and reports its \
        layers as far as they can be read: algorithms, recipients, the signer's certificate. Nothing is verified: \
        use verify for that. The report is a JSON object on standard output or in the file of --report.
        """
    ]
    static var options: [Option<Inspect>] { [bodyOption, reportOption] }
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
            let (body, message) = try body(in: octets)
            report.form = files.bodyType == nil ? InputForm(octets).rawValue : "body"
            report.message = message.map { ReportedMessage($0) }
            let inspection = try worded { try Inspection(of: body) }
            report.layers = inspection.layers.map { ReportedLayer($0) }
            report.certificates = inspection.certificates.compactMap { try? Certificate(der: $0) }
                .map { ReportedCertificate($0) }
            report.content = inspection.unverifiedContent.map { ReportedContent($0) }
            report.exposure = .of(message, layers: inspection.layers)
            let output = Output(try report.json(), .text, to: files.report)
            try worded { try console.deliver([output]) }
        } catch {
            throw refuse(error, report: report, to: files.report ?? Console.standardStream, on: console)
        }
    }

    /// The entity to look into; a bare CMS object gets the header it would travel with.
    private func body(in octets: [UInt8]) throws(CommandFailure) -> (MIMEEntity, SIPMessage?) {
        var octets = octets
        if files.bodyType == nil {
            switch InputForm(octets) {
            case .pem:
                guard let decoded = try? PEM.decode(octets) else { throw .malformedPEM }
                octets = decoded
                if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
            case .der: if (try? Certificate(der: octets)) != nil { throw .certificateAlone }
            default:
                let input = try MessageInput.read(octets, bodyType: nil)
                guard let body = input.body else { throw SMIMEError.noBody.failure }
                return (body, input.message)
            }
        }
        let input = try MessageInput.read(octets, bodyType: files.bodyType ?? "application/pkcs7-mime")
        guard let body = input.body else { throw SMIMEError.noBody.failure }
        return (body, nil)
    }
}
