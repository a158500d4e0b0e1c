import CMS
import CommandOptions
import SMIMEAgent
import SMIMEBody

/// What `encrypt` and `sign` have in common.
struct ProtectOptions {
    var from: String?
    var to: [String] = []
    var noBinding = false
    /// By default that of PKCS#1 v1.5, and RSASSA-PSS of keys that make no other.
    var rsaSignature: Signer.RSASignature?
    /// As SIP has it in messages; for MIME entities the encoding that mail programs read (RFC 8551 §3.1.2).
    var transferEncoding: ProtectionOptions.TransferEncoding?
    var anyEntity = false
    var strictPIDF = false
    var policy = PolicyOptions()

    /// The options of `encrypt` and `sign`.
    static func options<C: MessageCommand & StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, ProtectOptions>
    ) -> [Option<C>] {
        [
            .value(
                "--from", as: "URI", into: path().appending(path: \.from),
                help: "sign as this sip: or tel: URI; default: the sender of the message"),
            .values(
                "--to", as: "URI", into: path().appending(path: \.to),
                help: "a recipient, as often as needed; default: the message's recipient"),
            .flag(
                "--no-binding", into: path().appending(path: \.noBinding),
                help: "sign the body alone, so that it stays true in any other message; for old peers only"),
            .choice(
                "--rsa-signature", as: "KIND", into: path().appending(path: \.rsaSignature),
                help: "signature of RSA keys; default: pkcs1, pss for keys that are for RSASSA-PSS alone"),
            .choice(
                "--transfer-encoding", as: "KIND", into: path().appending(path: \.transferEncoding),
                help:
                    "how the protected body travels; default: binary in SIP messages, base64 in MIME entities"
            ),
            .flag(
                "--any-entity", into: path().appending(path: \.anyEntity),
                help: "also protect a presence document about somebody else"),
            .flag(
                "--strict-pidf", into: path().appending(path: \.strictPIDF),
                help: "refuse presence documents that depart from RFC 3863"),
            C.bodyOption, C.mimeOption, C.outputOption, C.reportOption,
        ] + PolicyOptions.options(into: path().appending(path: \.policy))
            + [PolicyOptions.politeBlockOption(into: path().appending(path: \.policy))] + C.storeOptions
    }

    /// What the agent is asked for.
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

    /// The options that say who a body without a message is from and for, and were not given.
    func missingParties(isEnveloping: Bool) -> [String] {
        (from == nil ? ["--from URI"] : []) + (isEnveloping && to.isEmpty ? ["--to URI"] : [])
    }
}
