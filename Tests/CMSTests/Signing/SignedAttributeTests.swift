import TestSupport
import Testing

@testable import CMS

/// The attributes that a signature covers, in DER (RFC 5652 §5.3, §5.4).
@Suite("Signed attributes")
struct SignedAttributeTests {
    private let alice: TestIdentity
    private let message: DERNode

    init() throws {
        alice = try TestLab.shared().identity(.alice)
        message = try DERNode(parsing: CMSSamples.signed())
    }

    private func verify(_ octets: [UInt8]) throws {
        _ = try CMSSamples.signedData(octets).verify(signedBy: alice.certificate)
    }

    private static let other: [UInt8] = [0x2A, 0x03, 0x04]

    /// A message with another attribute, signed again.
    private func message(with values: [DERNode]) throws -> DERNode {
        var changed = message
        changed.signedAttributes.append(
            DERNode(0x30, elements: [DERNode(0x06, Self.other), DERNode(0x31, elements: values)]))
        try changed.sign(by: alice.key)
        return changed
    }

    @Test("verify in whatever order they come, if the signature covers their DER")
    func order() throws {
        let all = message.signedAttributes
        let signed = try CMSSamples.signedData(message.der).signer.signedAttributes
        for shift in all.indices {
            for attributes in [all[shift...] + all[..<shift], ArraySlice(all.reversed())] {
                var changed = message
                changed.signedAttributes = Array(attributes)
                let data = try CMSSamples.signedData(changed.der)
                #expect(data.signer.signedAttributes == signed)
                for verifier in SignatureVerifier.allCases {
                    _ = try data.verify(
                        signedBy: alice.certificate, detachedContent: nil, strength: .current, with: verifier)
                }
            }
        }
    }

    @Test("have at most 32 values each, so that sorting them takes no time")
    func manyValues() throws {
        let values = (0..<33).map { DERNode(0x04, [UInt8($0)]) }
        try verify(message(with: Array(values.dropLast())).der)
        #expect(throws: CMSError.tooMany(.signedAttributes, limit: 32)) {
            try verify(message(with: values).der)
        }
    }

    @Test("have one receiptRequest value, as libcrypto requires (RFC 2634 §2.7)")
    func receiptRequest() throws {
        let type = DERNode(0x06, Array(ObjectIdentifier.receiptRequest.octets))
        for (count, isRead) in [(1, true), (2, false)] {
            var changed = message
            let values = (0..<count).map { DERNode(0x30, elements: [DERNode(0x02, [UInt8($0)])]) }
            changed.signedAttributes.append(DERNode(0x30, elements: [type, DERNode(0x31, elements: values)]))
            try changed.sign(by: alice.key)
            if isRead {
                try verify(changed.der)
            } else {
                #expect(throws: CMSError.malformed(.signedAttributes)) { try verify(changed.der) }
            }
        }
    }

    @Test("signed in another order are a bad signature, unlike for libcrypto")
    func signedInOtherOrder() throws {
        var changed = message
        changed.signedAttributes.reverse()
        try changed.sign(by: alice.key, isInOrder: false)
        #expect(throws: CMSError.badSignature) { try verify(changed.der) }
        let data = try CMSSamples.signedData(changed.der)
        #expect(throws: CMSError.badSignature) {
            try data.verifyByCMS(CMSSamples.content, signedBy: alice.certificate)
        }
        changed.signedAttributes.reverse()
        try changed.sign(by: alice.key, isInOrder: false)
        try verify(changed.der)
    }

    @Test("have their values in order, whatever order was sent")
    func valuesInOrder() throws {
        let (one, two) = (DERNode(0x02, [1]), DERNode(0x02, [2]))
        let sent = try message(with: [one, two])
        try verify(sent.der)
        var changed = sent
        let index = try #require(sent.signedAttributes.firstIndex { $0[0].octets == Self.other })
        changed.signedAttributes[index][1].elements.reverse()
        #expect(changed != sent)
        try verify(changed.der)
        try changed.sign(by: alice.key, isInOrder: false)
        #expect(throws: CMSError.badSignature) { try verify(changed.der) }
    }

    @Test("are the same in BER: long lengths, indefinite ones, strings in pieces")
    func encodings() throws {
        let pieces = DERNode(0x24, elements: [DERNode(0x04, [1]), DERNode(0x04, [2])])
        let string = try message(with: [DERNode(0x30, elements: [DERNode(0x04, [1, 2])])])
        let index = try #require(string.signedAttributes.firstIndex { $0[0].octets == Self.other })
        var inPieces = string
        inPieces.signedAttributes[index][1, 0, 0] = pieces
        try verify(inPieces.der)
        let signed = try CMSSamples.signedData(string.der).signer
        #expect(try CMSSamples.signedData(inPieces.der).signer.signedAttributes == signed.signedAttributes)
        // The length of the SET in two octets, and an indefinite one; the lengths around it follow.
        let set = string.signedAttributes[index][1].elements.flatMap(\.der)
        let type = string.signedAttributes[index][0].der
        for other in [[0x31, 0x81, UInt8(set.count)] + set, [0x31, 0x80] + set + [0, 0]] {
            var changed = string
            // A primitive element has any octets.
            changed.signedAttributes[index] = DERNode(0x10, type + other)
            var octets = changed.der
            let place = try #require(octets.firstRange(of: [0x10, UInt8(type.count + other.count)] + type))
            octets[place.lowerBound] = 0x30
            try verify(octets)
            #expect(try CMSSamples.signedData(octets).signer.signedAttributes == signed.signedAttributes)
        }
    }

    @Test("are refused if there is none, one comes twice, or one has no value")
    func shape() throws {
        var none = message
        none.signerInfo[3].elements = []
        var twice = try message(with: [DERNode(0x05, [])])
        let other = try #require(twice.signedAttributes.first { $0[0].octets == Self.other })
        twice.signedAttributes.append(other)
        try twice.sign(by: alice.key)
        var different = try message(with: [DERNode(0x05, [])])
        different.signedAttributes.append(.attribute(Self.other, DERNode(0x02, [1])))
        try different.sign(by: alice.key)
        let empty = try message(with: [])
        for changed in [none, twice, different, empty] {
            #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(changed.der) }
        }
        try verify(message(with: [DERNode(0x05, [])]).der)
    }

    @Test(
        "are refused if a value is not one of its type, as libcrypto refuses it",
        arguments: [
            DERNode(0x01, []), DERNode(0x01, [0, 0]), DERNode(0x02, []), DERNode(0x02, [0, 1]),
            DERNode(0x02, [0xFF, 0x80]), DERNode(0x0A, []), DERNode(0x05, [0]), DERNode(0x06, []),
            DERNode(0x06, [0x80, 0x01]), DERNode(0x06, [0x2A, 0x83]), DERNode(0x06, [0x2A, 0x80, 0x01]),
            DERNode(0x03, []), DERNode(0x03, [8, 0]),
            DERNode(0x1E, [0]), DERNode(0x1C, [0, 0]), DERNode(0x22, elements: []),
            DERNode(0x23, elements: []),
        ])
    func invalidValue(value: DERNode) throws {
        let octets = try message(with: [value]).der
        #expect(throws: CMSError.malformed(.signedAttributes)) { try verify(octets) }
    }

    @Test(
        "are a bad signature if libcrypto writes a value in another way",
        arguments: [DERNode(0x03, [1]), DERNode(0x03, [1, 1]), DERNode(0x28, elements: [])])
    func rewrittenValue(value: DERNode) throws {
        let octets = try message(with: [value]).der
        #expect(throws: CMSError.badSignature) { try verify(octets) }
    }

    @Test(
        "may have values of every type",
        arguments: [
            DERNode(0x01, [0xFF]), DERNode(0x02, [0]), DERNode(0x02, [0, 0x80]), DERNode(0x02, [0xFF, 0x7F]),
            DERNode(0x05, []), DERNode(0x06, [0x2A, 0x83, 0x01]), DERNode(0x03, [0]),
            DERNode(0x03, [7, 0x80]),
            DERNode(0x04, []), DERNode(0x0C, [0xC3]), DERNode(0x13, [0x61]), DERNode(0x1E, [0, 0x61]),
            DERNode(0x30, elements: []), DERNode(0x31, elements: [DERNode(0x02, [0, 0])]),
            DERNode(0x80, [1]), DERNode(0xA0, elements: []), DERNode(0x60, elements: []),
        ])
    func value(value: DERNode) throws {
        let data = try CMSSamples.signedData(message(with: [value]).der)
        for verifier in SignatureVerifier.allCases {
            _ = try data.verify(
                signedBy: alice.certificate, detachedContent: nil, strength: .current, with: verifier)
        }
    }

    @Test("with an invalid type are refused")
    func invalidType() throws {
        for type in [[], [0x2A, 0x80], [0x80, 0x01], [0x2A, 0x80, 0x01]] as [[UInt8]] {
            var changed = message
            changed.signedAttributes.append(.attribute(type, DERNode(0x05, [])))
            try changed.sign(by: alice.key)
            #expect(throws: CMSError.malformed(.signedAttributes)) { try ContentInfo.read(changed.der) }
        }
    }

    @Test("with a countersignature among them are a bad signature, as for libcrypto (RFC 5652 §11.4)")
    func countersignature() throws {
        var changed = message
        changed.signedAttributes.append(
            .attribute(AttributeType.countersignature, DERNode(0x30, elements: [])))
        try changed.sign(by: alice.key)
        #expect(throws: CMSError.badSignature) { try verify(changed.der) }
    }
}
