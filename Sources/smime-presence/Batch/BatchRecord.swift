import CommandFiles
import MessageBatch
import Octets
import SMIMEAgent
import SMIMEBody
import Synchronization

/// What has become of the messages of a batch: the lines of the report, the counts, what people are told.
final class BatchRecord: Sendable {
    private struct State {
        var lines: StagedLines?
        var counts = BatchCounts()
        /// How many messages each warning is about, by its code.
        var warnings: [String: Int] = [:]
        /// Why the lines cannot be written.
        var failure: CommandFailure?
    }

    /// Nil if there is no end.
    private let total: Int?
    private let verb: String
    /// How the lines are written.
    let form: BatchLine.Form
    private let failsFast: Bool
    /// Whether the lines go to standard output.
    private let printsLines: Bool
    private let console: Console
    private let state: Mutex<State>
    /// How many messages were handled.
    private let handled = Atomic(0)

    /// Creates an empty record.
    ///
    /// - Parameters:
    ///   - total: the number of messages; nil if they come without end, so that lines are added to a file.
    ///   - verb: the name of the command.
    ///   - lines: where the lines go: "-" is standard output, nil is nowhere.
    ///   - isFull: whether the lines have every finding of the exposure.
    ///   - failsFast: whether no message begins after the first failure.
    ///   - console: the console of the command.
    init(
        of total: Int?, verb: String, lines: String?, isFull: Bool, failsFast: Bool, on console: Console
    ) throws(CommandFailure) {
        form = lines == nil ? .none : isFull ? .full : .brief
        (self.total, self.verb, self.failsFast, self.console) = (total, verb, failsFast, console)
        printsLines = lines == Console.standardStream
        var state = State()
        if let lines, !printsLines {
            state.lines = try describingErrors { try console.beginLines(in: lines, isAppended: total == nil) }
        }
        self.state = Mutex(state)
        console.setLastWords { [weak self] end in
            // No lock: a line may be waiting for its reader.
            let done = self?.handled.load(ordering: .relaxed) ?? 0
            let all = total.map { " of \($0)" } ?? ""
            end("\nsmime-presence: interrupted after \(done)\(all) messages\n")
        }
    }

    /// Adds a message; returns whether others may begin.
    func take(_ line: BatchLine) -> Bool {
        state.withLock { state in
            state.counts.add(line)
            handled.wrappingAdd(1, ordering: .relaxed)
            do throws(CommandFailure) { try write(line.json, in: state.lines) } catch {
                state.failure = error
                return false
            }
            for warning in line.warnings {
                state.warnings[warning.code, default: 0] += 1
                // Each once, with the first message that it is about.
                guard state.warnings[warning.code] == 1 else { continue }
                console.endProgress()
                console.say("warning: '\(printable(line.name))': \(warning.message) (\(warning.code))")
            }
            if let words = line.words {
                console.endProgress()
                console.sayError(words)
            }
            console.showProgress("\(verb): \(state.counts.all)" + (total.map { " of \($0)" } ?? ""))
            return !(failsFast && line.isFailure)
        }
    }

    private func write(_ line: [UInt8], in file: StagedLines?) throws(CommandFailure) {
        if printsLines {
            if console.outputKind == .terminal { console.endProgress() }
            do throws(SystemError) { try console.writeOutput(line.span) } catch {
                throw CommandFailure(FileError.cannotWrite(Console.standardStream, error))
            }
        }
        if let file { try describingErrors { try file.append(line) } }
    }

    /// Completes the report and says what was done.
    ///
    /// - Throws: the failure of the whole, if a message was refused, or not read or written.
    func finish(list: MessageList? = nil) throws(CommandFailure) {
        console.setLastWords(nil)
        console.endProgress()
        let (lines, counts, warnings, failure) = state.withLock { state in
            defer { state.lines = nil }
            return (state.lines, state.counts, state.warnings, state.failure)
        }
        if let failure {
            lines?.discard()
            throw failure
        }
        if let lines { try describingErrors { try lines.commit() } }
        for (code, count) in warnings.sorted(by: { $0.key < $1.key }) where count > 1 {
            console.say("warning: \(code) in \(counted(count, "message"))")
        }
        for capture in list?.cutCaptures ?? [] {
            console.say([ReportedWarning.cutCapture(capture)])
        }
        if let list { console.saySkippedFiles(of: list) }
        if let failure = counts.failure(of: total ?? counts.all) { throw failure }
        console.say("\(verb): \(counts.words(of: total ?? counts.all))")
    }

    /// Removes an unfinished report.
    func discard() {
        state.withLock { state in
            state.lines?.discard()
            state.lines = nil
        }
    }
}
