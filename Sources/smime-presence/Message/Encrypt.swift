import CMS
import CommandFiles
import CommandOptions
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// `encrypt`: signs with the sender's key and envelopes for the recipients.
struct Encrypt: BatchCommand, StoreCommand {
    /// A cipher for sending.
    struct Cipher: CaseIterable, RawRepresentable {
        static let allCases = ContentCipher.preferred.map { Cipher($0) }

        let content: ContentCipher
        var rawValue: String { content.name }

        private init(_ content: ContentCipher) { self.content = content }

        init?(rawValue name: String) {
            guard let cipher = Self.allCases.first(where: { $0.rawValue == name }) else { return nil }
            self = cipher
        }
    }

    static let name = "encrypt"
    static let handlesOneMessage = true
    static let summary = "sign a message's body and encrypt it for its recipients"
    static let details = [
        """
        Writes MESSAGE with its body signed by the sender's key and encrypted for the recipients. All other \
        header lines stay as they are. Standard error summarizes what the headers still show; --report lists \
        it.
        """,
        """
        The sender is the address in From; in a NOTIFY it is the presence server of that domain, in a \
        response the address in To. The recipient is the presence server of the Request-URI's domain for \
        PUBLISH and SUBSCRIBE, the address in To for NOTIFY and MESSAGE, and the address in From for \
        responses. Other methods require --to.
        """,
        """
        Each recipient's certificate must name the recipient, allow encryption, be valid and not revoked \
        now, and chain to a trust anchor of the store. The signature also covers the header fields that \
        identify this message and its recipients: a copy of the body in another message, or sent to another \
        recipient, is refused.
        """,
        """
        --tunnel puts the whole message inside the body, as message/sip; the message may then have no body \
        of its own. --outer-headers selects the fields that also stay outside; 'anonymous' is refused for \
        NOTIFY, responses and requests in a dialog. A Date is added. The outer fields are signed inside, so \
        that decrypt detects changes. To tunnel the response to a tunnelled request, take the address for \
        --to from 'tunnel' in the report of decrypt.
        """,
        """
        The cipher is the first authenticating one in the list of what the recipient's programs open, from \
        the certificate or kept by 'cert learn'; with several recipients the first one in all lists; without \
        a list AES-256-GCM. If all lists name derived keys, the key is derived as with --derive-key. With \
        --cipher the lists count for nothing.
        """,
        PolicyOptions.sendingDetails,
        batchDetails,
    ]
    static var options: [Option<Encrypt>] {
        [
            .choice(
                "--cipher", as: "CIPHER", into: \.cipher,
                help:
                    "content encryption (default: the recipients' choice, else aes-256-gcm); CBC only for "
                    + "old peers"
            ).loosening { Cipher(rawValue: $0)?.content.isAuthenticated == false },
            .flag(
                "--derive-key", into: \.derivesKey,
                help:
                    "derive the content key from the transported key and the cipher (RFC 9709); few "
                    + "receivers can open this"),
            .choice(
                "--rsa-key-transport", as: "KIND", into: \.rsaKeyTransport,
                help: "key transport for RSA recipients"
            ).loosening { $0 == "pkcs1" },
            .flag(
                "--unsigned", into: \.isUnsigned,
                help: "encrypt without a signature: nothing proves the sender"
            ).loosening(),
            .integer(
                "--pad", as: "OCTETS", in: Padding.buckets, into: \.bucket,
                help: "hide the body's length: pad the signed content to a multiple of OCTETS"),
            .flag(
                "--tunnel", into: \.tunnelled.isTunnelled,
                help: "put the whole message inside, padded to a multiple of 256 octets unless --pad is given"
            ),
            .value(
                "--outer-headers", as: "POLICY", into: \.tunnelled.outerHeaders,
                help:
                    "with --tunnel, the outer header: minimal (default), anonymous, none (all fields stay, "
                    + "hides none), or a FILE of field names to omit, one per line"
            ),
            .value(
                "--rewrite-dialog", as: "FILE", into: \.tunnelled.dialogFile,
                help:
                    "with --outer-headers anonymous, also replace From and Call-ID; FILE, which must be new, "
                    + "gets both pairs as JSON, to match the response with"
            ),
        ] + PartyOptions.sending(into: \.protecting.parties)
            + RevocationOptions.options(into: \.revocation) + ProtectOptions.options(into: \.protecting)
            + BatchOptions.options()
    }
    static let examples = [
        Example(
            "smime-presence encrypt publish.sip > protected.sip",
            "Protect a PUBLISH for the presence server."),
        Example(
            "smime-presence encrypt --report report.json -o protected.sip notify.sip",
            "Protect a NOTIFY for its watcher, and report what stays readable."),
        Example(
            "smime-presence encrypt --to sip:bob@example.test --cipher aes-128-gcm "
                + "publish.sip > protected.sip",
            "Protect a message for another recipient."),
        Example(
            "smime-presence encrypt --pad 512 publish.sip > protected.sip",
            "Hide the length of the document, to within 512 octets."),
        Example(
            "smime-presence encrypt --tunnel publish.sip > protected.sip",
            "Hide Subject, User-Agent and other fields too."),
        Example(
            "smime-presence encrypt --tunnel --outer-headers anonymous --rewrite-dialog dialog.json "
                + "publish.sip > protected.sip",
            "Hide From and Call-ID too. Contact stays; in a PUBLISH, Request-URI and To name the sender."
        ),
        Example(
            "smime-presence encrypt --tunnel --outer-headers hidden.txt notify.sip > protected.sip",
            "Hide the fields that a file lists."),
        Example(
            "smime-presence encrypt --policy enveloped.xml publish.sip > protected.sip",
            "Refuse to send what the rules do not allow."),
        Example(
            "smime-presence encrypt --policy rules.xml --polite-block notify.sip > protected.sip",
            "Send a document that says 'unavailable' if the watcher's leg is not known to be protected."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var protecting = ProtectOptions()
    /// By default the one that the recipients' capabilities choose.
    var cipher: Cipher?
    var derivesKey = false
    var rsaKeyTransport = Enveloper.RSAKeyTransport.oaep
    var isUnsigned = false
    var bucket: Int?
    var tunnelled = TunnelOptions()
    var revocation = RevocationOptions()

    func validate() throws(UsageError) {
        if isUnsigned, let cipher, !cipher.content.isAuthenticated {
            throw .conflictingOptions("--unsigned", "--cipher \(cipher.rawValue)")
        }
        if bucket != nil {
            // Padding is part of what binds a body to its message.
            if isUnsigned { throw .conflictingOptions("--pad", "--unsigned") }
            if protecting.noBinding { throw .conflictingOptions("--pad", "--no-binding") }
        }
        if isUnsigned, protecting.parties.signer != nil {
            throw .conflictingOptions("--unsigned", "--signer")
        }
        try protecting.validate()
        try tunnelled.validate()
        if tunnelled.isTunnelled {
            if isUnsigned { throw .conflictingOptions("--tunnel", "--unsigned") }
            if protecting.noBinding { throw .conflictingOptions("--tunnel", "--no-binding") }
        }
    }

    func otherFiles(on console: Console) throws(CommandFailure) -> [String] {
        try store.files(on: console) + protecting.policy.inputs + protecting.parties.files
            + tunnelled.files.compactMap(\.self)
    }

    func run(on console: Console) throws(CommandFailure) {
        let protection: SendingOptions.Protection = isUnsigned ? .envelopedUnsigned : .signedAndEnveloped
        var sending = try protecting.sendingOptions(protection, of: Self.self)
        sending.content.cipher = cipher?.content
        sending.content.keyDerivation = derivesKey ? .hkdfSHA256 : nil
        sending.content.rsaKeyTransport = rsaKeyTransport
        sending.padding =
            bucket.flatMap { Padding(bucket: $0) } ?? (tunnelled.isTunnelled ? .standard : nil)
        sending.revocation = revocation.policy
        try protect(
            sending, protecting, tunnelling: tunnelled.isTunnelled ? tunnelled : nil, on: console
        ) { protected in
            let names = protected.recipients.map(\.addressOfRecord).joined(separator: ", ")
            return (isUnsigned ? "not signed" : "signed by \(protected.sender.addressOfRecord)")
                + ", enveloped (\(Self.words(for: protected.cipherChoice))) for \(names)"
        }
    }

    /// "aes-256-gcm, derived key", for people.
    private static func words(for choice: CipherChoice?) -> String {
        guard let choice else { return "" }
        return choice.cipher.name + (choice.keyDerivation == nil ? "" : ", derived key")
    }
}
