import CMS
import SIPMessage
import SMIMEBody

/// Who signs a message and for whom it is, with a protector that is prepared for them.
struct SendingParties {
    let protector: Protector
    /// For whom the message is, each once.
    let recipients: [SIPURI]
    /// The paths of the recipients' certificates; none if nothing is enveloped.
    let paths: [TrustedPath]

    /// Finds the parties' certificates and keys in `store`, and checks them.
    init(of outgoing: OutgoingMessage, in store: MessageStore) throws(AgentError) {
        let options = outgoing.options
        try Self.checkNumber(of: outgoing, in: store)
        let recipients = outgoing.needsRecipients ? try Self.recipients(of: outgoing, in: store) : []
        self.recipients = recipients
        var content = options.content
        content.transferEncoding =
            options.transferEncoding ?? (outgoing.message.message == nil ? .base64 : .binary)
        content.innerTransferEncoding = outgoing.message.message == nil ? .base64 : .binary
        guard options.isEnveloping else {
            let signer = try Self.signer(for: outgoing, in: store, trusting: nil)
            paths = []
            protector = try body { () throws(SMIMEError) in
                try Protector(
                    signer: signer, form: options.isDetached ? .detached : .opaque, options: content)
            }
            return
        }
        let anchors = try body(store.trustAnchors)
        let checked = try body { () throws(SMIMEError) in
            try recipients.map { (uri) throws(SMIMEError) in
                try CheckedRecipient.select(
                    uri, from: try store.certificates(for: uri), trusting: anchors, at: outgoing.instant,
                    revocation: options.revocation)
            }
        }
        paths = checked.map(\.path)
        let signer = options.isSigned ? try Self.signer(for: outgoing, in: store, trusting: anchors) : nil
        protector = try body { () throws(SMIMEError) in
            guard let signer else {
                return try Protector(
                    unsignedFrom: outgoing.sender, recipients: checked, options: content)
            }
            return try Protector(signer: signer, recipients: checked, options: content)
        }
    }

    /// Refuses a sender that the message names by a number which is in no certificate with a key here.
    private static func checkNumber(of outgoing: OutgoingMessage, in store: MessageStore) throws(AgentError) {
        let options = outgoing.options
        guard options.isSigned, options.sender == nil, case .telephone(let number) = outgoing.sender else {
            return
        }
        let isFiled = try body { () throws(SMIMEError) in try store.hasKey(for: outgoing.sender) }
        guard isFiled else { throw .numberWithoutKey(number.canonical) }
    }

    /// For whom the message is, each once: a second copy would only disclose that a recipient was named twice.
    ///
    /// A telephone number is the URI of SIP that a certificate of the store lists with it.
    private static func recipients(
        of outgoing: OutgoingMessage, in store: MessageStore
    ) throws(AgentError) -> [SIPURI] {
        guard outgoing.options.recipients.isEmpty else {
            var uris: [SIPURI] = []
            for address in outgoing.options.recipients {
                let found = try body { () throws(SMIMEError) in try store.uri(of: address) }
                guard let uri = found else { throw .numberWithoutURI(address.addressOfRecord) }
                if !uris.contains(where: { $0.addressOfRecord == uri.addressOfRecord }) { uris.append(uri) }
            }
            return uris
        }
        guard let message = outgoing.message.message else { throw .recipientUnknown(nil) }
        let address = try Parties.recipientAddress(of: message)
        let found = try body { () throws(SMIMEError) in try store.uri(of: address) }
        guard let uri = found else { throw .recipientUnknown(address.addressOfRecord) }
        return [uri]
    }

    /// The signer, out of the store; `anchors` are those that were read already.
    private static func signer(
        for outgoing: OutgoingMessage, in store: MessageStore, trusting anchors: TrustAnchors?
    ) throws(AgentError) -> CheckedSigner {
        let signature = outgoing.options.rsaSignature
        var candidates = try body { () throws(SMIMEError) in
            try store.keyedCertificates(for: outgoing.sender)
        }
        if signature == .pkcs1, let newest = candidates.first {
            candidates.removeAll { $0.certificate.facts.key.isForPSSAlone }
            if candidates.isEmpty { throw .pssKey(of: newest.certificate) }
        }
        return try body { () throws(SMIMEError) in
            let found =
                anchors == nil ? try store.trustAnchors(ifListsName: candidates.map(\.certificate)) : anchors
            return try .select(
                outgoing.sender, from: candidates, rsaSignature: signature ?? .pkcs1, trusting: found,
                at: outgoing.instant)
        }
    }
}

extension KeyAlgorithm {
    fileprivate var isForPSSAlone: Bool { if case .rsaPSS = self { true } else { false } }
}
