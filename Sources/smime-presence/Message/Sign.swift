import CommandOptions
import SIPMessage
import SMIMEAgent

/// `sign`: sign only.
struct Sign: MessageCommand, StoreCommand {
    /// Where the signed content stands.
    enum Form: String, CaseIterable {
        case detached
        case opaque
    }

    static let name = "sign"
    static let summary = "sign a message's body and leave it readable"
    static let details = [
        """
        Writes MESSAGE again with its body signed by the sender's key: detached as multipart/signed, which readers \
        without S/MIME can still show, or opaque as application/pkcs7-mime, which no proxy can damage unnoticed. \
        The sender is the address in From (in a NOTIFY the presence server of its domain, in a response the \
        address in To). With the body are signed the fields that make it part of this message and meant for its \
        recipients, who are found as for encrypt. Everybody on the way reads the body.
        """,
        """
        A MIME entity is written in Base64, for mail programs; signed detached, its text gets CRLF line ends, which they \
        verify. A SIP message stays as it is.
        """,
        """
        With --tunnel the whole message is signed, as message/sip inside the one outside, which keeps all its fields: \
        decrypt tells what was changed on the way and gives the message back as it was signed. To hide fields, use \
        encrypt --tunnel.
        """,
        PolicyOptions.sendingDetails,
    ]
    static var options: [Option<Sign>] {
        [
            .choice("--form", as: "FORM", into: \.form, help: "where the signed content stands"),
            .flag("--tunnel", into: \.isTunnelled, help: "sign the whole message, put inside itself"),
        ] + ProtectOptions.options(into: \.protecting)
    }
    static let examples = [
        Example("smime-presence sign publish.sip > signed.sip", "Signs a PUBLISH."),
        Example(
            "smime-presence sign --form opaque notify.sip > signed.sip", "Signs a NOTIFY in the opaque form."),
        Example("smime-presence sign --tunnel publish.sip > signed.sip", "Signs all of a PUBLISH."),
        Example(
            "smime-presence sign --policy rules.xml --leg encrypted.json notify.sip > signed.sip",
            "Signs where the leg hides what a signature does not."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var protecting = ProtectOptions()
    var form = Form.detached
    var isTunnelled = false

    func validate() throws(UsageError) {
        try protecting.policy.validate()
        if isTunnelled, protecting.noBinding { throw .conflictingOptions("--tunnel", "--no-binding") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let sending = try protecting.sendingOptions(
            form == .detached ? .signedDetached : .signedOpaque, of: Self.self)
        // A signed tunnel is readable, so leaving fields out of the outside would hide nothing.
        let tunnelling = isTunnelled ? TunnelOptions(isTunnelled: true, outerHeaders: "none") : nil
        try protect(sending, protecting, tunnelling: tunnelling, on: console) { protected in
            "signed by \(protected.sender.addressOfRecord), readable by everybody"
        }
    }
}
