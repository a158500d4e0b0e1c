package import CommandOptions
package import SMIMEBody

/// A failure of a command, with everything that is printed and reported about it.
///
/// Made from the errors of the modules: their description, and a hint of the command line.
package struct CommandFailure: Error, Equatable, Sendable {
    /// The exit status of the process.
    package let status: ExitStatus
    /// The reason code of the report, if a message or certificate was refused.
    package let reason: ReasonCode?
    /// What is wrong and with which input; lower case, no full stop.
    package let message: String
    /// The next step.
    package let hint: String
    /// The status of a SIP response, if it differs from that of the reason code.
    package var sipStatus: Int?
    /// Whether it is the requested answer, not an error.
    package var isAnswer = false
    /// Whether the only failure is that the reader closed standard output.
    package var isBrokenPipe = false

    package init(_ status: ExitStatus, reason: ReasonCode? = nil, _ message: String, hint: String) {
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
