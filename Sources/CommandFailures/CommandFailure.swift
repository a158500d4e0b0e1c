package import CommandOptions
public import SMIMEBody

/// A failure of a command, with everything that is printed and reported about it.
///
/// Made from the errors of the modules: their description, and a hint of the command line.
public struct CommandFailure: Error, Equatable, Sendable {
    /// The exit status of the process.
    public let status: ExitStatus
    /// The reason code of the report, if a message or certificate was refused.
    public let reason: ReasonCode?
    /// What is wrong and with which input; lower case, no full stop.
    public let message: String
    /// The next step; empty if there is none that fits everything that failed.
    public let hint: String
    /// The status of a SIP response, if it differs from that of the reason code.
    public var sipStatus: Int?
    /// Whether it is the requested answer, not an error.
    public var isAnswer = false
    /// Whether the only failure is that the reader closed standard output.
    public var isBrokenPipe = false

    /// Creates a failure.
    public init(_ status: ExitStatus, reason: ReasonCode? = nil, _ message: String, hint: String) {
        self.status = status
        self.reason = reason
        self.message = message
        self.hint = hint
    }

    /// A wrong command line; `help` is the command line that explains the right one.
    package init(_ error: UsageError, help: String) {
        self.init(.usage, error.description, hint: error.hint(help: help))
    }
}
