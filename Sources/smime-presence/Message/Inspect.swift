import CommandOptions
import Octets
import SMIMEAgent

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
        var inspection = MessageInspection(operation: Self.name)
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            do throws(InspectionError) { try inspection.read(octets, as: reading) } catch {
                throw failure(error, of: octets)
            }
            let output = Output(JSONWriter.document(inspection.report), .text, to: files.report)
            try worded { try console.deliver([output]) }
            console.say(inspection.report.warnings)
        } catch {
            throw refuse(
                error, report: inspection.report, to: files.report ?? Console.standardStream, on: console)
        }
    }

    private var reading: MessageInspection.Reading {
        if let type = files.bodyType { return .body(type: type) }
        return files.isMIME ? .entity : .recognized
    }

    private func failure(_ error: InspectionError, of octets: [UInt8]) -> CommandFailure {
        switch error {
        case .input(let error): explained(error.failure(takesBodies: files.isMIME), of: octets)
        case .malformedPEM: .malformedPEM
        case .certificateAlone: .certificateAlone
        case .body(let error): error.failure
        }
    }
}
