import Octets
import TestSupport
import Testing

@testable import CMS

/// What kind of key a certificate has, and what it is called.
@Suite("The kind of a key")
struct KeyKindTests {
    /// The certificate of alice with an Ed25519 key that has these octets.
    private func certificate(ed25519 point: [UInt8]) throws -> Certificate {
        let alice = try TestLab.shared().identity(.alice, .ed25519).certificate
        var node = try DERNode(parsing: alice.der)
        node[0, 6, 1].octets = [0] + point
        return try Certificate(der: node.der)
    }

    /// The y-coordinates of the points of edwards25519 whose order divides 8, and 0 and 1 with 2^255 - 19 added.
    private static let smallOrderPoints = [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ]

    @Test("is not Ed25519 for a point of small order, of either sign", arguments: smallOrderPoints)
    func smallOrder(text: String) throws {
        var point = try #require(Hexadecimal.octets(text))
        for sign in [0x00, 0x80] as [UInt8] {
            point[31] = point[31] & 0x7F | sign
            let certificate = try certificate(ed25519: point)
            #expect(certificate.facts.key == .ed25519OfSmallOrder)
            #expect(!certificate.hasSupportedKey && !certificate.facts.key.signs)
            #expect(throws: CMSError.unsupportedKey("Ed25519 (small order)")) {
                try certificate.checkSigningKey()
            }
            // Neither is it for a neighbour of these numbers.
            var other = point
            other[15] ^= 1
            #expect(try self.certificate(ed25519: other).facts.key == .ed25519)
        }
    }

    @Test(
        "has the name of its curve or algorithm, whether libcrypto decodes it or not",
        arguments: [
            ("brainpoolP256r1", KeyAlgorithm.other("brainpoolP256r1")), ("secp256k1", .other("secp256k1")),
            ("P-521", .p521), ("ed448", .other("ED448")), ("pss", .rsaPSS(bits: 2048)),
            ("explicit", .other("P-256 (explicit parameters)")), ("twin-rsa", .rsa(bits: 2048)),
            ("rsa1024", .rsa(bits: 1024)),
        ])
    func names(file: String, expected: KeyAlgorithm) throws {
        #expect(try TestIdentity.odd(file).certificate.facts.key == expected)
    }

    @Test("is named by identifier if libcrypto knows neither algorithm nor curve")
    func unknown() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        let curve = DERNode(0x06, Array(ObjectIdentifier.ellipticCurveKey.octets))
        for (algorithm, name) in [
            (DERNode(0x30, elements: [DERNode(0x06, [0x2A, 3, 4])]), "1.2.3.4"),
            (DERNode(0x30, elements: [curve, DERNode(0x06, [0x2A, 3, 5])]), "1.2.3.5"),
            (DERNode(0x30, elements: [curve, DERNode(0x05, [])]), "EC (explicit parameters)"),
            (DERNode(0x30, elements: [curve]), "EC (explicit parameters)"),
            (
                DERNode(
                    0x30,
                    elements: [
                        DERNode(0x06, Array(ObjectIdentifier.rsaPSS.octets)), DERNode(0x04, []),
                    ]), "RSASSA-PSS (unknown parameters)"
            ),
        ] {
            var node = try DERNode(parsing: alice.der)
            node[0, 6, 0] = algorithm
            let certificate = try Certificate(der: node.der)
            #expect(certificate.facts.key == .other(name))
            #expect(throws: CMSError.malformed(.publicKey)) { try certificate.publicKey }
            for check in [certificate.checkSigningKey, certificate.checkEnvelopingKey] {
                #expect(throws: CMSError.unsupportedKey(name)) { try check() }
            }
        }
    }

    @Test("decides what it is for")
    func uses() {
        for (key, signs, encrypts, agrees) in [
            (KeyAlgorithm.p256, true, true, true), (.p521, true, true, true),
            (.rsa(bits: 2048), true, true, false), (.rsaPSS(bits: 2048), true, false, false),
            (.ed25519, true, false, false), (.x25519, false, true, true),
            (.other("DSA"), true, false, false), (.other("ED448"), false, false, false),
            (.ed25519OfSmallOrder, false, false, false),
        ] as [(KeyAlgorithm, Bool, Bool, Bool)] {
            #expect(key.signs == signs && key.encrypts == encrypts, "\(key.name)")
            #expect(key.usesKeyAgreement == agrees, "\(key.name)")
        }
        #expect(KeyAlgorithm.ed25519.encryptionCounterpart == .x25519)
        #expect(KeyAlgorithm.p384.encryptionCounterpart == .p384)
        #expect(KeyAlgorithm.rsaPSS(bits: 2048).encryptionCounterpart == nil)
        for (key, isWeak) in [
            (KeyAlgorithm.rsa(bits: 2047), true), (.rsa(bits: 2048), false), (.rsaPSS(bits: 1024), true),
            (.other("DSA"), true), (.other("ED448"), false), (.ed25519, false),
        ] { #expect(key.isWeak == isWeak, "\(key.name)") }
    }

    @Test("is refused for the other use by its own error")
    func checks() throws {
        let lab = try TestLab.shared()
        let alice = try lab.identity(.alice, .ed25519).certificate
        try alice.checkSigningKey()
        #expect(throws: CMSError.signingKeyOnly("Ed25519")) { try alice.checkEnvelopingKey() }
        let agreeing = try lab.identity(.alice, .x25519).certificate
        try agreeing.checkEnvelopingKey()
        #expect(throws: CMSError.encryptionKeyOnly("X25519")) { try agreeing.checkSigningKey() }
        let short = try TestIdentity.odd("rsa1024").certificate
        for check in [short.checkSigningKey, short.checkEnvelopingKey] {
            #expect(throws: CMSError.weakAlgorithm("RSA-1024")) { try check() }
        }
        let pss = try TestIdentity.odd("pss").certificate
        try pss.checkSigningKey()
        #expect(throws: CMSError.signingKeyOnly("RSASSA-PSS")) { try pss.checkEnvelopingKey() }
    }

    @Test("X25519 with a public key of small order agrees on no secret (RFC 7748 §6.1)")
    func zeroSecret() throws {
        let bob = try TestLab.shared().identity(.bob, .x25519).certificate
        var node = try DERNode(parsing: bob.der)
        node[0, 6, 1].octets = [UInt8](repeating: 0, count: 33)
        let certificate = try Certificate(der: node.der)
        // Twice, since the answer is cached.
        for _ in 0..<2 {
            #expect(throws: CMSError.malformed(.certificate)) { try certificate.checkEnvelopingKey() }
        }
    }
}
