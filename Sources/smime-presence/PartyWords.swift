import Octets

// Errors about the parties of a message that have other words here than in SMIMEAgent, since they name options.

extension CommandFailure {
    /// A document without a message around it.
    static func documentAlone(missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "the input is an XML document without a SIP message around it",
            hint: "give '\(missing.joined(separator: " "))', with TYPE such as application/pidf+xml")
    }

    /// A recipient who is a telephone number that no certificate lists with a URI of SIP, or several with different ones.
    static func numberWithoutURI(_ text: String, of command: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "'\(printable(text))' given for --to is not a number that a certificate of the store lists with one SIP URI",
            hint: "see 'smime-presence \(command) --help', or give '--to sip:USER@DOMAIN'")
    }
}
