import CMS
import Foundation
import MIME
import SIPMessage
import SMIMEBody
import TestSupport

/// Alice, who signs only a few documents, and the presence server, which opens; the keys are those of
/// certs/testca, so that another run can open the findings of this one.
struct FuzzLab: Sendable {
    static let shared: FuzzLab = {
        do { return try FuzzLab() } catch { fatalError("no laboratory: \(error)") }
    }()

    static let message = """
        PUBLISH sip:alice@example.test SIP/2.0\r
        Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r
        From: Alice <sip:alice@example.test>;tag=a1\r
        To: <sip:alice@example.test>\r
        Call-ID: c1\r
        CSeq: 7 PUBLISH\r
        Contact: <sip:alice@192.0.2.1>\r
        Event: presence\r
        Expires: 3600\r
        Content-Length: 0\r\n\r\n
        """

    /// Alice's domain notifies bob about her.
    static let notification = """
        NOTIFY sip:bob@192.0.2.2 SIP/2.0\r
        Via: SIP/2.0/TCP 192.0.2.3;branch=z9hG4bK2\r
        From: <sip:alice@example.test>;tag=s1\r
        To: <sip:bob@example.test>;tag=b1\r
        Call-ID: c2\r
        CSeq: 12 NOTIFY\r
        Contact: <sip:presence.example.test>\r
        Event: presence\r
        Subscription-State: active;expires=600\r
        Content-Length: 0\r\n\r\n
        """

    /// Everything that alice and her domain signed.
    let documents: [MIMEEntity]
    let certificates: [Certificate]
    let keyed: [KeyedCertificate]
    let signer: CheckedSigner
    let server: CheckedRecipient
    /// The same with other keys: RSA, P-384.
    let servers: [CheckedRecipient]
    let message: SIPMessage
    let notification: SIPMessage
    let anchors: TrustAnchors
    let authority: CertificateAuthority
    private let keys: KeyRing

    private init() throws {
        message = try SIPMessage.parse(Array(Self.message.utf8))
        notification = try SIPMessage.parse(Array(Self.notification.utf8))
        documents =
            try ["open", "closed"].map {
                try Self.entity(
                    "application/pidf+xml",
                    "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:alice@example.test\">"
                        + "<tuple id=\"t\"><status><basic>\($0)</basic></status></tuple></presence>")
            } + [
                Self.entity("text/plain", "hello"),
                MIMEEntity.parse(Vectors.octets("envelopes/document.txt")),
            ]
        keyed =
            try ["alice", "bob", "presence-server"].map { try Self.keyed($0) }
            + ["alice-rsa", "rsa", "p384"].map { try Self.keyedVector($0) }
        certificates = keyed.map(\.certificate)
        keys = KeyRing(keyed)
        authority = try TestCA.authority()
        let anchors = try TrustAnchors([authority.certificate])
        self.anchors = anchors
        signer = try CheckedSigner.select(
            SIPURI.parse("sip:alice@example.test"), from: [keyed[0]], at: TestLab.now)
        let recipients = try [keyed[2], keyed[4], keyed[5]].map {
            try CheckedRecipient.select(
                SIPURI.parse("sip:example.test"), from: [$0.certificate], trusting: anchors, at: TestLab.now)
        }
        server = recipients[0]
        servers = Array(recipients.dropFirst())
    }

    private static func keyedVector(_ name: String) throws -> KeyedCertificate {
        try KeyedCertificate(
            certificate: Certificate.certificates(pem: Vectors.octets("envelopes/\(name).pem"))[0],
            key: PrivateKey(pem: SecretOctets(Vectors.octets("envelopes/\(name).key.pem"))))
    }

    private static func keyed(_ name: String) throws -> KeyedCertificate {
        try KeyedCertificate(
            certificate: Certificate.certificates(pem: TestCA.octets(of: "\(name).pem"))[0],
            key: PrivateKey(pem: SecretOctets(TestCA.octets(of: "\(name)-TEST-ONLY.key"))))
    }

    static func entity(_ type: String, _ body: String) throws -> MIMEEntity {
        MIMEEntity(headerFields: [try HeaderField(name: "Content-Type", value: type)], body: Array(body.utf8))
    }

    func opener(policy: OpeningPolicy = OpeningPolicy()) -> Opener<Never> {
        Opener(keys: keys, certificates: keys, trusting: anchors, policy: policy)
    }

    /// The holders whose keys open envelopes: one of each kind.
    var recipients: [KeyedCertificate] { [keyed[2], keyed[4], keyed[5]] }

    /// Returns whether `octets` contain one of the documents as a whole.
    func contains(_ octets: [UInt8]) -> Bool {
        documents.contains { octets.firstRange(of: $0.octets) != nil }
    }

    /// Every document in a message inside another.
    func tunnels() throws -> [(name: String, message: SIPMessage)] {
        let policies: [(String, OuterHeaderPolicy)] = [
            ("none", .none), ("minimal", .minimal), ("anonymous", .anonymous(.kept)),
        ]
        var messages: [(name: String, message: SIPMessage)] = []
        for (number, document) in documents.enumerated() {
            let inside = try message.replacingBody(with: document)
            for (name, policy) in policies {
                let tunnel = try Tunnel(of: inside, outerHeaders: policy, at: TestLab.now)
                for (form, protector) in try [
                    ("gcm", Protector(signer: signer, recipients: [server])),
                    ("opaque", Protector(signer: signer, form: .opaque)),
                ] {
                    let body = try protector.protect(tunnel, for: [server.uri], signingTime: TestLab.now)
                    messages.append(
                        ("own-tunnel-\(form)-\(name)-\(number)", try tunnel.outer.replacingBody(with: body)))
                }
            }
        }
        return messages
    }

    /// The domain's notifications to bob, in their messages.
    func notifications() throws -> [(name: String, entity: MIMEEntity)] {
        let domain = try SIPURI.parse("sip:example.test")
        let bob = try SIPURI.parse("sip:bob@example.test")
        let speaker = try CheckedSigner.select(domain, from: [keyed[2]], at: TestLab.now)
        let reader = try CheckedRecipient.select(
            bob, from: [keyed[1].certificate], trusting: anchors, at: TestLab.now)
        let binding = try MessageBinding(of: notification, to: [bob], at: TestLab.now)
        return try [
            ("notify-detached", Protector(signer: speaker, form: .detached)),
            ("notify-sealed", Protector(signer: speaker, recipients: [reader])),
        ].flatMap { name, protector in
            try [
                (
                    name + "-bound",
                    protector.protect(documents[0], boundTo: binding, signingTime: TestLab.now)
                ),
                (name, protector.protect(documents[1], signingTime: TestLab.now)),
            ]
        }
    }

    /// Every document in every form.
    func bodies() throws -> [(name: String, entity: MIMEEntity)] {
        var bodies: [(name: String, entity: MIMEEntity)] = []
        var cbc = ProtectionOptions()
        cbc.cipher = .aes128CBC
        cbc.rsaKeyTransport = .pkcs1
        var base64 = ProtectionOptions()
        base64.cipher = .aes192GCM
        base64.transferEncoding = .base64
        let protectors = try [
            "rsa": Protector(signer: signer, recipients: [servers[0]]),
            "rsa-cbc": Protector(signer: signer, recipients: [servers[0]], options: cbc),
            "p384": Protector(signer: signer, recipients: [servers[1]], options: base64),
            "all-recipients": Protector(signer: signer, recipients: [server] + servers),
            "opaque": Protector(signer: signer, form: .opaque),
            "detached": Protector(signer: signer, form: .detached),
            "gcm": Protector(signer: signer, recipients: [server]),
            "cbc": Protector(signer: signer, recipients: [server], options: cbc),
        ]
        let wrapped = try Protector(unsignedFrom: signer.uri, recipients: [server])
        for (number, document) in documents.enumerated() {
            let binding = try MessageBinding(of: message, to: [server.uri], at: TestLab.now)
            for (form, protector) in protectors {
                for (state, binding) in [("bound", binding), ("alone", nil)] {
                    let body = try protector.protect(document, boundTo: binding, signingTime: TestLab.now)
                    bodies.append(("own-\(form)-\(state)-\(number)", body))
                }
            }
            guard let detached = protectors["detached"] else { continue }
            let envelope = try wrapped.protect(document, signingTime: TestLab.now)
            let outer = try detached.protect(envelope, boundTo: binding, signingTime: TestLab.now)
            bodies += [("own-unsigned-\(number)", envelope), ("own-outer-\(number)", outer)]
        }
        return bodies
    }
}
