import CMS
import MIME
import SIPMessage
import TestSupport

@testable import SMIMEBody

/// Bodies from alice to the presence server, and the receiver's side.
enum Exchange {
    static let alice = "sip:alice@example.test"

    /// A presence document about `entity`.
    static func presence(of entity: String = alice, basic: String = "open") throws -> MIMEEntity {
        let document =
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(entity)\">"
            + "<tuple id=\"t\"><status><basic>\(basic)</basic></status></tuple></presence>"
        return try self.entity("application/pidf+xml", document)
    }

    static func entity(_ type: String, _ body: String) throws -> MIMEEntity {
        MIMEEntity(headerFields: [try HeaderField(name: "Content-Type", value: type)], body: Array(body.utf8))
    }

    /// Signed, not enveloped.
    static func signed(
        _ content: MIMEEntity, by holder: TestLab.Holder = .alice, _ algorithm: KeyAlgorithm = .p256,
        form: Signer.Form = .opaque
    ) throws -> MIMEEntity {
        try signed(content, by: TestLab.shared().identity(holder, algorithm), form: form)
    }

    /// Signed with a certificate that is not checked first.
    static func signed(
        _ content: MIMEEntity, by identity: TestIdentity, form: Signer.Form = .opaque
    ) throws -> MIMEEntity {
        let signer = try Signer(certificate: identity.certificate, key: identity.key)
        let signature = try signer.sign(content.octets, form: form, signingTime: TestLab.now)
        return form == .opaque
            ? try SecuredHeader(.signedData, encoding: .binary).entity(signature)
            : try MultipartSigned.entity(
                content, signature: SecuredHeader(detachedSignature: .binary).entity(signature))
    }

    /// Enveloped, and nothing else.
    static func enveloped(
        _ content: MIMEEntity, for holder: TestLab.Holder = .server, _ algorithm: KeyAlgorithm = .p256,
        cipher: ContentCipher = .aes256GCM, transport: Enveloper.RSAKeyTransport = .oaep
    ) throws -> MIMEEntity {
        try enveloped(
            content.octets, for: [TestLab.shared().identity(holder, algorithm)], cipher: cipher,
            transport: transport)
    }

    static func enveloped(
        _ octets: [UInt8], for identities: [TestIdentity], cipher: ContentCipher = .aes256GCM,
        transport: Enveloper.RSAKeyTransport = .oaep, keyDerivation: ContentKeyDerivation? = nil
    ) throws -> MIMEEntity {
        let enveloper = try Enveloper(
            cipher: cipher, recipients: identities.map(\.certificate), rsaKeyTransport: transport,
            keyDerivation: keyDerivation)
        let type: SMIMEType = cipher.isAuthenticated ? .authEnvelopedData : .envelopedData
        return try SecuredHeader(type, encoding: .binary).entity(enveloper.envelope(octets))
    }

    /// The entity with its CMS object changed.
    static func changing(_ entity: MIMEEntity, _ change: (inout DERNode) throws -> Void) throws -> MIMEEntity
    {
        var node = try DERNode(parsing: entity.body)
        try change(&node)
        return MIMEEntity(headerFields: entity.headerFields, body: node.der)
    }

    /// Opens as `holder`, who has `certificates`.
    static func opener(
        _ holder: TestLab.Holder = .server, knowing certificates: [Certificate] = [],
        policy: OpeningPolicy = OpeningPolicy()
    ) throws -> Opener<Never> {
        let lab = try TestLab.shared()
        let keyed = try TestLab.algorithms.map { try lab.keyed(holder, $0) }
        return Opener(
            keys: KeyRing(keyed), certificates: KeyRing(certificates: certificates), trusting: lab.anchors,
            policy: policy)
    }

    static func open(
        _ entity: MIMEEntity, from sender: String = alice, policy: OpeningPolicy = OpeningPolicy(),
        knowing certificates: [Certificate] = []
    ) throws -> OpenedBody {
        let context = OpeningContext(sender: .expected(try SIPURI.parse(sender)), at: TestLab.now)
        return try opener(knowing: certificates, policy: policy).open(entity, in: context)
    }

    /// The refusal of `entity`; nil if it is accepted.
    static func refusal(
        of entity: MIMEEntity, from sender: String = alice, policy: OpeningPolicy = OpeningPolicy()
    ) throws -> OpeningRefusal? {
        do {
            _ = try open(entity, from: sender, policy: policy)
            return nil
        } catch let refusal as OpeningRefusal {
            return refusal
        }
    }

    static func policy(_ change: (inout OpeningPolicy) -> Void) -> OpeningPolicy {
        var policy = OpeningPolicy()
        change(&policy)
        return policy
    }
}
