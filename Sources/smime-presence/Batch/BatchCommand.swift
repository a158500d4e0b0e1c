import CommandFiles
import CommandOptions
import FoundationEssentials
import MessageBatch
import Octets
import SMIMEAgent
import SMIMEBody

/// A command on one message or on several.
protocol BatchCommand: MessageCommand, Sendable {
    /// Whether accepted messages are recorded as accepted.
    var recordsMessages: Bool { get }
    /// The files that the command reads beside its messages, of which no result may take the place.
    func otherFiles(on console: Console) throws(CommandFailure) -> [String]
}

extension BatchCommand {
    var recordsMessages: Bool { false }
    func otherFiles(on console: Console) throws(CommandFailure) -> [String] { [] }
}

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
        let results = try results(of: list, on: console)
        // Before there are other threads.
        console.watchSignals()
        let record = try BatchRecord(
            of: list.messages.count, verb: Self.name, lines: lines, isFull: files.batch.isFull,
            failsFast: files.batch.failsFast, on: console)
        defer { record.discard() }
        _ = handle(list.messages, from: 0, into: results, recording: record, on: console, work: work)
        try record.finish(list: list)
    }

    /// Does the work on messages of which the first has a number; returns whether others may begin.
    func handle(
        _ messages: [MessageSource], from first: Int, into results: ResultNames?,
        recording record: BatchRecord,
        on console: Console, work: @escaping @Sendable (_ octets: [UInt8], _ number: Int) -> MessageOutcome
    ) -> Bool {
        // Nothing may be written or recorded by a message that comes after the first failure.
        let threads = files.batch.failsFast ? 1 : files.batch.jobs ?? OrderedWork.processors
        return OrderedWork.run(
            messages, threads: threads,
            work: { (index, message) in
                var outcome = self.outcome(of: message, number: first + index, work: work, on: console)
                if let octets = outcome.octets, let results {
                    outcome.octets = nil
                    do throws(CommandFailure) {
                        try write(octets, of: message, to: results, on: console)
                    } catch {
                        // Nothing of the content of a message that was not delivered.
                        outcome.report = MessageReport(operation: Self.name)
                        outcome.failure = error
                    }
                }
                return BatchLine(outcome, of: message, as: record.form, by: Self.self)
            },
            take: { record.take($0) })
    }

    /// What bounds the messages.
    var listTerms: MessageList.Terms {
        var terms = MessageList.Terms(octets: MessageOrEntity.maximumOctets)
        terms.takesEveryFile = files.bodyType != nil || files.isMIME
        terms.splitsFiles = !terms.takesEveryFile
        terms.takesContainers = !recordsMessages
        return terms
    }

    private func messages(on console: Console) throws(CommandFailure) -> MessageList {
        if files.isMIME, files.bodyType != nil {
            throw Self.misused(.conflictingOptions("--mime", "--body"))
        }
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

    /// The places of the results, in a directory that is made if it is missing; nil if the command writes
    /// none.
    func results(of list: MessageList? = nil, on console: Console) throws(CommandFailure) -> ResultNames? {
        guard Self.writesMessage else { return nil }
        guard let directory = files.output, directory != Console.standardStream else {
            throw Self.misused(.missingOption("-o", placeholder: "DIRECTORY"))
        }
        let others = try otherFiles(on: console) + [files.report].compactMap(\.self)
        return try describingErrors {
            let results = ResultNames(
                in: directory, beside: others, messages: list?.messages ?? [], on: console)
            try results.check(list?.messages ?? [])
            try console.makeDirectory(directory)
            return results
        }
    }

    private func outcome(
        of message: MessageSource, number: Int,
        work: (_ octets: [UInt8], _ number: Int) -> MessageOutcome, on console: Console
    ) -> MessageOutcome {
        let octets: [UInt8]
        do throws(BatchError) {
            octets = try message.read(on: console, limit: MessageOrEntity.maximumOctets)
        } catch {
            return MessageOutcome(
                report: MessageReport(operation: Self.name), failure: error.failure)
        }
        return work(octets, number)
    }

    private func write(
        _ octets: [UInt8], of message: MessageSource, to results: ResultNames, on console: Console
    ) throws(CommandFailure) {
        let directory = files.output ?? ""
        let name = directory + "/" + message.resultName
        try describingErrors {
            let parts = message.resultName.split(separator: "/").dropLast()
            for count in parts.indices.map({ $0 + 1 }) {
                let below = directory + "/" + parts[..<count].joined(separator: "/")
                try console.makeDirectory(below)
                // A link would lead out of the directory.
                guard FileAccess.entry(console.path(of: below)) == .directory else {
                    throw FileError.inTheWay(below)
                }
            }
            try results.claim(message.resultName)
            let output =
                Self.writesDecrypted
                ? Output(decrypted: octets, .binary, to: name) : Output(octets, .binary, to: name)
            try console.deliver([output])
        }
    }
}
