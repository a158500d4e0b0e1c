import CommandFiles
import CommandOptions
import SIPMessage
import SMIMEAgent

/// `sign`: signs without encrypting.
struct Sign: BatchCommand, StoreCommand {
    /// Whether the content is outside the SignedData or inside.
    enum Form: String, CaseIterable {
        case detached
        case opaque
    }

    static let name = "sign"
    static let handlesOneMessage = true
    static let summary = "sign a message's body and leave it readable"
    static let details = [
        """
        Writes MESSAGE with its body signed by the sender's key. The body stays readable to every hop. The \
        detached form (multipart/signed) is readable without S/MIME, but a proxy that changes line ends \
        breaks its signature. The opaque form (application/pkcs7-mime) travels as it is.
        """,
        """
        The sender is the address in From; in a NOTIFY it is the presence server of that domain, in a \
        response the address in To. The signature also covers the header fields that identify this message \
        and its recipients. The recipients are those of encrypt.
        """,
        """
        A MIME entity is written in Base64, for mail programs. In the detached form its lines of text end \
        with CRLF, because mail programs verify that form. A SIP message stays as it is.
        """,
        """
        --tunnel signs the whole message, as message/sip inside a message that keeps all its fields. decrypt \
        reports what changed on the way and restores the message as it was signed. To hide fields, use \
        encrypt --tunnel.
        """,
        PolicyOptions.sendingDetails,
        batchDetails,
    ]
    static var options: [Option<Sign>] {
        [
            .choice("--form", as: "FORM", into: \.form, help: "form of the signature"),
            .flag("--tunnel", into: \.isTunnelled, help: "sign the whole message, put inside itself"),
        ] + PartyOptions.signing(into: \.protecting.parties) + ProtectOptions.options(into: \.protecting)
            + BatchOptions.options()
    }
    static let examples = [
        Example("smime-presence sign publish.sip > signed.sip", "Sign a PUBLISH."),
        Example(
            "smime-presence sign --form opaque notify.sip > signed.sip", "Sign a NOTIFY in the opaque form."),
        Example("smime-presence sign --tunnel publish.sip > signed.sip", "Sign all fields of a PUBLISH."),
        Example(
            "smime-presence sign --policy rules.xml --leg encrypted.json notify.sip > signed.sip",
            "Sign only if the access leg hides the body."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var protecting = ProtectOptions()
    var form = Form.detached
    var isTunnelled = false

    func validate() throws(UsageError) {
        try protecting.validate()
        if isTunnelled, protecting.noBinding { throw .conflictingOptions("--tunnel", "--no-binding") }
    }

    func otherFiles(on console: Console) throws(CommandFailure) -> [String] {
        try store.files(on: console) + protecting.policy.inputs + protecting.parties.files
    }

    func run(on console: Console) throws(CommandFailure) {
        let sending = try protecting.sendingOptions(
            form == .detached ? .signedDetached : .signedOpaque, of: Self.self)
        // A signed tunnel is readable, so leaving fields out of the outside would hide nothing.
        let tunnelling = isTunnelled ? TunnelOptions(isTunnelled: true, outerHeaders: "none") : nil
        try protect(sending, protecting, tunnelling: tunnelling, on: console) { protected in
            "signed by \(protected.sender.addressOfRecord), readable to every hop"
        }
    }
}
