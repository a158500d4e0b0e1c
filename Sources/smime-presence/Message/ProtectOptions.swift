import CMS
import CommandOptions
import SMIMEAgent
import SMIMEBody

/// The options that `encrypt` and `sign` share.
struct ProtectOptions {
    var from: String?
    var to: [String] = []
    var noBinding = false
    /// By default PKCS#1 v1.5, and RSASSA-PSS for keys that allow nothing else.
    var rsaSignature: Signer.RSASignature?
    /// By default binary in SIP messages, and Base64 in MIME entities, for mail programs (RFC 8551 §3.1.2).
    var transferEncoding: ProtectionOptions.TransferEncoding?
    var anyEntity = false
    var strictPIDF = false
    var policy = PolicyOptions()
    var parties = PartyOptions()

    /// The options of `encrypt` and `sign`.
    static func options<C: MessageCommand & StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, ProtectOptions>
    ) -> [Option<C>] {
        [
            .value(
                "--from", as: "URI", into: path().appending(path: \.from),
                help: "sign as this sip: or tel: URI (default: the sender of the message)"),
            .values(
                "--to", as: "URI", into: path().appending(path: \.to),
                help: "a recipient (default: the recipient of the message)"),
            .flag(
                "--no-binding", into: path().appending(path: \.noBinding),
                help: "sign the body alone, so that it is valid in any other message; only for old peers"
            ).loosening(),
            .choice(
                "--rsa-signature", as: "KIND", into: path().appending(path: \.rsaSignature),
                help: "signature of RSA keys (default: pkcs1; pss for RSASSA-PSS keys)"),
            .choice(
                "--transfer-encoding", as: "KIND", into: path().appending(path: \.transferEncoding),
                help:
                    "encoding of the protected body (default: binary in SIP "
                    + "messages, base64 in MIME entities)"
            ),
            .flag(
                "--any-entity", into: path().appending(path: \.anyEntity),
                help: "also protect a presence document about a different user"),
            .flag(
                "--strict-pidf", into: path().appending(path: \.strictPIDF),
                help: "refuse presence documents that violate RFC 3863"),
            C.bodyOption, C.mimeOption, C.outputOption, C.reportOption,
        ] + PolicyOptions.options(into: path().appending(path: \.policy))
            + [PolicyOptions.politeBlockOption(into: path().appending(path: \.policy))] + C.storeOptions
    }

    func validate() throws(UsageError) {
        try policy.validate()
        try parties.validate(own: "--signer")
    }

    /// Returns the options for the agent.
    func sendingOptions<C: MessageCommand>(
        _ protection: SendingOptions.Protection, of command: C.Type
    ) throws(CommandFailure) -> SendingOptions {
        var options = SendingOptions(protection, operation: C.name)
        options.sender = try from.map { (text) throws(CommandFailure) in try C.address(text, option: "--from")
        }
        options.recipients = try to.map { (text) throws(CommandFailure) in try C.address(text, option: "--to")
        }
        options.isBound = !noBinding
        options.rsaSignature = rsaSignature
        options.transferEncoding = transferEncoding
        options.content.entity = anyEntity ? .any : .signerOnly
        options.content.presence = strictPIDF ? .strict : .lenient
        return options
    }

    /// Adds the recipients from files; for a body without a message also the signer's address.
    func adding(
        _ given: GivenParties, to options: SendingOptions, isBare: Bool
    ) throws(CommandFailure) -> SendingOptions {
        var options = options
        options.recipients += try given.recipientAddresses()
        if isBare, options.sender == nil { options.sender = given.own.first?.certificate.address }
        return options
    }

    /// The missing options that name sender and recipients of a body without a message.
    func missingParties(isEnveloping: Bool) -> [String] {
        (from == nil && parties.signer == nil ? ["--from URI"] : [])
            + (isEnveloping && to.isEmpty && parties.recipients.isEmpty ? ["--to URI"] : [])
    }
}
