// Errors for a body without the message that would name its sender and recipients.

extension CommandFailure {
    /// A document without a message around it.
    static func documentAlone(missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "the input is an XML document without a SIP message around it",
            hint: "give '\(missing.joined(separator: " "))', with TYPE such as application/pidf+xml")
    }

    /// A body without a message, without the options that name its sender and recipients.
    static func needsParties(_ missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "a body without a SIP message does not name its sender and recipients",
            hint: "give '\(missing.joined(separator: " "))'")
    }
}
