import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Watchers with a certificate each, and the fan-out of a document.
struct FanOutExchange {
    let identities: [TestIdentity]
    let watchers: [Watcher]
    let fanOut: NotificationFanOut

    init(
        _ count: Int, document: MIMEEntity? = nil, padding: Padding? = nil,
        options: ProtectionOptions = ProtectionOptions()
    ) throws {
        let lab = try TestLab.shared()
        identities = try (0..<count).map { number in
            let address = "watcher\(number)@example.test"
            return try lab.issue(.user(address: address, uris: ["sip:\(address)"]))
        }
        watchers = try identities.enumerated().map { number, identity in
            let uri = try SIPURI.parse("sip:watcher\(number)@example.test")
            return try Watcher(
                dialog: Self.dialog(number),
                recipients: [
                    .select(uri, from: [identity.certificate], trusting: lab.anchors, at: TestLab.now)
                ], cSeqNumber: UInt32(number + 1), subscriptionState: "active;expires=500",
                options: options)
        }
        fanOut = try NotificationFanOut(
            of: document ?? Exchange.presence(), signer: Self.signer(), padding: padding,
            options: options)
    }

    /// The server signs for its user alice.
    static func signer() throws -> CheckedSigner {
        let lab = try TestLab.shared()
        return try .select(
            SIPURI.parse(Exchange.alice), from: [lab.keyed(.server)], at: TestLab.now)
    }

    static func dialog(_ number: Int) throws -> SubscriptionDialog {
        try SubscriptionDialog(
            requestURI: "sip:watcher\(number)@192.0.2.\(number % 250)",
            from: "<sip:alice@example.test>;tag=s\(number)",
            to: "<sip:watcher\(number)@example.test>;tag=w\(number)", callID: "dialog-\(number)",
            contact: "<sip:192.0.2.5>", event: "presence", via: "SIP/2.0/TCP 192.0.2.5:5060")
    }

    /// The messages of all watchers, as their readers parse them.
    func notify(threads: Int = 1) -> [Result<SIPMessage, any Error>] { notify(watchers, threads: threads) }

    func notify(_ watchers: [Watcher], threads: Int = 1) -> [Result<SIPMessage, any Error>] {
        fanOut.notifications(for: watchers, signingTime: TestLab.now, threads: threads).map { result in
            Result { try SIPMessage.parse(result.get()) }
        }
    }

    /// Opens octets that watcher `number` received, with its key alone.
    func open(_ message: SIPMessage, as number: Int, body: MIMEEntity? = nil) throws -> OpenedBody {
        let opener = Opener(
            keys: KeyRing([identities[number].keyed]), certificates: KeyRing(),
            trusting: try TestLab.shared().anchors)
        let received = try SIPMessage.parse(message.octets)
        let entity = try #require(body ?? received.bodyEntity())
        return try opener.open(entity, in: OpeningContext(of: received, at: TestLab.now))
    }

    func refusal(_ message: SIPMessage, as number: Int, body: MIMEEntity? = nil) throws -> SMIMEError? {
        do {
            _ = try open(message, as: number, body: body)
            return nil
        } catch let refusal as OpeningRefusal {
            return refusal.reason
        }
    }
}
