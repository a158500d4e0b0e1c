import CMS
import Foundation
import MIME
import SIPMessage
import SMIMEBody
import TestSupport

/// A test CA and two users whose certificates are valid at any time: some programs
/// use only the machine's clock.
struct InteropLab {
    static let content = Array("Content-Type: text/plain\r\n\r\nline one\r\nline two\r\n".utf8)

    let directory: TemporaryDirectory
    let anchors: TrustAnchors
    let alice: TestIdentity
    let bob: TestIdentity

    private static let shared = Result { try Identities() }

    /// Keys and certificates, made once per process.
    private struct Identities {
        let authority: CertificateAuthority
        var users: [String: TestIdentity] = [:]

        init() throws {
            // 2020-01-01 to 2049-12-31.
            let validity = CertificateValidity(
                from: Date(timeIntervalSince1970: 1_577_836_800),
                to: Date(timeIntervalSince1970: 2_524_521_600))
            authority = try .make(
                .testAuthority(domain: "example.test", keys: .secret), key: .p256, validity: validity)
            for holder in [TestLab.Holder.alice, .bob] {
                let profile = TestLab.profile(of: holder)
                for (profile, algorithm) in TestLab.signatureAlgorithms.flatMap({ profile.shares(of: $0) }) {
                    let key = try PrivateKey.generate(algorithm)
                    let certificate = try authority.issue(profile, for: key, validity: validity)
                    users[holder.rawValue + algorithm.name] = TestIdentity(certificate: certificate, key: key)
                }
            }
        }

        func user(_ holder: TestLab.Holder, _ algorithm: KeyAlgorithm) throws -> TestIdentity {
            guard let user = users[holder.rawValue + algorithm.name] else { throw TestLab.Missing() }
            return user
        }
    }

    /// Writes ca.pem, alice.pem, alice.key, bob.pem, bob.key and the content into a directory of its own.
    init(_ algorithm: KeyAlgorithm) throws {
        let identities = try Self.shared.get()
        directory = try TemporaryDirectory()
        anchors = try TrustAnchors([identities.authority.certificate])
        alice = try identities.user(.alice, algorithm)
        bob = try identities.user(.bob, algorithm)
        try directory.write(identities.authority.certificate.pem(), to: "ca.pem")
        try directory.write(identities.authority.certificate.der, to: "ca.der")
        for (name, identity) in [("alice", alice), ("bob", bob)] {
            try directory.write(identity.certificate.pem(), to: "\(name).pem")
            try directory.write(identity.certificate.der, to: "\(name).der")
            try directory.write(identity.key.pem().copied(), to: "\(name).key")
        }
        try directory.write(Self.content, to: "content")
    }

    func tool(_ name: String) -> Tool { Tool(name: name, directory: directory) }

    /// Alice's content signed and, if there is a cipher, enveloped for bob.
    func protected(
        _ cipher: ContentCipher?, form: Signer.Form = .opaque, transport: Enveloper.RSAKeyTransport = .oaep,
        encoding: ProtectionOptions.TransferEncoding = .binary, rsaSignature: Signer.RSASignature = .pkcs1,
        binding: MessageBinding? = nil
    ) throws -> MIMEEntity {
        let signer = try CheckedSigner.select(
            SIPURI.parse("sip:alice@example.test"), from: [alice.keyed], rsaSignature: rsaSignature,
            at: TestLab.now)
        var options = ProtectionOptions()
        options.transferEncoding = encoding
        options.rsaKeyTransport = transport
        let content = try MIMEEntity.parse(Self.content)
        guard let cipher else {
            return try Protector(signer: signer, form: form, options: options)
                .protect(content, boundTo: binding, signingTime: TestLab.now)
        }
        options.cipher = cipher
        let recipient = try CheckedRecipient.select(
            SIPURI.parse("sip:bob@example.test"), from: [bob.certificate], trusting: anchors, at: TestLab.now)
        return try Protector(signer: signer, recipients: [recipient], options: options)
            .protect(content, boundTo: binding, signingTime: TestLab.now)
    }

    /// Opens as bob a message from alice; `unsigned` if she only enveloped it.
    func open(_ entity: MIMEEntity, unsigned: Bool = false) throws -> [UInt8] {
        var policy = OpeningPolicy()
        // Other programs sign by the clock of the machine.
        policy.future = .allow
        if unsigned {
            policy.unsigned = .allow
            policy.strength = .anyIncludingWeak
        }
        let opener = Opener(
            keys: KeyRing([bob.keyed]), certificates: KeyRing(), trusting: anchors, policy: policy)
        let context = OpeningContext(
            sender: .expected(try SIPURI.parse("sip:alice@example.test")), at: TestLab.now)
        return try opener.open(entity, in: context).entity.octets
    }

    /// A CMS object as an entity.
    func entity(_ octets: [UInt8]) throws -> MIMEEntity {
        MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "application/pkcs7-mime")],
            body: octets)
    }
}
