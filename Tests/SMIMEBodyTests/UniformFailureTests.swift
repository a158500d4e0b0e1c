import CMS
import MIME
import TestSupport
import Testing

@testable import SMIMEBody

/// Under CBC a refusal must not disclose the result of the decryption (RFC 8551 §6, EFAIL).
@Suite("A failure under CBC")
struct UniformFailureTests {
    private static let server = Result { try TestLab.shared().identity(.server, .rsa(bits: 2048)) }

    /// The derivations of the content key: none, and that of RFC 9709.
    private static let derivations: [ContentKeyDerivation?] = [nil, .hkdfSHA256]

    private func envelope(
        _ octets: [UInt8], _ derivation: ContentKeyDerivation? = nil
    ) throws -> MIMEEntity {
        try Exchange.enveloped(
            octets, for: [Self.server.get()], cipher: .aes256CBC, transport: .pkcs1,
            keyDerivation: derivation)
    }

    /// All faults inside an envelope, by name.
    private func failures(_ derivation: ContentKeyDerivation?) throws -> [(String, MIMEEntity)] {
        func envelope(_ octets: [UInt8]) throws -> MIMEEntity { try self.envelope(octets, derivation) }
        let content = try Exchange.presence()
        let signed = try Exchange.signed(content)
        let good = try envelope(signed.octets)
        let forged = try Exchange.changing(signed) { $0[1, 0, 2, 1, 0].octets[60] ^= 1 }
        let twice = try Exchange.changing(signed) { $0[1, 0, 4].elements.append($0[1, 0, 4, 0]) }
        let nobodys = try Exchange.changing(signed) { message in
            message[1, 0, 3].elements = []
            message[1, 0, 4, 0, 1, 1].octets[3] ^= 1
        }
        let sha1 = try Exchange.changing(signed) {
            $0[1, 0, 4, 0, 2, 0].octets = [0x2B, 0x0E, 0x03, 0x02, 0x1A]
        }
        let lab = try TestLab.shared()
        return [
            ("unsigned", try envelope(content.octets)), ("bad signature", try envelope(forged.octets)),
            ("several signers", try envelope(twice.octets)), ("no certificate", try envelope(nobodys.octets)),
            ("contradictory digest", try envelope(sha1.octets)), ("not MIME", try envelope([0, 1, 2, 3])),
            ("empty", try envelope([])), ("broken CMS", try envelope(Array(signed.octets.dropLast(5)))),
            (
                "certificates only",
                try envelope(Exchange.changing(signed) { $0[1, 0, 4].elements = [] }.octets)
            ),
            ("envelope inside", try envelope(good.octets)),
            ("header too large", try envelope([UInt8](repeating: 0x61, count: 70_000))),
            ("flipped content", try Exchange.changing(good) { $0[1, 0, 2, 2].octets[40] ^= 1 }),
            (
                "flipped padding",
                try Exchange.changing(good) { $0[1, 0, 2, 2].octets[$0[1, 0, 2, 2].octets.count - 17] ^= 1 }
            ),
            (
                "flipped vector",
                try Exchange.changing(good) { message in
                    if derivation == nil {
                        message[1, 0, 2, 1, 1].octets[3] ^= 1
                    } else {
                        message[1, 0, 2, 1, 1, 1].octets[3] ^= 1
                    }
                }
            ),
            ("flipped key", try Exchange.changing(good) { $0[1, 0, 1, 0, 3].octets[9] ^= 1 }),
            ("another user's key", try wrongKey(good, lab.identity(.bob, .rsa(bits: 2048)), derivation)),
        ]
    }

    /// A message for another key under this recipient's name.
    private func wrongKey(
        _ good: MIMEEntity, _ other: TestIdentity, _ derivation: ContentKeyDerivation?
    ) throws -> MIMEEntity {
        let theirs = try Exchange.enveloped(
            Exchange.signed(Exchange.presence()).octets, for: [other], cipher: .aes256CBC,
            transport: .pkcs1, keyDerivation: derivation)
        let name = try DERNode(parsing: good.body)[1, 0, 1, 0, 1]
        return try Exchange.changing(theirs) { $0[1, 0, 1, 0, 1] = name }
    }

    @Test("is always the same error, with no layer inside the envelope", arguments: derivations)
    func inside(derivation: ContentKeyDerivation?) throws {
        for (name, entity) in try failures(derivation) {
            let refusal = try #require(try Exchange.refusal(of: entity), "\(name)")
            #expect(refusal.reason == .cannotDecrypt, "\(name)")
            guard case .enveloped(let layer) = refusal.layers.first else { throw TestLab.Missing() }
            #expect(refusal.layers.count == 1 && layer.cipher == .aes256CBC, "\(name)")
        }
    }

    @Test(
        "is the same if the envelope itself was signed, which requires weak algorithms to be allowed",
        arguments: derivations)
    func outside(derivation: ContentKeyDerivation?) throws {
        let policy = Exchange.policy { $0.strength = .anyIncludingWeak }
        for (name, entity) in try failures(derivation) where name != "unsigned" {
            let wrapped = try Exchange.signed(entity)
            let refusal = try #require(try Exchange.refusal(of: wrapped, policy: policy), "\(name)")
            #expect(refusal.reason == .cannotDecrypt && refusal.layers.count == 2, "\(name)")
        }
        for broken in ["<presence", "sip:bob@example.test"] {
            let content =
                broken == "<presence"
                ? try Exchange.entity("application/pidf+xml", broken) : try Exchange.presence(of: broken)
            let refusal = try Exchange.refusal(
                of: Exchange.signed(envelope(content.octets)), policy: policy)
            #expect(refusal?.reason == .cannotDecrypt && refusal?.layers.count == 2)
        }
    }

    @Test("is the same if a second recipient of the same name cannot be tried")
    func secondRecipient() throws {
        let good = try envelope(Exchange.signed(Exchange.presence()).octets)
        let widened = try Exchange.changing(good) { message in
            var second = message[1, 0, 1, 0]
            second[2, 0].octets = [0x2A, 0x03, 0x04]
            message[1, 0, 1].elements.append(second)
        }
        #expect(try Exchange.refusal(of: widened) == nil)
        let padding = try Exchange.changing(widened) {
            $0[1, 0, 2, 2].octets[$0[1, 0, 2, 2].octets.count - 17] ^= 1
        }
        #expect(try Exchange.refusal(of: padding)?.reason == .cannotDecrypt)
    }

    @Test("is not disclosed to an attacker who signs the altered envelope of another sender")
    func outerStranger() throws {
        let lab = try TestLab.shared()
        let attacker = try lab.issue(TestLab.profile(of: .alice), by: lab.untrustedCA)
        let good = try envelope(Exchange.presence().octets)
        let broken = try Exchange.changing(good) {
            $0[1, 0, 2, 2].octets[$0[1, 0, 2, 2].octets.count - 17] ^= 1
        }
        for entity in [good, broken] {
            let refusal = try Exchange.refusal(of: Exchange.signed(entity, by: attacker))
            #expect(refusal?.reason.code == .untrustedSigner && refusal?.layers.count == 1)
        }
    }

    @Test("is the same for unsigned content that is allowed but not well formed")
    func allowedUnsigned() throws {
        let policy = Exchange.policy {
            $0.unsigned = .allow
            $0.strength = .anyIncludingWeak
        }
        let good = try envelope(Exchange.presence().octets)
        #expect(try Exchange.open(good, policy: policy).warnings == [.unsigned])
        for content in [
            try Exchange.entity("application/pidf+xml", "<presence"),
            try Exchange.presence(of: "sip:bob@example.test"),
        ] {
            let refusal = try Exchange.refusal(of: envelope(content.octets), policy: policy)
            #expect(refusal?.reason == .cannotDecrypt && refusal?.layers.count == 1)
        }
    }

    @Test("discloses more only under a cipher that authenticates, or after the signature inside has verified")
    func elsewhere() throws {
        let content = try Exchange.presence()
        let forged = try Exchange.changing(Exchange.signed(content)) { $0[1, 0, 2, 1, 0].octets[60] ^= 1 }
        #expect(try Exchange.refusal(of: Exchange.enveloped(forged))?.reason == .badSignature)
        #expect(try Exchange.refusal(of: Exchange.enveloped(content))?.reason == .unsigned)
        let untrustedSigner = try TestLab.shared().issue(
            TestLab.profile(of: .alice), by: TestLab.foreignAuthority())
        let untrusted = try Exchange.enveloped(Exchange.signed(content, by: untrustedSigner))
        #expect(try Exchange.refusal(of: untrusted)?.reason.code == .untrustedSigner)
        let foreign = try envelope(Exchange.signed(Exchange.presence(of: "sip:bob@example.test")).octets)
        #expect(try Exchange.refusal(of: foreign)?.reason.code == .entityNotSender)
    }
}
