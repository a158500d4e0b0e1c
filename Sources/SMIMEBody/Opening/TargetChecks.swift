import PIDF
import SIPMessage

/// The checks of whom a bound PUBLISH or NOTIFY is for: presence servers file a PUBLISH under its Request-URI, which
/// proxies can change and nothing signs.
struct TargetChecks {
    let bound: BoundContent
    /// The presence documents in the content.
    let documents: [PresenceDocument]
    let entity: OpeningPolicy.Entity
    /// The identity of the signer's certificate; nil if the content was not signed.
    let signer: CertificateIdentity?
    /// The identities of the certificates in this store that the message was made for.
    let receivers: [CertificateIdentity]

    /// Checks the message around `bound` and, of a tunnel, also that inside.
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

    /// Request-URI and To each name the presentity, or the presence server that it was signed for.
    private func checkPublish(_ message: SIPMessage) throws(SMIMEError) {
        let requestURI = message.requestURI ?? ""
        guard isPresentityOrServer(AddressURI.parse(requestURI)) else {
            throw .wrongTarget(.requestURI(requestURI, presentity: presentityNames))
        }
        guard isPresentityOrServer(message.to.address) else {
            throw .wrongTarget(.to(message.to.uri, presentity: presentityNames))
        }
    }

    /// One document is about the address in From, and for the watcher in To.
    private func checkNotify(_ message: SIPMessage) throws(SMIMEError) {
        guard documents.count == 1, let document = documents.first else { return }
        if entity == .signerOnly {
            guard let from = bound.from.address, isSigners(document.address, as: from) else {
                throw .wrongTarget(.document(entity: document.entityName, from: bound.from.uri))
            }
        }
        guard let watcher = message.to.address,
            bound.recipients.contains(where: { isReceivers(watcher, as: $0) })
        else {
            throw .wrongTarget(
                .watcher(message.to.uri, intended: bound.recipients.map(\.addressOfRecord)))
        }
    }

    /// Whether both name one presentity, by the signer's certificate if one is a telephone number.
    private func isSigners(_ address: AddressURI?, as other: AddressURI) -> Bool {
        guard let address else { return false }
        return signer?.names(address, as: other) ?? address.namesSamePresentity(as: other)
    }

    /// Whether both name one watcher, by a receiver's certificate if To is a telephone number.
    private func isReceivers(_ watcher: AddressURI, as recipient: SIPURI) -> Bool {
        watcher.namesSamePresentity(as: .sip(recipient))
            || receivers.contains { $0.names(watcher, as: .sip(recipient)) }
    }

    private func isPresentityOrServer(_ address: AddressURI?) -> Bool {
        guard let address else { return false }
        if bound.recipients.contains(where: {
            $0.isDomain && AddressURI.sip($0).namesSamePresentity(as: address)
        }) {
            return true
        }
        // Where a document may be about anyone, the signed From says whose it is as well.
        if documents.isEmpty || entity == .anybody, isSigners(bound.from.address, as: address) { return true }
        return !documents.isEmpty && documents.allSatisfy { isSigners($0.address, as: address) }
    }

    /// The presentity as written: of the documents, or in From if there is none.
    private var presentityNames: [String] {
        documents.isEmpty ? [bound.from.uri] : documents.map(\.entityName)
    }
}
