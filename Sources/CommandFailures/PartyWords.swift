import Octets

// Errors about the parties of a message whose message names options, other than in SMIMEAgent.

extension CommandFailure {
    /// A document without a message around it.
    package static func documentAlone(missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "the input is an XML document without a SIP message around it",
            hint: "give '\(missing.joined(separator: " "))', with TYPE such as application/pidf+xml")
    }

    /// No certificate lists the recipient's telephone number with a SIP URI, or several list different ones.
    package static func numberWithoutURI(_ text: String, of command: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "'\(printable(text))' given for --to is not a number that a certificate lists with one SIP URI",
            hint: "see 'smime-presence \(command) --help', or give '--to sip:USER@DOMAIN'")
    }
}
