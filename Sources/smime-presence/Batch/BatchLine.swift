import MessageBatch
import Octets
import SMIMEAgent
import SMIMEBody

/// One message of a batch that was handled: its line in the report, and what people are told.
struct BatchLine: Sendable {
    /// The outcome in one word.
    enum Kind {
        case done
        case refused
        /// It could not be read or written.
        case failed
        /// It has no body and is not sent; no failure.
        case skipped
        /// It was refused because it has no body, as is usual for it.
        case nothingToOpen
        /// The options require what it does not have.
        case misfit
    }

    let name: String
    let kind: Kind
    let failure: CommandFailure?
    /// The warnings about the message.
    let warnings: [ReportedWarning]
    /// The line in the report, with its line end; empty without a report.
    let json: [UInt8]

    /// How the line in the report is written.
    enum Form {
        case none
        /// Without the single findings of the exposure.
        case brief
        case full
    }

    /// Describes an outcome.
    init<C: BatchCommand>(
        _ outcome: MessageOutcome, of message: MessageSource, as form: Form, by command: C.Type
    ) {
        name = message.name
        failure = outcome.failure
        warnings = outcome.report.warnings
        kind = Self.kind(of: outcome.failure, isSending: !C.isOpening && C.writesMessage)
        var report = outcome.report
        report.file = message.name
        if let failure = outcome.failure { report.refuse(for: failure, hasVerdict: C.hasVerdict) }
        json =
            switch form {
            case .none: []
            case .brief: JSONWriter.line(BriefMessageReport(report))
            case .full: JSONWriter.line(report)
            }
    }

    private static func kind(of failure: CommandFailure?, isSending: @autoclosure () -> Bool) -> Kind {
        guard let failure else { return .done }
        switch failure.reason {
        case .missingBody where isSending(): return .skipped
        case .nothingToProtect: return .nothingToOpen
        case _ where failure.status == .environment: return .failed
        case _ where failure.status == .usage: return .misfit
        case _: return .refused
        }
    }

    var isFailure: Bool { kind != .done && kind != .skipped }

    /// The line for people; nil if all went well.
    var words: String? {
        guard let failure else { return nil }
        let code = failure.reason.map { " (\($0.rawValue))" } ?? ""
        let verdict =
            switch kind {
            case .done: ""
            case .refused, .nothingToOpen: "refused: "
            case .failed: "failed: "
            case .misfit: "not possible with these options: "
            case .skipped: "skipped: "
            }
        return "\(printable(name)): \(verdict)\(failure.message)\(code)"
    }
}

/// How many messages of a batch came to which end.
struct BatchCounts: Sendable {
    private var done = 0
    private var refused = 0
    private var failed = 0
    private var skipped = 0
    private var nothingToOpen = 0
    private var misfit = 0
    private var first: BatchLine?
    /// Whether the next step is the same after each failure.
    private var isOneHint = true

    /// All messages so far.
    var all: Int { done + refused + failed + skipped + nothingToOpen + misfit }

    mutating func add(_ line: BatchLine) {
        switch line.kind {
        case .done: done += 1
        case .refused: refused += 1
        case .failed: failed += 1
        case .skipped: skipped += 1
        case .nothingToOpen: nothingToOpen += 1
        case .misfit: misfit += 1
        }
        guard line.isFailure else { return }
        if first == nil { first = line }
        if line.failure?.hint != first?.failure?.hint { isOneHint = false }
    }

    /// One line about all messages, such as "997 of 1000 messages done, 2 refused, 1 without a body skipped".
    func words(of total: Int) -> String {
        let others = [
            (refused, "refused"), (nothingToOpen, "refused because they have no body"),
            (failed, "not read or written"), (misfit, "not possible with these options"),
            (skipped, "without a body skipped"), (total - all, "not begun"),
        ]
        return "\(done) of \(counted(total, "message")) done"
            + others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined()
    }

    /// The failure of the whole; nil if nothing was refused, and everything read and written.
    func failure(of total: Int) -> CommandFailure? {
        guard let first, let why = first.failure else { return nil }
        let status: ExitStatus =
            failed > 0 ? .environment : refused + nothingToOpen > 0 ? .refused : .usage
        return CommandFailure(
            status, reason: status == .refused ? why.reason : nil,
            "\(words(of: total)); the first of these is '\(printable(first.name))'",
            hint: isOneHint ? why.hint : "")
    }
}
