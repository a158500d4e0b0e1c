import CommandFiles
import CommandOptions
import FoundationEssentials
import MessageBatch
import Octets
import SMIMEAgent
import SMIMEBody
import Synchronization

/// A command on one message or on several.
protocol BatchCommand: MessageCommand, Sendable {}

/// What was done with one of several messages.
struct MessageOutcome: Sendable {
    /// The octets to write; nil if the command writes none, or the message was not accepted.
    var octets: [UInt8]?
    var report: MessageReport
    /// Why the message was refused, or could not be read or written.
    var failure: CommandFailure?
}

extension BatchCommand {
    /// Does the work on each message, and reports each in a line; nothing of a refused message is written.
    ///
    /// - Parameters:
    ///   - lines: where the lines go: "-" is standard output, nil is nowhere.
    ///   - work: the work on the octets of one message; `number` is its place in the order, from 0. It is
    ///     called from several threads.
    func runSeveral(
        on console: Console, lines: String?,
        work: @escaping @Sendable (_ octets: [UInt8], _ number: Int) -> MessageOutcome
    ) throws(CommandFailure) {
        if let watched = files.batch.watched {
            return try runWatching(watched, on: console, lines: lines, work: work)
        }
        let list = try messages(on: console)
        let directory = try resultDirectory(for: list, on: console)
        // Before there are other threads.
        console.watchSignals()
        let record = try BatchRecord(
            of: list.messages.count, verb: Self.name, lines: lines, isFull: files.batch.isFull,
            failsFast: files.batch.failsFast, on: console)
        defer { record.discard() }
        _ = handle(list.messages, from: 0, into: directory, recording: record, on: console, work: work)
        try record.finish(list: list)
    }

    /// Does the work on messages of which the first has a number; returns whether others may begin.
    func handle(
        _ messages: [MessageSource], from first: Int, into directory: String?, recording record: BatchRecord,
        on console: Console, work: @escaping @Sendable (_ octets: [UInt8], _ number: Int) -> MessageOutcome
    ) -> Bool {
        let mayGoOn = Mutex(true)
        OrderedWork.run(
            messages, threads: files.batch.jobs ?? OrderedWork.processors,
            work: { (index, message) in
                var outcome = self.outcome(of: message, number: first + index, work: work, on: console)
                if let octets = outcome.octets, let directory {
                    outcome.octets = nil
                    do throws(CommandFailure) {
                        try write(octets, of: message, to: directory, on: console)
                    } catch {
                        outcome.failure = error
                        outcome.report.verdict = nil
                    }
                }
                return BatchLine(outcome, of: message, as: record.form, by: Self.self)
            },
            take: { line in
                let goesOn = record.take(line)
                if !goesOn { mayGoOn.withLock { $0 = false } }
                return goesOn
            })
        return mayGoOn.withLock { $0 }
    }

    /// What bounds the messages.
    var listTerms: MessageList.Terms {
        var terms = MessageList.Terms(octets: MessageOrEntity.maximumOctets)
        terms.takesEveryFile = files.bodyType != nil || files.isMIME
        terms.splitsFiles = !terms.takesEveryFile
        return terms
    }

    private func messages(on console: Console) throws(CommandFailure) -> MessageList {
        let operands = MessageOperands(files.names, isRecursive: files.batch.isRecursive)
        let list = try describingErrors { try MessageList(operands, under: listTerms, on: console) }
        guard !list.messages.isEmpty else { throw .noMessages }
        if let lines = files.report, lines != Console.standardStream {
            let read = Set(list.messages.map(\.file))
            try describingErrors {
                for file in read { try console.refuseSameFile(input: file, outputs: [lines]) }
            }
        }
        return list
    }

    /// The directory of the results, made if it is missing; nil if the command writes none.
    func resultDirectory(
        for list: MessageList? = nil, on console: Console
    ) throws(CommandFailure) -> String? {
        guard Self.writesMessage else { return nil }
        guard let directory = files.output, directory != Console.standardStream else {
            throw Self.misused(.missingOption("-o", placeholder: "DIRECTORY"))
        }
        return try describingErrors {
            try list?.checkResults(in: directory, report: files.report, on: console)
            try console.makeDirectory(directory)
            return directory
        }
    }

    private func outcome(
        of message: MessageSource, number: Int,
        work: (_ octets: [UInt8], _ number: Int) -> MessageOutcome, on console: Console
    ) -> MessageOutcome {
        let octets: [UInt8]
        do throws(FileError) {
            octets = try message.read(on: console, limit: MessageOrEntity.maximumOctets)
        } catch {
            return MessageOutcome(
                report: MessageReport(operation: Self.name), failure: CommandFailure(error))
        }
        return work(octets, number)
    }

    private func write(
        _ octets: [UInt8], of message: MessageSource, to directory: String, on console: Console
    ) throws(CommandFailure) {
        let name = directory + "/" + message.resultName
        try describingErrors {
            let parts = message.resultName.split(separator: "/").dropLast()
            for count in parts.indices.map({ $0 + 1 }) {
                try console.makeDirectory(directory + "/" + parts[..<count].joined(separator: "/"))
            }
            let output =
                Self.writesDecrypted
                ? Output(decrypted: octets, .binary, to: name) : Output(octets, .binary, to: name)
            try console.deliver([output])
        }
    }
}
