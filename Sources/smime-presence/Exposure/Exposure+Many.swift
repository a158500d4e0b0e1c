import CommandFiles
import CommandOptions
import Exposure
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

extension ExposureCommand {
    /// Reports on each message in one summary; unreadable messages are named, and lead to status 1.
    func runOnMany(_ sources: ExposureSource, on console: Console) throws(CommandFailure) {
        if before != nil {
            throw CommandFailure(
                UsageError.other(
                    "'--before' requires exactly one MESSAGE",
                    hint: "give one MESSAGE, or leave '--before' out"),
                help: "smime-presence exposure --help")
        }
        let outputs = [files.output, files.report]
        try describingErrors {
            for file in sources.files { try console.refuseSameFile(input: file, outputs: outputs) }
            if (files.output ?? Console.standardStream) == Console.standardStream,
                files.report == Console.standardStream
            {
                throw FileError.sharedStandardOutput
            }
        }
        var exposed: [ExposedMessage] = []
        var unread: [ExposureOfManyReport.Unread] = []
        var warnings: [ReportedWarning] = []
        for file in sources.files {
            let messages = try sources.messages(
                of: file, room: ExposureSource.maximum - exposed.count, on: console)
            console.say(messages.warnings)
            warnings += messages.warnings
            for (number, message) in messages.all {
                do throws(CommandFailure) {
                    exposed.append(
                        try describingErrors { try ExposedMessage(message, file: file, number: number) })
                } catch {
                    guard error.status == .refused else { throw error }
                    let name = file + (number.map { "#\($0)" } ?? "")
                    console.say("warning: \(printable(name)) was not read: \(error.message)")
                    unread.append(
                        .init(file: name, code: (error.reason ?? .malformed).rawValue, message: error.message)
                    )
                }
            }
        }
        console.sayWarnings(of: exposed)
        guard !exposed.isEmpty || !unread.isEmpty else { throw .noMessages }
        if sources.skippedFileCount > 0 {
            let count = sources.skippedFileCount
            console.say(
                "skipped \(counted(count, "file")) that "
                    + "\(count == 1 ? "is not a SIP message" : "are not SIP messages")"
            )
        }
        let document = ExposureDocument(
            exposed, unread: unread, warnings: warnings, skippedFileCount: sources.skippedFileCount,
            operation: Self.name)
        try deliver(document, on: console)
        try enforceGate(exposed.map { ($0.name, $0.exposure) })
        if let first = unread.first { throw .unreadMessages(unread.count, first: first.file, first.message) }
    }
}

extension Console {
    /// Prints the warnings about each message, at most 50 of them.
    fileprivate func sayWarnings(of messages: [ExposedMessage]) {
        let all = messages.flatMap { message in message.warnings.map { (message.name, $0) } }
        for (name, warning) in all.prefix(50) {
            say("warning: '\(printable(name))': \(warning.message) (\(warning.code))")
        }
        if all.count > 50 { say("warning: \(all.count - 50) more, which the report has") }
    }
}
