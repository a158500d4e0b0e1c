import TestSupport
import Testing

@testable import CMS

@Suite("BERSurvey")
struct BERSurveyTests {
    private let signed: DERNode
    private let enveloped: DERNode

    init() throws {
        signed = try DERNode(parsing: CMSSamples.signed())
        enveloped = try DERNode(parsing: CMSSamples.enveloped(.aes128GCM, for: .rsa(bits: 2048)))
    }

    @Test("accepts the output of streaming senders, with indefinite lengths")
    func indefiniteLengths() throws {
        let alice = try TestLab.shared().identity(.alice).certificate
        #expect(signed.ber != signed.der)
        #expect(try CMSSamples.signedData(signed.ber).verify(signedBy: alice).content == CMSSamples.content)
        #expect(try CMSSamples.decrypt(enveloped.ber, with: .rsa(bits: 2048)) == CMSSamples.content)
        for message in [signed, enveloped] {
            #expect(try BERSurvey.accepts(message.der))
            #expect(try BERSurvey.accepts(message.ber))
            #expect(try BERSurvey.accepts(message.ber(levels: 30)))
            #expect(try !BERSurvey.accepts(message.ber + [0]))
            for count in message.ber.indices { #expect(try !BERSurvey.accepts(Array(message.ber[..<count]))) }
        }
    }

    @Test("accepts 16 digest algorithms, certificates, CRLs and signers, and refuses 17")
    func signedData() throws {
        var listed = signed
        listed[1, 0].elements.insert(DERNode(0xA1, elements: [DERNode(0x30, elements: [])]), at: 4)
        let fields: [(Int, CMSError.Structure)] = [
            (1, .digestAlgorithm), (3, .certificate), (4, .revocationList), (5, .signerInfo),
        ]
        for (field, structure) in fields {
            var changed = listed
            changed[1, 0, field].elements = Array(repeating: listed[1, 0, field, 0], count: 16)
            #expect(try BERSurvey.accepts(changed.ber))
            changed[1, 0, field].elements.append(listed[1, 0, field, 0])
            #expect(throws: CMSError.tooMany(structure, limit: 16)) { try BERSurvey.accepts(changed.ber) }
            #expect(throws: CMSError.tooMany(structure, limit: 16)) { try ContentInfo.read(changed.ber) }
        }
    }

    @Test("accepts 256 recipients and 16 certificates of their sender, and refuses one more")
    func envelopedData() throws {
        var changed = enveloped
        changed[1, 0, 1].elements = Array(repeating: enveloped[1, 0, 1, 0], count: 256)
        #expect(try CMSSamples.envelopedData(changed.ber).recipients.count == 256)
        changed[1, 0, 1].elements.append(enveloped[1, 0, 1, 0])
        #expect(throws: CMSError.tooMany(.recipientInfo, limit: 256)) { try ContentInfo.read(changed.ber) }

        changed = enveloped
        var certificates = DERNode(0xA0, elements: Array(repeating: signed[1, 0, 3, 0], count: 16))
        changed[1, 0].elements.insert(DERNode(0xA0, elements: [certificates]), at: 1)
        _ = try ContentInfo.read(changed.ber)
        certificates.elements.append(signed[1, 0, 3, 0])
        changed[1, 0, 1].elements = [certificates]
        #expect(throws: CMSError.tooMany(.certificate, limit: 16)) { try ContentInfo.read(changed.ber) }
    }

    @Test("accepts content in pieces, and refuses more elements than a message needs")
    func elements() throws {
        let limit = BERSurvey.maximumElements
        var changed = signed
        changed[1, 0, 2, 1, 0] = DERNode(0x24, elements: CMSSamples.content.map { DERNode(0x04, [$0]) })
        #expect(try CMSSamples.signedData(changed.ber).unverifiedContent == CMSSamples.content)
        changed[1, 0, 2, 1, 0].elements = Array(repeating: DERNode(0x04, [1]), count: limit)
        #expect(throws: CMSError.tooMany(.element, limit: limit)) { try ContentInfo.read(changed.ber) }
        let pieces = DERNode(0x24, elements: Array(repeating: DERNode(0x04, []), count: limit - 1))
        #expect(try BERSurvey.accepts(pieces.ber))
    }

    @Test("accepts 30 nested elements and not more")
    func depth() throws {
        for (depth, isAccepted) in [(30, true), (31, false), (100_000, false)] {
            let begin = Array(repeating: [0x30, 0x80] as [UInt8], count: depth).flatMap { $0 }
            #expect(try BERSurvey.accepts(begin + [UInt8](repeating: 0, count: 2 * depth)) == isAccepted)
        }
    }

    @Test(
        "refuses headers that CMS does not use, and ends that do not fit",
        arguments: [
            [], [0x30], [0x1F, 0x00], [0x04, 0x80, 0x00, 0x00], [0x30, 0x85, 0, 0, 0, 0, 0],
            [0x30, 0x82, 0x00],
            [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0xFF], [0x00, 0x00], [0x30, 0x02, 0x00, 0x00],
            [0x30, 0x80, 0x00, 0x01, 0x00], [0x30, 0x02, 0x30, 0x80, 0x00, 0x00], [0x30, 0x80, 0x00],
        ] as [[UInt8]])
    func odd(octets: [UInt8]) throws {
        #expect(try !BERSurvey.accepts(octets))
    }

    @Test("agrees with a recursive reader on random octets")
    func random() throws {
        var generator = SeededGenerator(seed: 5652)
        var accepted = 0
        for _ in 0..<200_000 {
            let count = Int.random(in: 0...14, using: &generator)
            let octets = generator.octets(
                count, of: [0x30, 0x30, 0x80, 0x80, 0x00, 0x00, 0x04, 0x01, 0x02, 0x81, 0x1F])
            let isBER = try BERSurvey.accepts(octets)
            #expect(isBER == (Self.element(octets[...])?.isEmpty == true), "\(octets)")
            if isBER { accepted += 1 }
        }
        #expect(accepted > 100)
    }

    @Test("reads or throws, and never crashes, on BER with random changes")
    func changed() throws {
        var generator = SeededGenerator(seed: 8551)
        for message in [signed.ber, enveloped.ber] {
            for _ in 0..<5_000 {
                var octets = message
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    octets[Int.random(in: octets.indices, using: &generator)] = .random(
                        in: 0...255, using: &generator)
                }
                _ = try? ContentInfo.read(octets)
            }
        }
    }

    /// Returns the octets after the first element according to X.690 §8.1; nil if there is no element.
    private static func element(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let identifier = octets.first, identifier != 0, identifier & 0x1F != 0x1F,
            let first = octets.dropFirst().first
        else { return nil }
        var rest = octets.dropFirst(2)
        let isConstructed = identifier & 0x20 != 0
        if first == 0x80 {
            guard isConstructed else { return nil }
            while !rest.starts(with: [0, 0]) {
                guard let next = element(rest) else { return nil }
                rest = next
            }
            return rest.dropFirst(2)
        }
        var length = Int(first)
        if first > 0x80 {
            let count = Int(first & 0x7F)
            guard count <= 4, rest.count >= count else { return nil }
            length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(count)
        }
        guard rest.count >= length else { return nil }
        var content = rest.prefix(length)
        while isConstructed, !content.isEmpty {
            guard let next = element(content) else { return nil }
            content = next
        }
        return rest.dropFirst(length)
    }
}

extension DERNode {
    /// The encoding of streaming senders: indefinite lengths down to the fields of the content.
    fileprivate var ber: [UInt8] { ber(levels: 5) }

    /// The encoding with indefinite lengths of constructed elements down to this number of levels.
    fileprivate func ber(levels: Int) -> [UInt8] {
        guard levels > 0, identifier & 0x20 != 0 else { return der }
        return [identifier, 0x80] + elements.flatMap { $0.ber(levels: levels - 1) } + [0x00, 0x00]
    }
}
