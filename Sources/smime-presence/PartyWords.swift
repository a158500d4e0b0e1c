import CMS
import Octets

// Errors for a body without the message that would name its sender and recipients, and for keys that do not suit.

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

    /// A sender who is a telephone number that no certificate with a key lists.
    static func numberWithoutKey(_ uri: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(printable(uri))' does not say whose signature it has",
            hint: "give '--from URI', or make a certificate that lists it with 'smime-presence cert issue "
                + "sip:\(printable(String(uri.dropFirst(4))))@DOMAIN --tel'")
    }

    /// A recipient who is a telephone number that no certificate lists with a URI of SIP, or several with different ones.
    static func numberWithoutURI(_ text: String, of command: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "'\(printable(text))' given for --to is not a number that a certificate of the store lists with one SIP URI",
            hint: "see 'smime-presence \(command) --help', or give '--to sip:USER@DOMAIN'")
    }

    /// A signature of PKCS#1 v1.5 by a key that makes none.
    static func pssKey(of certificate: Certificate) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(certificate.title) is for an RSASSA-PSS key, which makes no PKCS#1 v1.5 signature (RFC 4055 §1.2)",
            hint: "leave '--rsa-signature' out, or give '--rsa-signature pss'")
    }
}

extension CommandFailure {
    /// The message does not say who it is from or for in a way that a certificate could answer to.
    static func needsOption(_ option: String, because found: String?, or other: String? = nil)
        -> CommandFailure
    {
        let options = other.map { "'\(option) URI' or '\($0)'" } ?? "'\(option) URI'"
        let reason = found.map { "'\(printable($0))' does not say" } ?? "a body on its own does not say"
        let what = option == "--from" ? "whose signature it has" : "whom it is for"
        return CommandFailure(.usage, "\(reason) \(what)", hint: "give \(options)")
    }
}
