import MIME
import PIDF
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Signed documents that would take much memory")
struct PresenceMemoryTests {
    /// A document whose attributes are in a namespace with a name of `namespace` octets.
    private static func document(namespace: Int, attributes: Int) -> [UInt8] {
        let name = String(repeating: "u", count: namespace)
        let list = (0..<attributes).map { " p:a\($0)=''" }.joined()
        let start = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='\(Exchange.alice)'"
        return Array("\(start) xmlns:p='\(name)'\(list)/>".utf8)
    }

    private func refusal(of document: [UInt8], type: String) throws -> SMIMEError? {
        let entity = try MIMEEntity.parse(Array("Content-Type: \(type)\r\n\r\n".utf8) + document)
        return try Exchange.refusal(of: Exchange.signed(entity))?.reason
    }

    @Test(
        "are too large, under any media type",
        arguments: ["application/pidf+xml", "application/xml", "text/plain"])
    func tooLarge(type: String) throws {
        #expect(try refusal(of: Self.document(namespace: 1_024, attributes: 50), type: type) == nil)
        let named = try refusal(of: Self.document(namespace: 50_000, attributes: 4_000), type: type)
        #expect(named == .malformed(.presence(.namespaceTooLong(limit: 1_024))))
        let document = Self.document(namespace: 1_024, attributes: 40_000)
        let large = try refusal(of: document, type: type)
        #expect(large == .malformed(.presence(.tooMuchMemory(limit: 1 << 19 + 8 * document.count))))
        for refusal in [named, large] {
            #expect(refusal?.code == .tooLarge && refusal?.sipStatus == 413)
        }
        let many = try refusal(of: Self.document(namespace: 9, attributes: 100), type: type)
        #expect(many?.code == .malformed)
    }
}
