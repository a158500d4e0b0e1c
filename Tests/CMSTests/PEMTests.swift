import TestSupport
import Testing

@testable import CMS

@Suite("PEM")
struct PEMTests {
    @Test("gives back the octets it was made of, whatever the label and the text before it")
    func roundTrip() throws {
        let octets = [UInt8](0...255)
        for label in ["CMS", "CERTIFICATE", "X"] {
            let text = try PEM.encode(octets, label: label)
            #expect(try PEM.decode(text) == octets)
            #expect(try PEM.decode(Array("Dear Bob,\n".utf8) + text) == octets)
        }
    }

    @Test("is blamed itself where there is no whole block")
    func notPEM() throws {
        let text = try PEM.encode([1, 2, 3], label: "CMS")
        for octets in [[], [0x30, 0x00], Array("-----BEGIN CMS-----".utf8), Array(text.dropLast(10))] {
            #expect(throws: CMSError.malformed(.pem)) { try PEM.decode(octets) }
        }
    }
}
