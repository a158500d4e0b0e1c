import CMS
import CommandOptions
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `encrypt`: sign with the sender's key and envelope for the recipients.
struct Encrypt: MessageCommand, StoreCommand {
    /// The ciphers that are sent.
    enum Cipher: String, CaseIterable {
        case aes256GCM = "aes-256-gcm"
        case aes128GCM = "aes-128-gcm"
        case aes256CBC = "aes-256-cbc"
        case aes128CBC = "aes-128-cbc"

        var content: ContentCipher {
            switch self {
            case .aes256GCM: .aes256GCM
            case .aes128GCM: .aes128GCM
            case .aes256CBC: .aes256CBC
            case .aes128CBC: .aes128CBC
            }
        }
    }

    static let name = "encrypt"
    static let summary = "sign a message's body and envelope it for its recipients"
    static let details = [
        """
        Writes MESSAGE again with its body signed by the sender's key and enveloped for the recipients; every other \
        header line stays as it is. The sender is the address in From (in a NOTIFY the presence server of its \
        domain, in a response the address in To). The recipient is the presence server of the Request-URI's domain \
        for PUBLISH and SUBSCRIBE, the address in To for NOTIFY and MESSAGE, the address in From for responses; \
        other methods need --to.
        """,
        """
        Each recipient's certificate must chain to a trust anchor of the store, be valid and not revoked now, be fit \
        for encryption and name the recipient. With the body are signed the fields that make it part of this message \
        and meant for these recipients: in another message, or for others, it is refused. What the headers still show \
        is summed up on standard error and listed in the report.
        """,
        """
        With --tunnel the whole message goes inside, as message/sip, and may be without a body; outside stays what \
        --outer-headers lets stay, and a Date. The fields outside are signed inside, so that decrypt tells what was \
        meant from what was changed. A response to a tunnelled request is tunnelled too: the report of decrypt has the \
        member 'tunnel' then, and names whom to answer with --to. 'anonymous' is refused for NOTIFY, responses and \
        requests in a dialog.
        """,
        PolicyOptions.sendingDetails,
    ]
    static var options: [Option<Encrypt>] {
        [
            .choice(
                "--cipher", as: "CIPHER", into: \.cipher, help: "content encryption; CBC for old peers only"),
            .choice(
                "--rsa-key-transport", as: "KIND", into: \.rsaKeyTransport,
                help: "key transport to RSA recipients"),
            .flag("--unsigned", into: \.isUnsigned, help: "envelope alone: nothing proves who sent it"),
            .integer(
                "--pad", as: "OCTETS", in: Padding.buckets, into: \.bucket,
                help: "hide the body's length: what is signed is as long as a multiple of OCTETS"),
            .flag(
                "--tunnel", into: \.tunnelled.isTunnelled,
                help: "put the whole message inside, padded to 256 octets unless --pad says otherwise"),
            .value(
                "--outer-headers", as: "POLICY", into: \.tunnelled.outerHeaders,
                help:
                    "with --tunnel, what stands outside too: none (nothing is left out, so that nothing is hidden), minimal (default), anonymous, or a FILE with the names of fields to leave out, one a line"
            ),
            .value(
                "--rewrite-dialog", as: "FILE", into: \.tunnelled.dialogFile,
                help:
                    "with --outer-headers anonymous, also replace From and Call-ID; FILE, which must be new, gets both pairs as JSON, for the response"
            ),
        ] + RevocationOptions.options(into: \.revocation) + ProtectOptions.options(into: \.protecting)
    }
    static let examples = [
        Example(
            "smime-presence encrypt publish.sip > protected.sip",
            "Protects a PUBLISH for the presence server."),
        Example(
            "smime-presence encrypt --report report.json -o protected.sip notify.sip",
            "Protects a NOTIFY for its watcher and reports what stays readable."),
        Example(
            "smime-presence encrypt --to sip:bob@example.test --cipher aes-128-gcm publish.sip > protected.sip",
            "Protects a message for somebody else."),
        Example(
            "smime-presence encrypt --pad 512 publish.sip > protected.sip",
            "Makes documents look equally long, within 512 octets."),
        Example(
            "smime-presence encrypt --tunnel publish.sip > protected.sip",
            "Hides Subject, User-Agent and other fields too."),
        Example(
            "smime-presence encrypt --tunnel --outer-headers anonymous --rewrite-dialog dialog.json publish.sip > protected.sip",
            "Hides also From and Call-ID; Contact stays, and in a PUBLISH the Request-URI and To name the sender."
        ),
        Example(
            "smime-presence encrypt --tunnel --outer-headers hidden.txt notify.sip > protected.sip",
            "Hides the fields that a file names."),
        Example(
            "smime-presence encrypt --policy enveloped.xml publish.sip > protected.sip",
            "Asks first whether this may be sent to anybody."),
        Example(
            "smime-presence encrypt --policy rules.xml --polite-block notify.sip > protected.sip",
            "Shows nothing to a watcher whose leg is not known to be protected."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var protecting = ProtectOptions()
    var cipher = Cipher.aes256GCM
    var rsaKeyTransport = Enveloper.RSAKeyTransport.oaep
    var isUnsigned = false
    var bucket: Int?
    var tunnelled = TunnelOptions()
    var revocation = RevocationOptions()

    func validate() throws(UsageError) {
        if isUnsigned, !cipher.content.isAuthenticated {
            throw .conflictingOptions("--unsigned", "--cipher \(cipher.rawValue)")
        }
        if bucket != nil {
            // Padding is part of what binds a body to its message.
            if isUnsigned { throw .conflictingOptions("--pad", "--unsigned") }
            if protecting.noBinding { throw .conflictingOptions("--pad", "--no-binding") }
        }
        try protecting.policy.validate()
        try tunnelled.validate()
        if tunnelled.isTunnelled {
            if isUnsigned { throw .conflictingOptions("--tunnel", "--unsigned") }
            if protecting.noBinding { throw .conflictingOptions("--tunnel", "--no-binding") }
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let protection: SendingOptions.Protection = isUnsigned ? .envelopedUnsigned : .signedAndEnveloped
        var sending = try protecting.sendingOptions(protection, of: Self.self)
        sending.content.cipher = cipher.content
        sending.content.rsaKeyTransport = rsaKeyTransport
        sending.padding =
            bucket.flatMap { Padding(bucket: $0) } ?? (tunnelled.isTunnelled ? .standard : nil)
        sending.revocation = revocation.policy
        try protect(
            sending, protecting, tunnelling: tunnelled.isTunnelled ? tunnelled : nil, on: console
        ) { protected in
            let names = protected.recipients.map(\.addressOfRecord).joined(separator: ", ")
            return (isUnsigned ? "not signed" : "signed by \(protected.sender.addressOfRecord)")
                + ", enveloped (\(cipher.rawValue)) for \(names)"
        }
    }
}
