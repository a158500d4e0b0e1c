import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

/// `inspect`: reports the layers as far as they are readable without a key.
struct Inspect: BatchCommand {
    static let name = "inspect"
    static let summary = "show the S/MIME layers of a message without any key"
    static let details = [
        """
        Reads a SIP message, a MIME entity, or a CMS object (DER or PEM), and reports its S/MIME layers as \
        far as they are readable without a key: algorithms, recipients, the signer's certificate. The report \
        is a few lines on a terminal, and elsewhere or in the file of --report a JSON object.
        """,
        """
        A SIP message needs only a recognisable start line and header lines; a warning names its other \
        faults. Nothing is verified: use verify for that.
        """,
        batchDetails,
    ]
    static var options: [Option<Inspect>] {
        [bodyOption, mimeOption, reportOption] + formatOptions + BatchOptions.options()
    }
    static let examples = [
        Example(
            "smime-presence inspect protected.sip > layers.json", "Show the recipients of a message."),
        Example(
            "smime-presence sign publish.sip | smime-presence inspect > layers.json",
            "Show the claimed signer of a message."),
    ]

    static let hasVerdict = false

    var files = MessageOptions()

    func run(on console: Console) throws(CommandFailure) {
        var inspection = MessageInspection(operation: Self.name)
        if hasSeveral(on: console) {
            if files.format == .text { throw onlyForOne("--format text") }
            return try runSeveral(on: console, lines: files.report ?? Console.standardStream) { (octets, _) in
                var inspection = MessageInspection(operation: Self.name)
                do throws(InspectionError) { try inspection.read(octets, as: reading) } catch {
                    return MessageOutcome(report: inspection.report, failure: failure(error, of: octets))
                }
                return MessageOutcome(report: inspection.report)
            }
        }
        do throws(CommandFailure) {
            let octets = try readOctets(on: console)
            do throws(InspectionError) { try inspection.read(octets, as: reading) } catch {
                throw failure(error, of: octets)
            }
            let text = inspection.report.linesOfLayers.map { PrintableText.escaped($0) + "\n" }.joined()
            var outputs: [Output] = writesText(on: console) ? [Output(Array(text.utf8), .text, to: nil)] : []
            if outputs.isEmpty || files.report != nil {
                outputs.append(Output(resultOctets(of: inspection.report), .text, to: files.report))
            }
            try describingErrors { try console.deliver(outputs) }
            console.say(inspection.report.warnings)
        } catch {
            throw refuse(
                error, report: inspection.report,
                to: files.report ?? (writesText(on: console) ? nil : Console.standardStream), on: console)
        }
    }

    private var reading: MessageInspection.Reading {
        if let type = files.bodyType { return .body(type: type) }
        return files.isMIME ? .entity : .recognized
    }

    private func failure(_ error: InspectionError, of octets: [UInt8]) -> CommandFailure {
        switch error {
        case .input(let error):
            explained(error.failure(takesBodies: files.isMIME, help: Self.helpCommand), of: octets)
        case .malformedPEM: .malformedPEM
        case .certificateAlone: .certificateAlone
        case .body(let error): error.failure
        }
    }
}
