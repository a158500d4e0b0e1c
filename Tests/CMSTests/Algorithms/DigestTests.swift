import Octets
import TestSupport
import Testing

@testable import CMS

/// The digests of FIPS 180-4; the values are those of NIST's "Secure Hashing" examples, computed there for
/// messages of no, one and two blocks.
@Suite("Digests")
struct DigestTests {
    private static let blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    private static let longBlocks =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
        + "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

    @Test(
        "are those of the examples in FIPS 180-4",
        arguments: [
            (DigestAlgorithm.sha1, "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
            (.sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (.sha1, Self.blocks, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"),
            (.sha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            (.sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (.sha256, Self.blocks, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
            (
                .sha384, "abc",
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                    + "8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                .sha384, Self.longBlocks,
                "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
                    + "fcc7c71a557e2db966c3e9fa91746039"
            ),
            (
                .sha512, "abc",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                    + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
            (
                .sha512, Self.longBlocks,
                "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
                    + "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
            ),
        ])
    func examples(digest: DigestAlgorithm, text: String, expected: String) throws {
        let octets = Array(text.utf8)
        let value = try digest.value(of: octets)
        #expect(Hexadecimal.text(value) == expected)
        #expect(value.count == digest.octets)
        if digest == .sha256 { #expect(SHA256.digest(of: octets) == value) }
    }

    @Test("of a million octets are those of FIPS 180-4 as well")
    func million() throws {
        let octets = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(
            Hexadecimal.text(SHA256.digest(of: octets))
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    private func identifier(_ type: ObjectIdentifier, _ parameters: DERNode?) throws -> AlgorithmIdentifier {
        let type = DERNode(0x06, Array(type.octets))
        let node = DERNode(0x30, elements: [type] + (parameters.map { [$0] } ?? []))
        var reader = DERReader(node.der[...], structure: .digestAlgorithm)
        return try AlgorithmIdentifier(next: &reader, in: .digestAlgorithm)
    }

    private func read(
        _ type: ObjectIdentifier, _ parameters: DERNode? = nil
    ) throws -> DigestAlgorithm {
        try DigestAlgorithm(identifier(type, parameters), in: .digestAlgorithm)
    }

    @Test("are read as they are written, and with NULL", arguments: DigestAlgorithm.allCases)
    func identifiers(digest: DigestAlgorithm) throws {
        #expect(try read(digest.identifier) == digest)
        #expect(try read(digest.identifier, DERNode(0x05, [])) == digest)
        var reader = DERReader(digest.algorithmIdentifier[...], structure: .digestAlgorithm)
        let written = try AlgorithmIdentifier(next: &reader, in: .digestAlgorithm)
        #expect(written.parameters == nil && written.algorithm == digest.identifier)
    }

    @Test("with other parameters are malformed, and other algorithms are unsupported")
    func refused() {
        for parameters in [DERNode(0x05, [0]), DERNode(0x30, elements: []), DERNode(0x04, [])] {
            #expect(throws: CMSError.malformed(.digestAlgorithm)) { try read(.sha256, parameters) }
        }
        #expect(throws: CMSError.unsupportedAlgorithm("SHA224", .digest)) {
            try read(ObjectIdentifier([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 2, 4]))
        }
        #expect(throws: CMSError.unsupportedAlgorithm("1.2.3", .digest)) {
            try read(ObjectIdentifier([0x2A, 3]))
        }
    }

    @Test("with anything after the parameters, or without an identifier, are malformed")
    func shape() {
        let type = DERNode(0x06, Array(ObjectIdentifier.sha256.octets))
        let null = DERNode(0x05, [])
        for node in [
            DERNode(0x30, elements: [type, null, null]), DERNode(0x30, elements: []),
            DERNode(0x30, elements: [null]), DERNode(0x31, elements: [type]), DERNode(0x04, type.der),
        ] {
            #expect(throws: CMSError.malformed(.digestAlgorithm)) {
                var reader = DERReader(node.der[...], structure: .digestAlgorithm)
                _ = try AlgorithmIdentifier(next: &reader, in: .digestAlgorithm)
            }
        }
    }
}
