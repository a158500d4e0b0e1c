import TestSupport
import Testing

@testable import CMS

@Suite("PEM")
struct PEMTests {
    @Test("decodes the encoded octets, whatever the label and the text before it")
    func roundTrip() throws {
        let octets = [UInt8](0...255)
        for label in ["CMS", "CERTIFICATE", "X"] {
            let text = try PEM.encode(octets, label: label)
            #expect(try PEM.decode(text) == octets)
            #expect(try PEM.decode(Array("Dear Bob,\n".utf8) + text) == octets)
        }
    }

    @Test("is malformed if there is no complete block")
    func notPEM() throws {
        let text = try PEM.encode([1, 2, 3], label: "CMS")
        for octets in [[], [0x30, 0x00], Array("-----BEGIN CMS-----".utf8), Array(text.dropLast(10))] {
            #expect(throws: CMSError.malformed(.pem)) { try PEM.decode(octets) }
        }
    }

    @Test("returns every block with its label, except unencrypted private keys")
    func blocks() throws {
        let key = try PrivateKey.generate(.p256)
        let certificate = try TestCA.octets(of: "alice.pem")
        let encrypted = try key.pem(passphrase: SecretOctets("secret")).copied()
        let text = certificate + Array("between\n".utf8) + (try key.pem().copied()) + encrypted
        let blocks = try PEM.blocks(text)
        #expect(blocks.map(\.label) == ["CERTIFICATE", "ENCRYPTED PRIVATE KEY"])
        #expect(try blocks[0].octets == PEM.decode(certificate))
        let cut = certificate + encrypted.dropLast(40)
        #expect(throws: CMSError.malformed(.pem)) { try PEM.blocks(cut) }
        #expect(throws: CMSError.malformed(.pem)) { try PEM.blocks(Array("no block".utf8)) }
        let many = Array("-----BEGIN X-----\nAAAA\n-----END X-----\n".utf8)
        #expect(throws: CMSError.tooMany(.pem, limit: 1000)) {
            try PEM.blocks([[UInt8]](repeating: many, count: 1001).flatMap { $0 })
        }
    }
}
