import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("OCSPRequest")
struct OCSPRequestTests {
    private func critical(_ identifier: [UInt8]) -> DERNode {
        DERNode(
            0x30, elements: [DERNode(0x06, identifier), DERNode(0x01, [0xFF]), DERNode(0x04, [0x04, 1, 9])])
    }

    @Test("matches no certificate whose issuer is named by other octets")
    func strangers() throws {
        let request = try OCSPRequest(der: OCSPRequests.ofUnknownIssuer(certificates: 100).der)
        #expect(request.count == 100)
        let authority = try TestLab.shared().authority
        #expect(request.serialNumbers(issuedBy: authority.certificate).isEmpty)
        let answer = try authority.ocspResponse(
            to: request, statuses: ["01": .good], at: TestLab.now, nextUpdate: TestLab.now + 60)
        // OCSPResponse, responseBytes, response, BasicOCSPResponse,
        // tbsResponseData, responses: [2] is unknown.
        let response = try DERNode(parsing: answer)
        let basic = try DERNode(parsing: response[1, 0, 1].octets)
        let responses = try #require(
            basic[0].elements.first { $0.identifier == 0x30 && $0.elements.count == 100 })
        #expect(responses.elements.allSatisfy { $0[1].identifier == 0x82 })
    }

    @Test("is refused if the octets are anything else, or ask about nothing")
    func malformed() throws {
        let one = OCSPRequests.ofUnknownIssuer(certificates: 1).der
        for octets in [
            [], [0x30, 0x00], Array(one.dropLast()), one + [0],
            OCSPRequests.ofUnknownIssuer(certificates: 0).der,
        ] {
            #expect(throws: CMSError.malformed(.ocspRequest)) { try OCSPRequest(der: octets) }
        }
    }

    @Test("is refused beyond its limits")
    func bounds() {
        #expect(throws: CMSError.tooMany(.ocspRequest, limit: 100)) {
            try OCSPRequest(der: OCSPRequests.ofUnknownIssuer(certificates: 101).der)
        }
        #expect(throws: CMSError.tooLarge(.ocspRequest, limit: 65_536)) {
            try OCSPRequest(der: [UInt8](repeating: 0x30, count: 65_537))
        }
    }

    private static let nonceIdentifier: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02]

    private func request(nonce value: [UInt8]) throws -> OCSPRequest {
        let nonce = DERNode(0x30, elements: [DERNode(0x06, Self.nonceIdentifier), DERNode(0x04, value)])
        return try OCSPRequest(der: OCSPRequests.ofUnknownIssuer(certificates: 1, whole: nonce).der)
    }

    @Test("has a nonce of 1 to 128 octets, which the response repeats", arguments: [1, 16, 32, 33, 128])
    func nonce(count: Int) throws {
        let value = DERNode(0x04, (0..<count).map { UInt8($0) }).der
        let answer = try TestLab.shared().authority.ocspResponse(
            to: request(nonce: value), statuses: [:], at: TestLab.now, nextUpdate: TestLab.now + 60)
        #expect(Data(answer).range(of: Data(value)) != nil)
    }

    @Test("is refused with a nonce of another length, with an empty one, and with two")
    func unfitNonce() throws {
        for value in [
            DERNode(0x04, []).der, DERNode(0x04, [UInt8](repeating: 9, count: 129)).der, [], [1, 2, 3, 4],
            DERNode(0x04, [1]).der + [0], DERNode(0x02, [1]).der,
        ] {
            #expect(throws: CMSError.malformed(.ocspNonce)) { try request(nonce: value) }
        }
        var twice = OCSPRequests.ofUnknownIssuer(
            certificates: 1,
            whole: DERNode(
                0x30,
                elements: [
                    DERNode(0x06, Self.nonceIdentifier), DERNode(0x04, [0x04, 1, 9]),
                ]))
        twice[0, 1, 0].elements.append(twice[0, 1, 0, 0])
        #expect(throws: CMSError.malformed(.ocspNonce)) { try OCSPRequest(der: twice.der) }
    }

    @Test("is refused with an unknown critical extension; a nonce is known")
    func criticalExtensions() throws {
        let unknown = critical([0x2A, 0x03])
        let nonce = critical(Self.nonceIdentifier)
        for request in [
            OCSPRequests.ofUnknownIssuer(certificates: 1, single: unknown),
            OCSPRequests.ofUnknownIssuer(certificates: 1, whole: unknown),
        ] {
            #expect(throws: CMSError.self) { try OCSPRequest(der: request.der) }
        }
        #expect(
            try OCSPRequest(der: OCSPRequests.ofUnknownIssuer(certificates: 1, whole: nonce).der).count == 1)
    }
}
