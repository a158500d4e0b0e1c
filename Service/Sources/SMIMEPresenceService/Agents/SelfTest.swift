import CMS
import CertStore
import CertificateAdministration
import FoundationEssentials
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// Protects a message with new keys in memory, opens it, and checks that it is refused the second time.
///
/// It detects a replaced or misconfigured libcrypto before the first message of a user.
enum SelfTest {
    private static let user = "sip:self-test@smime-presence.invalid"
    private static let server = "sip:smime-presence.invalid"

    /// Runs the test.
    ///
    /// - Throws: ``ServiceFailure/selfTest(_:)`` with the step that failed.
    static func run(at now: Date) throws(ServiceFailure) {
        do {
            let store = try CertStore.empty(rememberingSince: now)
            _ = try store.makeAuthority(
                forDomain: "smime-presence.invalid", key: .p256, at: now)
            let terms = IssuingTerms(days: 1, at: now)
            for uri in [user, server] {
                _ = try store.issue(try SubscriberAddress(uri).profile(), on: terms)
            }
            try check(MessageStore(store), at: now)
        } catch let failure as ServiceFailure {
            throw failure
        } catch {
            throw .selfTest("\(error)")
        }
    }

    private static func check(_ store: MessageStore, at now: Date) throws {
        let message = try MessageOrEntity.read(publication, bodyType: nil)
        let outgoing = try OutgoingMessage(
            message, options: SendingOptions(.signedAndEnveloped, operation: "self-test"), under: nil,
            at: now)
        let protected = try SendingAgent(store: store).protect(outgoing)
        var options = ReceivingOptions(operation: "self-test")
        options.once = true
        let incoming = try IncomingMessage(
            try MessageOrEntity.read(protected.octets, bodyType: nil), options: options, under: nil, at: now)
        let agent = ReceivingAgent(store: store)
        let opened = try agent.open(incoming).plain()
        guard opened.message?.body == message.message?.body else {
            throw ServiceFailure.selfTest("the opened document differs")
        }
        do {
            _ = try agent.open(incoming)
        } catch {
            if error.error.code == .replayed { return }
            throw error
        }
        throw ServiceFailure.selfTest("a message was accepted twice")
    }

    private static var publication: [UInt8] {
        let document =
            "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(user)\">"
            + "<tuple id=\"t\"><status><basic>open</basic></status></tuple></presence>"
        let lines = [
            "PUBLISH \(user) SIP/2.0", "Via: SIP/2.0/TCP smime-presence.invalid;branch=z9hG4bK1",
            "From: <\(user)>;tag=1", "To: <\(user)>", "Call-ID: 1", "CSeq: 1 PUBLISH", "Event: presence",
            "Content-Type: application/pidf+xml", "Content-Length: \(document.utf8.count)", "", document,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }
}
