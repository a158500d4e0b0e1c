import CMS
import FoundationEssentials
import SIPMessage
import SMIMEBody

/// `encrypt`: sign with the sender's key and envelope for the recipients.
struct Encrypt: ProtectCommand {
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
        ] + RevocationOptions.options(into: \.revocation) + protectOptions
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
            "Makes documents of up to 512 octets more or less look equally long."),
    ]

    var files = MessageOptions()
    var store = StoreOptions()
    var protecting = ProtectOptions()
    var cipher = Cipher.aes256GCM
    var rsaKeyTransport = Enveloper.RSAKeyTransport.oaep
    var isUnsigned = false
    var bucket: Int?
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
    }

    var needsRecipients: Bool { true }
    var isSigned: Bool { !isUnsigned }
    var padding: Padding? { bucket.flatMap { Padding(bucket: $0) } }

    func protector(
        from sender: SIPURI, to uris: [SIPURI], store: MessageStore, at now: Date
    ) throws(CommandFailure) -> PreparedProtector {
        return try wordedForSender {
            let anchors = try store.trustAnchors()
            let recipients = try uris.map { (uri) throws(SMIMEError) in
                try CheckedRecipient.select(
                    uri, from: try store.certificates(for: uri), trusting: anchors, at: now,
                    revocation: revocation.policy)
            }
            let names = uris.map(\.addressOfRecord).joined(separator: ", ")
            let enveloped = "enveloped (\(cipher.rawValue)) for \(names)"
            let paths = recipients.map(\.path)
            let warnings = ReportedWarning.testAuthorities(paths) + ReportedWarning.revocation(paths)
            guard !isUnsigned else {
                return PreparedProtector(
                    protector: try Protector(unsignedFrom: sender, recipients: recipients, options: options),
                    summary: "not signed, \(enveloped)", warnings: [.unsigned] + warnings)
            }
            let signer = try signer(sender, store: store, at: now)
            return PreparedProtector(
                protector: try Protector(signer: signer, recipients: recipients, options: options),
                summary: "signed by \(sender.addressOfRecord), \(enveloped)", warnings: warnings)
        }
    }

    private var options: ProtectionOptions {
        var options = ProtectionOptions()
        options.cipher = cipher.content
        options.rsaKeyTransport = rsaKeyTransport
        options.transferEncoding = protecting.transferEncoding
        options.entity = protecting.anyEntity ? .anybody : .signerOnly
        return options
    }
}
