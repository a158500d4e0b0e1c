import MIME
import TestSupport
import Testing

@testable import SIPMessage

@Suite("SIPMessage under hostile octets")
struct HostileOctetsTests {
    static let messages = [
        "rfc4475/wsinv.dat", "rfc4475/mpart01.dat", "captures/t1-plain-alice-01-tx-PUBLISH.sip",
    ]

    /// The invariants of every accepted message: nothing added, nothing moved.
    private func check(_ octets: [UInt8]) {
        guard let message = try? SIPMessage.parse(octets) else { return }
        #expect(octets.starts(with: message.octets))
        let header = message.headerFields.flatMap(\.octets)
        let tail = message.octets.dropFirst(message.headerStart + header.count)
        #expect(message.octets.dropFirst(message.headerStart).starts(with: header))
        #expect(Array(tail) == [0x0D, 0x0A] + message.body || Array(tail) == [0x0A] + message.body)
        #expect((try? SIPMessage.parse(message.octets))?.headerFields == message.headerFields)
        guard let entity = message.bodyEntity() else { return }
        _ = try? entity.multipart()
        let replaced = try? SIPMessage.parse(message.replacingBody(with: entity).octets)
        #expect(replaced?.bodyEntity() == entity)
        #expect(replaced?.body == message.body)
    }

    @Test("refuses or reads every truncation, and accepts none as the whole", arguments: messages)
    func truncations(path: String) throws {
        let octets = try Vectors.octets(path)
        for count in octets.indices {
            #expect(refusal(of: Array(octets[..<count])) != nil, "\(count)")
        }
    }

    @Test("stays within the octets if any one of them is changed", arguments: messages)
    func mutations(path: String) throws {
        let octets = try Vectors.octets(path)
        let replacements: [UInt8] = [0x00, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x3A, 0x3B, 0x3C, 0x5C, 0xFF]
        for index in octets.indices {
            var mutated = octets
            mutated[index] = replacements[index % replacements.count]
            check(mutated)
            mutated[index] = octets[index] ^ 0x01
            check(mutated)
        }
    }

    @Test("survives random octets after a valid beginning")
    func randomOctets() throws {
        var generator = SeededGenerator(seed: 4475)
        let alphabet = Array("\r\n\r\n :;,<>\"\\@%?=&sipVTFclSIP/2.0 19\u{0}".utf8)
        for _ in 0..<3000 {
            let random = generator.octets(Int.random(in: 0...60, using: &generator), of: alphabet)
            check(random)
            check(publish().dropLast(2) + random)
            let text = String(decoding: random, as: UTF8.self)
            if let uri = try? SIPURI.parse("sip:" + text) { #expect(uri.isEquivalent(to: uri)) }
            _ = NameAddress.parse(text)
        }
    }
}
