import TestSupport
import Testing

@testable import CMS

@Suite("ContentInfo")
struct ContentInfoTests {
    /// One message of every shape.
    private static func samples() throws -> [[UInt8]] {
        try [
            CMSSamples.signed(), CMSSamples.signed(form: .detached), CMSSamples.enveloped(),
            CMSSamples.enveloped(.aes128CBC), CMSSamples.enveloped(.aes128GCM, for: .rsa(bits: 2048)),
        ]
    }

    @Test("refuses every truncation of a message")
    func truncated() throws {
        for sample in try Self.samples() {
            for count in sample.indices {
                #expect(throws: CMSError.self) { try ContentInfo.read(Array(sample[..<count])) }
            }
        }
    }

    @Test("refuses octets after the message")
    func surplus() throws {
        for sample in try Self.samples() {
            #expect(throws: CMSError.malformed(.contentInfo)) { try ContentInfo.read(sample + [0]) }
        }
    }

    @Test("reads or throws, and never crashes, whatever single octet is changed")
    func mutated() throws {
        for sample in try Self.samples() {
            var octets = sample
            for index in octets.indices {
                for value in [octets[index] ^ 0x01, octets[index] ^ 0x80, 0x00, 0xFF] {
                    octets[index] = value
                    _ = try? ContentInfo.read(octets)
                }
                octets[index] = sample[index]
            }
        }
    }

    @Test("names a content type that S/MIME does not use")
    func otherTypes() throws {
        // digestedData and encryptedData, RFC 4134 §6 and §7.
        for (file, type) in [("6.0.bin", "1.2.840.113549.1.7.5"), ("7.1.bin", "1.2.840.113549.1.7.6")] {
            #expect(throws: CMSError.unsupportedContentType(type)) {
                try ContentInfo.read(Vectors.octets("rfc4134/\(file)"))
            }
        }
    }

    @Test("returns the certificates of a message without signers")
    func certificatesOnly() throws {
        let octets = try Vectors.octets("rfc4134/4.11.bin")
        guard case .certificatesOnly(let certificates) = try ContentInfo.read(octets) else {
            Issue.record("not certificates only")
            return
        }
        let files = ["CarlDSSSelf.cer", "AliceDSSSignByCarlNoInherit.cer"]
        #expect(try certificates == files.map { try Vectors.octets("rfc4134/\($0)") })
    }

    @Test("refuses an empty input, and nesting too deep for libcrypto")
    func odd() {
        #expect(throws: CMSError.malformed(.contentInfo)) { try ContentInfo.read([]) }
        let deep = Array(repeating: [0x30, 0x80] as [UInt8], count: 100_000).flatMap { $0 }
        #expect(throws: CMSError.malformed(.contentInfo)) { try ContentInfo.read(deep) }
    }
}
