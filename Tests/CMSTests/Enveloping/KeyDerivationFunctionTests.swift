import Octets
import TestSupport
import Testing

@testable import CMS

/// HKDF by the vectors of RFC 5869 appendix A; ANSI-X9.63-KDF by NIST's CAVS 12.0 file ansx963_2001.rsp.
@Suite("A key derivation function")
struct KeyDerivationFunctionTests {
    private static func octets(_ text: String) throws -> [UInt8] {
        text.isEmpty ? [] : try #require(Hexadecimal.octets(text))
    }

    private static func range(_ first: UInt8, _ last: UInt8) -> [UInt8] { Array(first...last) }

    @Test(
        "is HKDF with SHA-256 as in RFC 5869 appendix A.1 to A.3",
        arguments: [
            (
                [UInt8](repeating: 0x0B, count: 22), Self.range(0x00, 0x0C), Self.range(0xF0, 0xF9),
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            ),
            (
                Self.range(0x00, 0x4F), Self.range(0x60, 0xAF), Self.range(0xB0, 0xFF),
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271"
                    + "cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"
            ),
            (
                [UInt8](repeating: 0x0B, count: 22), [], [],
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            ),
        ] as [([UInt8], [UInt8], [UInt8], String)])
    func hkdf(secret: [UInt8], salt: [UInt8], information: [UInt8], expected: String) throws {
        let key = try KeyDerivationFunction.hkdf.key(
            from: SecretOctets(secret), .sha256, salt: salt, information: information,
            octets: expected.utf8.count / 2)
        #expect(Hexadecimal.text(key.copied()) == expected)
    }

    @Test(
        "is ANSI-X9.63-KDF as in NIST's vectors, with every digest",
        arguments: [
            (
                DigestAlgorithm.sha256, "96c05619d56c328ab95fe84b18264b08725b85e33fd34f08", "",
                "443024c3dae66b95e6f5670601558f71"
            ),
            (
                .sha256, "22518b10e70f2a3f243810ae3254139efbee04aa57c7af7d",
                "75eef81aa3041e33b80971203d2c0c52",
                "c498af77161cc59f2962b9a713e2b215152d139766ce34a776df11866a69bf2e52a13d9c7c6fc878"
                    + "c50c5ea0bc7b00e0da2447cfd874f6cf92f30d0097111485500c90c3af8b487872d04685d14c8d1d"
                    + "c8d7fa08beb0ce0ababc11f0bd496269142d43525a78e5bc79a17f59676a5706dc54d54d4d1f0bd7"
                    + "e386128ec26afc21"
            ),
            (
                .sha384, "d8554db1b392cd55c3fe957bed76af09c13ac2a9392f88f6", "",
                "671a46aada145162f8ddf1ca586a1cda"
            ),
            (
                .sha512, "87fc0d8c4477485bb574f5fcea264b30885dc8d90ad82782", "",
                "947665fbb9152153ef460238506a0245"
            ),
        ] as [(DigestAlgorithm, String, String, String)])
    func x963(digest: DigestAlgorithm, secret: String, information: String, expected: String) throws {
        let key = try KeyDerivationFunction.x963.key(
            from: SecretOctets(Self.octets(secret)), digest, salt: [],
            information: Self.octets(information), octets: expected.utf8.count / 2)
        #expect(Hexadecimal.text(key.copied()) == expected)
    }

    @Test("is named by the scheme of the key agreement (RFC 5753 §7.1.4, RFC 8418 §2.2)")
    func schemes() {
        let known: [(ObjectIdentifier, KeyDerivationFunction, DigestAlgorithm)] = [
            (.ecdhSHA1KDF, .x963, .sha1), (.ecdhSHA256KDF, .x963, .sha256),
            (.ecdhSHA384KDF, .x963, .sha384), (.ecdhSHA512KDF, .x963, .sha512),
            (.ecdhHKDFSHA256, .hkdf, .sha256), (.ecdhHKDFSHA384, .hkdf, .sha384),
            (.ecdhHKDFSHA512, .hkdf, .sha512),
        ]
        for (scheme, function, digest) in known {
            let found = KeyDerivationFunction.of(scheme)
            #expect(found?.0 == function && found?.1 == digest, "\(scheme.dotted)")
        }
        for other in [ObjectIdentifier.aes128Wrap, .ellipticCurveKey, .sha256] {
            #expect(KeyDerivationFunction.of(other) == nil)
        }
    }

    @Test(
        "is given the wrap, the length of its key in bits, and the keying material (RFC 5753 §7.2)",
        arguments: [16, 24, 32])
    func sharedInfo(keyOctets: Int) throws {
        let wrap = KeyWrap(keyOctets: keyOctets)
        let plain = try DERNode(parsing: KeyDerivation(.x963, .sha256, for: wrap).sharedInfo)
        let bits = keyOctets * 8
        let count = DERNode(0xA2, elements: [DERNode(0x04, [0, 0, UInt8(bits >> 8), UInt8(bits & 0xFF)])])
        #expect(try plain.elements == [DERNode(parsing: wrap.algorithm), count])
        let material: [UInt8] = [1, 2, 3]
        let derivation = KeyDerivation(.hkdf, .sha256, for: wrap, keyingMaterial: material)
        let salted = try DERNode(parsing: derivation.sharedInfo)
        let octets = DERNode(0xA0, elements: [DERNode(0x04, material)])
        #expect(try salted.elements == [DERNode(parsing: wrap.algorithm), octets, count])
        #expect(derivation.salt == material && KeyDerivation(.hkdf, .sha256, for: wrap).salt.isEmpty)
    }

    @Test("has the keying material as the salt of HKDF")
    func salt() throws {
        let wrap = KeyWrap(keyOctets: 32)
        let secret = SecretOctets([UInt8](repeating: 7, count: 32))
        let derivation = KeyDerivation(.hkdf, .sha256, for: wrap, keyingMaterial: [9, 9])
        let expected = try KeyDerivationFunction.hkdf.key(
            from: secret, .sha256, salt: [9, 9], information: derivation.sharedInfo, octets: 32)
        #expect(try derivation.key(from: secret).isEqual(to: expected))
        let unsalted = try KeyDerivationFunction.hkdf.key(
            from: secret, .sha256, salt: [], information: derivation.sharedInfo, octets: 32)
        #expect(!unsalted.isEqual(to: expected))
    }
}

/// AES key wrap by the examples of RFC 3394 §4.
@Suite("AES key wrap")
struct KeyWrapTests {
    private static let examples = [
        ("000102030405060708090a0b0c0d0e0f", "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5", 16),
        (
            "000102030405060708090a0b0c0d0e0f1011121314151617",
            "96778b25ae6ca435f92b5b97c050aed2468ab8a17ad84e5d", 16
        ),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21", 32
        ),
    ]
    private static let key =
        Array("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f".utf8)

    @Test("wraps and unwraps as in RFC 3394 §4.1, §4.2 and §4.6", arguments: examples)
    func vectors(under: String, wrapped: String, octets: Int) throws {
        let text = String(decoding: Self.key.prefix(2 * octets), as: UTF8.self)
        let key = SecretOctets(try #require(Hexadecimal.octets(text)))
        let under = SecretOctets(try #require(Hexadecimal.octets(under)))
        let expected = try #require(Hexadecimal.octets(wrapped))
        let wrap = KeyWrap(keyOctets: under.count)
        #expect(try wrap.wrap(key, under: under) == expected)
        #expect(try wrap.unwrap(expected[...], under: under).isEqual(to: key))
        for index in expected.indices {
            var changed = expected
            changed[index] ^= 0x10
            #expect(throws: CMSError.self, "\(index)") { try wrap.unwrap(changed[...], under: under) }
        }
        #expect(throws: CMSError.self) { try wrap.unwrap(expected.dropLast(8), under: under) }
    }

    @Test("is read from its identifier without parameters, and nothing else is (RFC 3565 §2.3.2)")
    func identifiers() {
        for octets in [16, 24, 32] {
            let wrap = KeyWrap(keyOctets: octets)
            #expect(KeyWrap(wrap.algorithm[...]) == wrap)
        }
        let type = DERNode(0x06, Array(ObjectIdentifier.aes256Wrap.octets))
        for other in [
            DERNode(0x30, elements: [type, DERNode(0x05, [])]), DERNode(0x31, elements: [type]), type,
            DERNode(0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.tripleDESWrap.octets))]),
        ] { #expect(KeyWrap(other.der[...]) == nil) }
    }
}
