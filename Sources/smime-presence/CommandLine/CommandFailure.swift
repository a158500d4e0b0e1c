import CommandOptions
import SMIMEBody

/// Why a command ended without doing what was asked: all that is printed and reported of it.
///
/// Made from the modules' errors: their descriptions, with a hint of the command line.
struct CommandFailure: Error, Equatable, Sendable {
    /// The exit status of the process.
    let status: ExitStatus
    /// The reason code of the report, where a message or certificate was refused.
    let reason: ReasonCode?
    /// What happened, naming the thing; lower case, no full stop.
    let message: String
    /// What to do about it.
    let hint: String
    /// The status of a SIP response, where it is another than that of the reason code.
    var sipStatus: Int?
    /// Whether it is only that nobody reads standard output any more.
    var isBrokenPipe = false

    init(_ status: ExitStatus, reason: ReasonCode? = nil, _ message: String, hint: String) {
        self.status = status
        self.reason = reason
        self.message = message
        self.hint = hint
    }

    /// A wrong command line; `help` is the command line that explains the right one.
    init(_ error: UsageError, help: String) {
        self.init(.usage, error.description, hint: error.hint(help: help))
    }
}
