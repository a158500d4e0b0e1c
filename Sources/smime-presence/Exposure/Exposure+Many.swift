import CommandFiles
import CommandOptions
import Exposure
import MessageBatch
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

extension ExposureCommand {
    /// Reports on each message in one summary; unreadable messages are named, and lead to status 1.
    func runOnMany(_ sources: MessageList, on console: Console) throws(CommandFailure) {
        if before != nil {
            throw CommandFailure(
                UsageError.other(
                    "'--before' requires exactly one MESSAGE",
                    hint: "give one MESSAGE, or leave '--before' out"),
                help: "smime-presence exposure --help")
        }
        let outputs = [files.output, files.report]
        try describingErrors {
            for file in Set(sources.messages.map(\.file)) {
                try console.refuseSameFile(input: file, outputs: outputs)
            }
            if (files.output ?? Console.standardStream) == Console.standardStream,
                files.report == Console.standardStream
            {
                throw FileError.sharedStandardOutput
            }
        }
        var exposed: [ExposedMessage] = []
        var unread: [ExposureOfManyReport.Unread] = []
        let warnings = sources.cutCaptures.map { ReportedWarning.cutCapture($0) }
        console.say(warnings)
        for source in sources.messages {
            do throws(CommandFailure) {
                exposed.append(
                    try describingErrors {
                        try ExposedMessage(
                            source.read(on: console, limit: MessageOrEntity.maximumOctets),
                            file: source.file, number: source.number)
                    })
            } catch {
                guard error.status == .refused else { throw error }
                console.say("warning: \(printable(source.name)) was not read: \(error.message)")
                unread.append(
                    .init(
                        file: source.name, code: (error.reason ?? .malformed).rawValue,
                        message: error.message))
            }
        }
        console.sayWarnings(of: exposed)
        guard !exposed.isEmpty || !unread.isEmpty else { throw .noMessages }
        console.saySkippedFiles(of: sources)
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
