import PIDF
import SIPMessage

/// The checks of the target of a bound PUBLISH or NOTIFY: presence servers store a PUBLISH under its
/// Request-URI, which is unsigned and which proxies can change.
struct TargetChecks {
    let bound: BoundContent
    /// The presence documents in the content.
    let documents: [PresenceContent]
    let entity: OpeningPolicy.Entity
    /// The identity of the signer's certificate; nil if the content was not signed.
    let signer: CertificateIdentity?
    /// The identities of the recipients' certificates in this store.
    let receivers: [CertificateIdentity]

    /// Checks the message around `bound` and, for a tunnel, also the one inside.
    func check(_ message: SIPMessage) throws(SMIMEError) {
        guard message.isRequest else { return }
        let messages = [message] + (bound.tunnelled.map { [$0.inner] } ?? [])
        switch message.method {
        case "PUBLISH":
            for message in messages { try checkPublish(message) }
        case "NOTIFY":
            for message in messages { try checkNotify(message) }
        default: return
        }
    }

    /// Checks that Request-URI and To each name the presentity, or the presence
    /// server that it was signed for.
    private func checkPublish(_ message: SIPMessage) throws(SMIMEError) {
        let requestURI = message.requestURI ?? ""
        guard isPresentityOrServer(AddressURI.parse(requestURI)) else {
            throw .wrongTarget(.requestURI(requestURI, presentity: presentityNames))
        }
        guard isPresentityOrServer(message.to.address) else {
            throw .wrongTarget(.to(message.to.uri, presentity: presentityNames))
        }
    }

    /// Checks that one document is about the address in From, and that To is an intended watcher.
    private func checkNotify(_ message: SIPMessage) throws(SMIMEError) {
        guard documents.count == 1, let document = documents.first else { return }
        if entity == .signerOnly {
            guard let from = bound.from.address, isSamePresentity(document.address, as: from) else {
                throw .wrongTarget(.document(entity: document.document.entityName, from: bound.from.uri))
            }
        }
        guard let watcher = message.to.address,
            bound.recipients.contains(where: { isSameWatcher(watcher, as: $0) })
        else {
            throw .wrongTarget(
                .watcher(message.to.uri, intended: bound.recipients.map(\.addressOfRecord)))
        }
    }

    /// Returns whether both name one presentity, by the signer's certificate if one is a telephone number.
    private func isSamePresentity(_ address: AddressURI?, as other: AddressURI) -> Bool {
        guard let address else { return false }
        return signer?.isSamePresentity(address, as: other) ?? address.namesSamePresentity(as: other)
    }

    /// Returns whether both name one watcher, by a receiver's certificate if To is a telephone number.
    private func isSameWatcher(_ watcher: AddressURI, as recipient: SIPURI) -> Bool {
        watcher.namesSamePresentity(as: .sip(recipient))
            || receivers.contains { $0.isSamePresentity(watcher, as: .sip(recipient)) }
    }

    private func isPresentityOrServer(_ address: AddressURI?) -> Bool {
        guard let address else { return false }
        if bound.recipients.contains(where: {
            $0.isDomain && AddressURI.sip($0).namesSamePresentity(as: address)
        }) {
            return true
        }
        // If a document may be about any entity, the signed From names the presentity as well.
        if documents.isEmpty || entity == .any, isSamePresentity(bound.from.address, as: address) {
            return true
        }
        return !documents.isEmpty && documents.allSatisfy { isSamePresentity($0.address, as: address) }
    }

    /// The presentity as written: of the documents, or in From if there is none.
    private var presentityNames: [String] {
        documents.isEmpty ? [bound.from.uri] : documents.map(\.document.entityName)
    }
}
