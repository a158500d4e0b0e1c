import PIDF
import SIPMessage

/// The checks of whom a bound PUBLISH or NOTIFY is for: presence servers file a PUBLISH under its Request-URI, which
/// proxies can change and nothing signs.
struct TargetChecks {
    let bound: BoundContent
    /// The presence documents in the content.
    let documents: [PresenceDocument]
    let entity: OpeningPolicy.Entity

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
        guard isPresentityOrServer(try? SIPURI.parse(requestURI)) else {
            throw .wrongTarget(.requestURI(requestURI, presentity: presentityNames))
        }
        guard isPresentityOrServer(message.to.sipURI) else {
            throw .wrongTarget(.to(message.to.uri, presentity: presentityNames))
        }
    }

    /// One document is about the address in From, and for the watcher in To.
    private func checkNotify(_ message: SIPMessage) throws(SMIMEError) {
        guard documents.count == 1, let document = documents.first else { return }
        if entity == .signerOnly {
            guard let from = bound.from.sipURI, document.presentity?.namesSamePresentity(as: from) == true
            else { throw .wrongTarget(.document(entity: document.entity, from: bound.from.uri)) }
        }
        guard let watcher = message.to.sipURI,
            bound.recipients.contains(where: { $0.namesSamePresentity(as: watcher) })
        else {
            throw .wrongTarget(
                .watcher(message.to.uri, intended: bound.recipients.map(\.addressOfRecord)))
        }
    }

    private func isPresentityOrServer(_ uri: SIPURI?) -> Bool {
        guard let uri else { return false }
        if bound.recipients.contains(where: { $0.isDomain && $0.namesSamePresentity(as: uri) }) {
            return true
        }
        // Where a document may be about anyone, the signed From says whose it is as well.
        if documents.isEmpty || entity == .anybody, bound.from.sipURI?.namesSamePresentity(as: uri) == true {
            return true
        }
        return !documents.isEmpty
            && documents.allSatisfy { $0.presentity?.namesSamePresentity(as: uri) == true }
    }

    /// The presentity as written: of the documents, or in From if there is none.
    private var presentityNames: [String] {
        documents.isEmpty ? [bound.from.uri] : documents.map(\.entity)
    }
}
