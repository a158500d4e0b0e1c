import Assessment
import Exposure
import TestSupport
import Testing

@Suite("BodyConfidentiality: whether envelopes cover the bodies of a dialog")
struct BodyConfidentialityTests {
    @Test("a body sent in clear after 415 ends in not protected, and one that stays in its envelope does not")
    func fallback() throws {
        let envelope = [VisibleLayer(kind: .authEnvelopedData, octets: 100)]
        let body = try ExampleMessage.publish(body: "<presence/>")
        let refusal = try ExampleMessage.response(415, to: "PUBLISH")
        let fallen = BodyConfidentiality(of: [(body, envelope), (refusal, []), (body, [])])
        #expect(fallen?.isProtected == false && fallen?.reason.contains("After a refusal") == true)
        #expect(
            BodyConfidentiality(of: [(body, envelope), (refusal, []), (body, envelope)])?.isProtected == true)
        #expect(BodyConfidentiality(of: [(body, []), (refusal, [])])?.reason == "The body is in clear.")
        #expect(
            BodyConfidentiality(of: body, layers: [VisibleLayer(kind: .signedData, octets: 1)])?.isProtected
                == false)
        #expect(BodyConfidentiality(of: [(refusal, [])]) == nil)
    }
}
