import CMS
import Foundation
import MIME
import SIPMessage
import SMIMEBody
import TestSupport

/// Alice, who signs a few documents and nothing else, and the presence server, who opens; the keys are those of
/// certs/testca, so that what one run has found another can open.
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

    /// All that alice ever signed.
    let documents: [MIMEEntity]
    let certificates: [Certificate]
    let signer: CheckedSigner
    let server: CheckedRecipient
    let message: SIPMessage
    let anchors: TrustAnchors
    private let keys: KeyRing

    private init() throws {
        message = try SIPMessage.parse(Array(Self.message.utf8))
        documents =
            try ["open", "closed"].map {
                try Self.entity(
                    "application/pidf+xml",
                    "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:alice@example.test\">"
                        + "<tuple id=\"t\"><status><basic>\($0)</basic></status></tuple></presence>")
            } + [Self.entity("text/plain", "hello")]
        let keyed = try ["alice", "bob", "presence-server"].map { try Self.keyed($0) }
        certificates = keyed.map(\.certificate)
        keys = KeyRing(keyed)
        anchors = try TrustAnchors([TestCA.authority().certificate])
        signer = try CheckedSigner.select(
            SIPURI.parse("sip:alice@example.test"), from: [keyed[0]], at: TestLab.now)
        server = try CheckedRecipient.select(
            SIPURI.parse("sip:example.test"), from: certificates, trusting: anchors, at: TestLab.now)
    }

    private static func keyed(_ name: String) throws -> KeyedCertificate {
        try KeyedCertificate(
            certificate: Certificate.certificates(pem: TestCA.octets(of: "\(name).pem"))[0],
            key: PrivateKey(pem: SecretOctets(TestCA.octets(of: "\(name)-TEST-ONLY.key"))))
    }

    static func entity(_ type: String, _ body: String) throws -> MIMEEntity {
        MIMEEntity(headerFields: [try HeaderField(name: "Content-Type", value: type)], body: Array(body.utf8))
    }

    func opener(policy: OpeningPolicy = OpeningPolicy()) -> Opener {
        Opener(keys: keys, certificates: keys, trusting: anchors, policy: policy)
    }

    /// Whether one of the documents is in `octets`, whole.
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

    /// Every document in every form.
    func bodies() throws -> [(name: String, entity: MIMEEntity)] {
        var bodies: [(name: String, entity: MIMEEntity)] = []
        var cbc = ProtectionOptions()
        cbc.cipher = .aes128CBC
        let protectors = try [
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
