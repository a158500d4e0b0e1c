import CMS
import MIME
import SIPMessage
import SMIMEBody
import TestSupport

/// Whole messages for the presence server: only content that alice signed comes
/// out, in the message it was for.
struct OpenTarget: FuzzTarget {
    let maximumOctets = 8192

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let lab = FuzzLab.shared
        let bodies = try lab.bodies() + Spoofs.all(lab) + vectors()
        return try bodies.map { ($0.name, try lab.message.replacingBody(with: $0.entity).octets) }
            + lab.tunnels().map { ($0.name, $0.message.octets) }
            + lab.notifications().map {
                ($0.name, try lab.notification.replacingBody(with: $0.entity).octets)
            }
    }

    /// Vectors of openssl, in forms that are read here and not written.
    private func vectors() throws -> [(name: String, entity: MIMEEntity)] {
        let type = try HeaderField(name: "Content-Type", value: "application/pkcs7-mime")
        return try Seeds.files(in: "Tests/Vectors/envelopes", ending: [".der"], atMost: maximumOctets).map {
            ($0.name, MIMEEntity(headerFields: [type], body: $0.octets))
        }
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.message(octets, by: &generator)
    }

    private let strict: Opener<Never>
    private let bound: Opener<Never>
    private let loose: Opener<Never>

    init() {
        let lab = FuzzLab.shared
        strict = lab.opener()
        var policy = OpeningPolicy()
        policy.unbound = .refuse
        policy.maximumAge = 300
        bound = lab.opener(policy: policy)
        var allowing = OpeningPolicy()
        allowing.unsigned = .allow
        allowing.strength = .anyIncludingWeak
        loose = lab.opener(policy: allowing)
    }

    func run(_ octets: [UInt8]) {
        guard let message = try? SIPMessage.parse(octets), let entity = message.bodyEntity() else { return }
        open(entity, in: message)
    }

    /// Opens with each policy, and compares the result with the signed documents.
    func open(_ entity: MIMEEntity, in message: SIPMessage) {
        let context = OpeningContext(of: message, at: TestLab.now)
        if let opened = try? strict.open(entity, in: context) {
            requireSigned(opened)
        }
        if let opened = try? bound.open(entity, in: context, recordingIn: EmptyLedger()) {
            requireSigned(opened)
            let own = [FuzzLab.shared.message, FuzzLab.shared.notification]
                .first { $0.callID == message.callID }
            require(!opened.headers.isEmpty, "a bound body has its header comparison")
            require(own?.cSeq == message.cSeq, "it opens in its own message")
            require(own?.from.tag == message.from.tag, "and in its own dialog")
            require(message.isRequest, "as the request that it was signed for")
            requireTarget(message)
        }
        if let opened = try? loose.open(entity, in: context), !opened.warnings.contains(.unsigned) {
            requireSigned(opened)
        }
    }

    /// A message for alice's presence server may name its address or hers.
    private func requireTarget(_ message: SIPMessage) {
        guard message.method == "PUBLISH" else { return }
        let named = [message.requestURI.flatMap { try? SIPURI.parse($0) }, message.to.sipURI]
        let targets = [FuzzLab.shared.signer.uri.sipURI, FuzzLab.shared.server.uri].compactMap(\.self)
        require(
            named.allSatisfy { uri in
                targets.contains { uri.map($0.namesSamePresentity) ?? false }
            }, "and for its presentity")
    }

    private func requireSigned(_ opened: OpenedBody) {
        require(opened.signature != nil, "a body opened without warning has a signer")
        let uris = opened.signature?.identity.uris.map(\.addressOfRecord) ?? []
        require(
            uris.contains("sip:alice@example.test") || uris.contains("sip:example.test"),
            "which is alice or her domain")
        if let inside = opened.message {
            require(inside.from.uri == "sip:alice@example.test", "and the sender inside a tunnel")
            require((try? SIPMessage.parse(inside.octets)) == inside, "which is unambiguous")
        }
        guard opened.signature?.covers == .content else { return }
        require(FuzzLab.shared.documents.contains(opened.entity), "the opened content is what alice signed")
    }
}
