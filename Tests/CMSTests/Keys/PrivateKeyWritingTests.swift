import TestSupport
import Testing

@testable import CMS

@Suite("PrivateKey, written")
struct PrivateKeyWritingTests {
    @Test(
        "reads back the keys it wrote, plain and encrypted",
        arguments: [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)])
    func roundTrip(algorithm: KeyAlgorithm) throws {
        let key = try PrivateKey.generate(algorithm)
        let der = try key.der().copied()
        #expect(try PrivateKey(der: SecretOctets(der)).der().copied() == der)
        #expect(try PrivateKey(pem: key.pem()).der().copied() == der)
        let passphrase = SecretOctets("correct horse")
        let encrypted = try key.encryptedDER(passphrase: passphrase)
        #expect(try PrivateKey(encryptedDER: encrypted, passphrase: passphrase).der().copied() == der)
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(encryptedDER: encrypted, passphrase: SecretOctets("battery"))
        }
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(pem: key.pem(passphrase: passphrase), passphrase: nil)
        }
    }

    @Test(
        "writes a key on a curve octet for octet as libcrypto does",
        .enabled(if: Tool.arePresent("openssl"), "openssl is not installed"),
        arguments: [KeyAlgorithm.p256, .p384])
    func asLibcrypto(algorithm: KeyAlgorithm) throws {
        let directory = try TemporaryDirectory()
        let openssl = Tool(name: "openssl", directory: directory)
        let curve = try #require(algorithm.curve)
        // The second private number is 1: all but its last octet are zeros.
        let one = [UInt8](repeating: 0, count: curve.fieldOctets - 1) + [1]
        for key in [try PrivateKey.generate(algorithm), try PrivateKey(der: Self.bare(one, on: curve))] {
            let der = try key.der().copied()
            try directory.write(der, to: "key.der")
            let theirs = try openssl(
                "pkcs8", "-topk8", "-nocrypt", "-inform", "DER", "-in", "key.der", "-outform", "DER")
            #expect(theirs == der)
        }
    }

    @Test(
        "reads a key on a curve as libcrypto's decoder does, with any octet changed",
        arguments: [KeyAlgorithm.p256, .p384])
    func asTheDecoder(algorithm: KeyAlgorithm) throws {
        let der = try PrivateKey.generate(algorithm).der().copied()
        var accepted = 0
        for index in -1..<der.count {
            var octets = der
            if index >= 0 { octets[index] ^= 0x01 }
            let ours = try? PrivateKey(der: SecretOctets(octets), algorithm: algorithm).der().copied()
            let theirs = try? PrivateKey(der: SecretOctets(octets)).der().copied()
            #expect(ours == theirs, "octet \(index)")
            accepted += ours == nil ? 0 : 1
        }
        let curve = try #require(algorithm.curve)
        #expect(accepted > curve.fieldOctets, "the whole key, and any private number")
    }

    @Test("leaves a private number outside the curve's to libcrypto's decoder", arguments: [UInt8(0), 0xFF])
    func numberOutside(octet: UInt8) throws {
        var octets = try PrivateKey.generate(.p256).der().copied()
        let start = octets.count - 65 - 4 - 32
        octets.replaceSubrange(start..<start + 32, with: repeatElement(octet, count: 32))
        let ours = try? PrivateKey(der: SecretOctets(octets), algorithm: .p256).der().copied()
        let theirs = try? PrivateKey(der: SecretOctets(octets)).der().copied()
        #expect(ours == theirs)
    }

    /// An ECPrivateKey without its point (RFC 5915 §3), in a PrivateKeyInfo.
    private static func bare(_ number: [UInt8], on curve: NamedCurve) -> SecretOctets {
        SecretOctets(
            DERWriter.sequence(
                DERWriter.integer(0), curve.algorithmIdentifier,
                DERWriter.octetString(
                    DERWriter.sequence(DERWriter.integer(1), DERWriter.octetString(number)))))
    }

    @Test(
        "leaves a compressed point to libcrypto, which preserves it",
        .enabled(if: Tool.arePresent("openssl"), "openssl is not installed"))
    func compressed() throws {
        let directory = try TemporaryDirectory()
        let openssl = Tool(name: "openssl", directory: directory)
        try directory.write(PrivateKey.generate(.p256).der().copied(), to: "key.der")
        let der = try openssl(
            "ec", "-inform", "DER", "-in", "key.der", "-conv_form", "compressed", "-outform", "DER")
        let key = try PrivateKey(der: SecretOctets(der))
        let again = try PrivateKey(der: key.der())
        #expect(try again.publicKey.point.count == 33 && ECPrivateKeyInfo(again) == nil)
    }
}
