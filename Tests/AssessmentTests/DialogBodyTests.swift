import Assessment
import Exposure
import Octets
import SIPMessage
import TestSupport
import Testing

/// RFC 3261 §23.2: a sender that is answered 415 or 493 has no way back to clear text.
@Suite("BodyConfidentiality of whole dialogs")
struct DialogBodyTests {
    /// A captured message, with the envelope that its Content-Type names.
    private func captured(_ name: String) throws -> (message: SIPMessage, layers: [VisibleLayer]) {
        let message = try SIPMessage.parse(Vectors.octets("captures/\(name).sip"))
        let type = message.values(of: "Content-Type").first ?? ""
        let isEnveloped = type.contains("enveloped-data")
        return (message, isEnveloped ? AssessmentLab.envelope : [])
    }

    @Test("a captured sender fell back to clear text after a server refused its envelope")
    func captures() throws {
        let refused = try ["t3-ct-alice-13-tx-PUBLISH", "t3-ct-alice-14-rx-415_PUBLISH"].map(captured)
        #expect(BodyConfidentiality(of: refused)?.isProtected == true)
        let fallen = BodyConfidentiality(of: refused + [try captured("t3-ct-alice-15-tx-PUBLISH")])
        #expect(fallen?.state == .notProtected)
        #expect(fallen?.reason == "After a refusal of the protected body, it was sent in clear.")
    }

    @Test("every captured body of the sender without S/MIME is in clear")
    func plain() throws {
        let names = try Vectors.names(in: "captures", ending: ".sip").filter { $0.hasPrefix("t1-plain") }
        #expect(names.count == 20)
        for name in names {
            let (message, layers) = try captured(String(name.dropLast(4)))
            let found = BodyConfidentiality(of: message, layers: layers)
            #expect((found == nil) == message.body.isEmpty)
            #expect(found?.reason ?? "The body is in clear." == "The body is in clear.")
        }
    }

    @Test(
        "only a refusal of the media type or of the key is one",
        arguments: [(415, true), (493, true), (403, false)]
    )
    func refusals(status: Int, isRefusal: Bool) throws {
        let body = try ExampleMessage.publish(body: "<presence/>")
        let response = try ExampleMessage.response(status, to: "PUBLISH")
        let found = BodyConfidentiality(of: [(body, AssessmentLab.envelope), (response, []), (body, [])])
        #expect(found?.isProtected == false)
        #expect(found?.reason.hasPrefix("After a refusal") == isRefusal)
    }

    @Test("a refusal before anything was protected is none of an envelope")
    func earlyRefusal() throws {
        let body = try ExampleMessage.publish(body: "<presence/>")
        let response = try ExampleMessage.response(415, to: "PUBLISH")
        let found = BodyConfidentiality(of: [
            (body, []), (response, []), (body, AssessmentLab.envelope),
        ])
        #expect(found?.reason == "The body is in clear.")
        let signed = [VisibleLayer(kind: .signedData, octets: 1)]
        #expect(
            BodyConfidentiality(of: [(body, AssessmentLab.envelope), (body, signed)])?.reason
                == "The body is signed, which hides nothing.")
    }

    @Test("a refusal that came before the envelope is no reason for what is sent in clear after it")
    func unrelatedRefusal() throws {
        let body = try ExampleMessage.publish(body: "<presence/>")
        let response = try ExampleMessage.response(415, to: "PUBLISH")
        let found = BodyConfidentiality(of: [(response, []), (body, AssessmentLab.envelope), (body, [])])
        #expect(found?.reason == "The body is in clear.")
    }

    @Test("a signature around or inside an envelope leaves it an envelope")
    func layers() throws {
        let body = try ExampleMessage.publish(body: "<presence/>")
        let signed = VisibleLayer(kind: .signedData, octets: 1)
        for kind in [VisibleLayer.Kind.envelopedData, .authEnvelopedData] {
            let envelope = VisibleLayer(kind: kind, octets: 1)
            #expect(BodyConfidentiality(of: body, layers: [signed, envelope])?.isProtected == true)
            #expect(BodyConfidentiality(of: body, layers: [envelope])?.isProtected == true)
        }
        let empty = try ExampleMessage.publish()
        #expect(
            BodyConfidentiality(of: empty, layers: [VisibleLayer(kind: .envelopedData, octets: 1)]) == nil)
    }
}
