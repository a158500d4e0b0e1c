import CMS
import CertStore
import SIPMessage
import SMIMEBody

/// The signer and the recipients of a message, with a protector prepared for them.
struct SendingParties {
    let protector: Protector
    /// The recipients of the message, each once.
    let recipients: [SIPURI]
    /// The paths of the recipients' certificates; none without an envelope.
    let paths: [TrustedPath]

    /// Finds and checks the parties' certificates and keys in `store`.
    init(of outgoing: OutgoingMessage, in store: CurrentStore) throws(AgentError) {
        let options = outgoing.options
        try Self.checkNumber(of: outgoing, in: store.snapshot)
        let recipients = outgoing.needsRecipients ? try Self.recipients(of: outgoing, in: store.snapshot) : []
        self.recipients = recipients
        var content = options.content
        content.transferEncoding =
            options.transferEncoding ?? (outgoing.message.message == nil ? .base64 : .binary)
        content.innerTransferEncoding = outgoing.message.message == nil ? .base64 : .binary
        guard options.isEnveloping else {
            let signer = try Self.signer(for: outgoing, in: store)
            paths = []
            protector = try body { () throws(SMIMEError) in
                try Protector(
                    signer: signer, form: options.isDetached ? .detached : .opaque, options: content)
            }
            return
        }
        let checked = try recipients.map { (uri) throws(AgentError) in
            try store.recipient(uri, revocation: options.revocation, at: outgoing.instant)
        }
        paths = checked.map(\.path)
        let signer = options.isSigned ? try Self.signer(for: outgoing, in: store) : nil
        protector = try body { () throws(SMIMEError) in
            guard let signer else {
                return try Protector(
                    unsignedFrom: outgoing.sender, recipients: checked, options: content)
            }
            return try Protector(signer: signer, recipients: checked, options: content)
        }
    }

    /// Refuses a sender named by a number that no certificate with a key in the store lists.
    private static func checkNumber(of outgoing: OutgoingMessage, in store: StoreSnapshot) throws(AgentError)
    {
        let options = outgoing.options
        guard options.isSigned, options.sender == nil, case .telephone(let number) = outgoing.sender else {
            return
        }
        guard try reading({ () throws(CertStoreError) in try store.hasKey(for: outgoing.sender) }) else {
            throw .numberWithoutKey(number.canonical)
        }
    }

    /// Returns the recipients, each once: a second copy would only disclose that a recipient was named twice.
    ///
    /// A telephone number becomes the SIP URI that a certificate of the store lists with it.
    private static func recipients(
        of outgoing: OutgoingMessage, in store: StoreSnapshot
    ) throws(AgentError) -> [SIPURI] {
        guard outgoing.options.recipients.isEmpty else {
            var uris: [SIPURI] = []
            for address in outgoing.options.recipients {
                let found = try reading { () throws(CertStoreError) in try store.uri(of: address) }
                guard let uri = found else { throw .numberWithoutURI(address.addressOfRecord) }
                if !uris.contains(where: { $0.addressOfRecord == uri.addressOfRecord }) { uris.append(uri) }
            }
            return uris
        }
        guard let message = outgoing.message.message else { throw .recipientUnknown(nil) }
        let address = try Parties.recipientAddress(of: message)
        let found = try reading { () throws(CertStoreError) in try store.uri(of: address) }
        guard let uri = found else { throw .recipientUnknown(address.addressOfRecord) }
        return [uri]
    }

    private static func signer(
        for outgoing: OutgoingMessage, in store: CurrentStore
    ) throws(AgentError) -> CheckedSigner {
        try store.signer(
            for: outgoing.sender, signature: outgoing.options.rsaSignature, at: outgoing.instant)
    }
}
