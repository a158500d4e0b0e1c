import Octets
import SIPMessage
import SMIMEBody

// The words for tunnelling and padding.

extension CommandFailure {
    /// The option has to do with the header fields of a message, and there are none.
    static func needsMessage(_ option: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(option)' has no meaning for a body on its own",
            hint: "give it a whole SIP message, or leave '\(option)' out")
    }

    /// An earlier message's response could not be told from others any more.
    static func dialogFileExists(_ file: String) -> CommandFailure {
        CommandFailure(
            .surroundings, "'\(file)' is there already, and may be needed for another response",
            hint: "name another file, or remove it when that response has come")
    }
}

extension Tunnel {
    /// What was put inside, behind what was done.
    var words: String {
        let names =
            omittedNames.isEmpty
            ? "" : "; only inside: \(omittedNames.map(printable).joined(separator: ", "))"
        return ", the whole message inside" + names
    }
}

extension SIPMessage {
    /// What was written of a message that came inside another.
    var wordsForRestored: String {
        "; the whole message was inside, from \(printable(from.uri))"
    }
}
