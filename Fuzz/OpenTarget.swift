import CMS
import MIME
import SIPMessage
import SMIMEBody
import TestSupport

/// Whole messages for the presence server: whatever comes, only what alice signed leaves, in the message it was for.
struct OpenTarget: FuzzTarget {
    let maximumOctets = 8192

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let lab = FuzzLab.shared
        let bodies = try lab.bodies() + Spoofs.all(lab)
        return try bodies.map { ($0.name, try lab.message.replacingBody(with: $0.entity).octets) }
            + lab.tunnels().map { ($0.name, $0.message.octets) }
    }

    private let strict: Opener
    private let bound: Opener
    private let loose: Opener

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

    /// Opens with each policy, and holds what comes out against what was signed.
    func open(_ entity: MIMEEntity, in message: SIPMessage) {
        let context = OpeningContext(of: message, at: TestLab.now)
        if let opened = try? strict.open(entity, in: context) {
            requireSigned(opened)
        }
        if let opened = try? bound.open(entity, in: context) {
            requireSigned(opened)
            let own = FuzzLab.shared.message
            require(!opened.headers.isEmpty, "a bound body shows what it is bound to")
            require(message.callID == own.callID && message.cSeq == own.cSeq, "it opens in its own message")
            require(message.from.tag == own.from.tag, "and in its own dialog")
        }
        if let opened = try? loose.open(entity, in: context), !opened.warnings.contains(.unsigned) {
            requireSigned(opened)
        }
    }

    private func requireSigned(_ opened: OpenedBody) {
        require(opened.signature != nil, "what opens without warning has a signer")
        require(
            opened.signature?.identity.uris.contains { $0.addressOfRecord == "sip:alice@example.test" }
                == true,
            "who is alice")
        if let inside = opened.message {
            require(inside.from.uri == "sip:alice@example.test", "and the sender inside a tunnel")
            require((try? SIPMessage.parse(inside.octets)) == inside, "which has one reading")
        }
        guard opened.signature?.covers == .content else { return }
        require(FuzzLab.shared.documents.contains(opened.entity), "what opens is what alice signed")
    }
}
