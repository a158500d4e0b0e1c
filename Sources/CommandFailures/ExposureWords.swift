package import Exposure
import Octets
package import PacketCaptures
import SMIMEBody

// The failures of `exposure` and `assess`.

extension CommandFailure {
    /// Findings of the severity of `--fail-on` or above remain.
    package static func exposed(
        _ severity: Severity, names: [String], in file: String, messages: Int, of count: Int,
        canBeLowered: Bool
    ) -> CommandFailure {
        let more = names.count > 6 ? ", and \(names.count - 6) more" : ""
        let list = names.prefix(6).map(printable).joined(separator: ", ") + more
        let range = severity == .critical ? "critical" : "\(severity.rawValue) or above"
        let place =
            count == 1 ? "" : " in \(messages) of \(count) messages, first in \(printable(file))"
        return CommandFailure(
            .refused, "findings of severity \(range) remain\(place): \(list)",
            hint: canBeLowered
                ? "see 'best you could do' in the report for the command that hides more"
                : "no option of encrypt hides more: raise '--fail-on', or use a list or an alias as target"
        )
    }

    /// Some of several messages are unreadable.
    package static func unreadMessages(_ count: Int, first: String, _ why: String) -> CommandFailure {
        CommandFailure(
            .refused, reason: .malformed,
            "could not read \(counted(count, "message")), first \(printable(first)): \(why)",
            hint: "the report has the others; remove the unreadable messages, or report on each alone")
    }

    /// The message of `--before` is of another kind or dialog.
    package static func notBefore(_ file: String) -> CommandFailure {
        CommandFailure(
            .refused, reason: .malformed,
            "'\(printable(file))' is a message of another kind or dialog, so that comparing says nothing",
            hint: "give the message as it was before protection with '--before'")
    }

    /// Standard input is a capture, which must be a file.
    package static var captureOnStandardInput: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is a packet capture, not a message",
            hint: "name the file: 'smime-presence exposure FILE'")
    }

    /// The input has no SIP message.
    package static var noMessages: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "no SIP message found in the input",
            hint:
                "give files that begin with a request line or a status line, or a capture of unencrypted SIP"
        )
    }

    /// The input has more messages than the limit.
    package static func tooManyMessages(limit: Int) -> CommandFailure {
        CommandFailure(
            .refused, reason: .tooLarge, "there are more than \(limit) messages",
            hint: "give fewer at a time")
    }
}

extension PacketCapture.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .needsTool(let file):
            CommandFailure(
                .environment, "'\(printable(file))' is a packet capture, and tshark is not installed",
                hint: "install it ('apt-get install tshark'), or give the messages as files")
        case .unreadable(let file):
            CommandFailure(
                .refused, reason: .malformed, "tshark cannot read '\(printable(file))'",
                hint: "check it with 'tshark -r'")
        case .tooLarge(let file):
            CommandFailure(
                .refused, reason: .tooLarge,
                "'\(printable(file))' is too large to decode at once",
                hint: "cut it into smaller captures, with 'editcap -c'")
        }
    }
}
