// The words for a body that came without the message that would say who it is from and for.

extension CommandFailure {
    /// A document without a message around it.
    static func documentAlone(missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "the input is an XML document without a SIP message around it",
            hint: "give '\(missing.joined(separator: " "))', with TYPE such as application/pidf+xml")
    }

    /// A body on its own without the options that say who it is from and for.
    static func needsParties(_ missing: [String]) -> CommandFailure {
        CommandFailure(
            .usage, "a body without a SIP message does not name its sender and recipients",
            hint: "give '\(missing.joined(separator: " "))'")
    }
}
