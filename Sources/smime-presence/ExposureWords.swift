import Exposure
import Octets
import SMIMEBody

// The words for people about exposure.

extension CommandFailure {
    /// What `--fail-on` forbids stays readable.
    static func exposed(
        _ severity: Severity, names: [String], in file: String, messages: Int, of count: Int,
        canBeLowered: Bool
    ) -> CommandFailure {
        let more = names.count > 6 ? ", and \(names.count - 6) more" : ""
        let list = names.prefix(6).map(printable).joined(separator: ", ") + more
        let weight = severity == .critical ? "critical" : "\(severity.rawValue) or graver"
        let place =
            count == 1 ? "" : " in \(messages) of \(count) messages; the first is \(printable(file)) with"
        return CommandFailure(
            .refused, "what is \(weight) stays readable\(place): \(list)",
            hint: canBeLowered
                ? "the report says of each what helps; its 'best you could do' names the command that hides more"
                : "no option of encrypt hides more: choose a gate that such messages can pass, or hide the target with a list or an alias"
        )
    }

    /// Some of many messages are none.
    static func unreadMessages(_ count: Int, first: String, _ why: String) -> CommandFailure {
        CommandFailure(
            .refused, reason: .malformed,
            "\(count) of the messages could not be read, the first \(printable(first)): \(why)",
            hint: "the others are in the report; take these away, or look at each alone")
    }

    /// A capture does not come by standard input.
    static var captureOnStandardInput: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "the input is a packet capture and no message",
            hint: "name the file: 'smime-presence exposure FILE'")
    }

    /// Nothing to look at.
    static var noMessages: CommandFailure {
        CommandFailure(
            .refused, reason: .malformed, "there is no SIP message in what was named",
            hint:
                "a message begins with a request line or a status line, and a capture must hold SIP in the clear"
        )
    }

    /// More than are looked at together.
    static func tooManyMessages(limit: Int) -> CommandFailure {
        CommandFailure(
            .refused, reason: .tooLarge, "there are more than \(limit) messages",
            hint: "give fewer at a time")
    }
}

extension PacketCapture.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .needsTool(let file):
            CommandFailure(
                .surroundings, "'\(printable(file))' is a packet capture, and tshark is not installed",
                hint: "install it ('apt-get install tshark'), or give the messages as files")
        case .unreadable(let file):
            CommandFailure(
                .refused, reason: .malformed, "tshark cannot read '\(printable(file))'",
                hint: "check it with 'tshark -r'")
        case .tooLarge(let file):
            CommandFailure(
                .refused, reason: .tooLarge,
                "'\(printable(file))' holds more than is taken apart at a time",
                hint: "cut it into smaller captures, with 'editcap -c'")
        }
    }
}
