import Octets
package import SIPMessage
package import SMIMEBody

// The words for tunnelling and padding.

extension CommandFailure {
    /// The option is about header fields, and the input has none.
    package static func needsMessage(_ option: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(option)' requires a whole SIP message",
            hint: "give the whole message, or leave '\(option)' out")
    }

    /// Overwriting the file would lose the mapping for the response to an earlier message.
    package static func dialogFileExists(_ file: String) -> CommandFailure {
        CommandFailure(
            .environment, "'\(file)' exists already, and may be needed for another response",
            hint: "name another file, or remove it when that response has come")
    }
}

extension Tunnel {
    /// The end of the summary: what was put inside.
    package var words: String {
        let names =
            omittedNames.isEmpty
            ? "" : "; only inside: \(omittedNames.map(printable).joined(separator: ", "))"
        return ", the whole message inside" + names
    }
}

extension SIPMessage {
    /// The end of the summary of a restored message.
    package var wordsForRestored: String {
        "; the whole message was inside, from \(printable(from.uri))"
    }
}
