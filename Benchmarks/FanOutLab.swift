import CMS
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEBody

/// A presence server, its document about alice, and watchers with a certificate each.
struct FanOutLab {
    private let signer: CheckedSigner
    private let document: MIMEEntity
    private let watchers: [Watcher]
    private let instant: Date

    init(watchers count: Int) throws {
        instant = Date(timeIntervalSince1970: 1_795_435_200)
        let validity = CertificateValidity(from: instant - 3600, days: 300)
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256, validity: validity)
        let anchors = try TrustAnchors([authority.certificate])
        let serverKey = try PrivateKey.generate(.p256)
        let server = KeyedCertificate(
            certificate: try authority.issue(
                .domain("example.test", uri: "sip:example.test"), for: serverKey, validity: validity),
            key: serverKey)
        signer = try .select(SIPURI.parse("sip:alice@example.test"), from: [server], at: instant)
        document = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "application/pidf+xml")],
            body: Array(presence.utf8))
        watchers = try (0..<count).map { [instant] number in
            let address = "watcher\(number)@example.test"
            let key = try PrivateKey.generate(.p256)
            let certificate = try authority.issue(
                .user(address: address, uris: ["sip:\(address)"]), for: key, validity: validity)
            return try Watcher(
                dialog: Self.dialog(number, to: address),
                recipients: [
                    .select(
                        SIPURI.parse("sip:\(address)"), from: [certificate], trusting: anchors, at: instant)
                ], cSeqNumber: 7, subscriptionState: "active;expires=3600", options: Lab.usual)
        }
    }

    private static func dialog(_ number: Int, to address: String) throws -> SubscriptionDialog {
        try SubscriptionDialog(
            requestURI: "sip:watcher\(number)@192.0.2.9:5060",
            from: "<sip:alice@example.test>;tag=s\(number)",
            to: "<sip:\(address)>;tag=w\(number)", callID: "81818181-\(number)@192.0.2.9",
            routes: ["<sip:proxy.example.test;lr>"], contact: "<sip:192.0.2.5:5060>", event: "presence",
            via: "SIP/2.0/UDP 192.0.2.5:5060")
    }

    /// Checks the document, and returns the octets of the NOTIFY of every watcher.
    func notifications(threads: Int) throws -> [[UInt8]] {
        let fanOut = try NotificationFanOut(of: document, signer: signer, options: Lab.usual)
        return try fanOut.notifications(for: watchers, signingTime: instant, threads: threads)
            .map { try $0.get() }
    }
}
