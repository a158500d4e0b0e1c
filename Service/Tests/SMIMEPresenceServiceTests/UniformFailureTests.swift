import CMS
import CertStore
import Foundation
import HTTPTypes
import MIME
import SMIMEAgent
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// Under CBC no output of the service discloses the result of a decryption (RFC 8551 §6, EFAIL).
struct UniformFailureTests {
    /// Makes envelopes for the presence server of a store.
    private struct Envelopes {
        let server: Certificate
        let alice: Certificate
        let aliceKey: PrivateKey
        let content: [UInt8]

        init(_ lab: ServiceLab) throws {
            let server = try #require(try lab.database.certificates(forURI: "sip:example.test").first)
            let alice = try #require(try lab.database.certificates(forURI: "sip:alice@example.test").first)
            self.server = server.certificate
            self.alice = alice.certificate
            aliceKey = try lab.database.privateKey(of: alice.certificate)
            content = Array("Content-Type: application/pidf+xml\r\n\r\n\(SampleMessages.document)".utf8)
        }

        /// A signature around content; `change` modifies its DER.
        func signed(_ change: (inout DERNode) -> Void = { _ in }) throws -> [UInt8] {
            let signer = try Signer(certificate: alice, key: aliceKey)
            var node = try DERNode(parsing: signer.sign(content, form: .opaque, signingTime: .now))
            change(&node)
            return Self.entity("signed-data", node.der)
        }

        /// An envelope around an entity.
        func envelope(
            _ octets: [UInt8], for certificate: Certificate? = nil,
            _ change: (inout DERNode) -> Void = { _ in }
        ) throws -> [UInt8] {
            let enveloper = try Enveloper(cipher: .aes256CBC, recipients: [certificate ?? server])
            var node = try DERNode(parsing: enveloper.envelope(octets))
            change(&node)
            return node.der
        }

        static func entity(_ type: String, _ octets: [UInt8]) -> [UInt8] {
            let header = "Content-Type: application/pkcs7-mime; smime-type=\(type); name=smime.p7m\r\n"
            return Array("\(header)Content-Transfer-Encoding: binary\r\n\r\n".utf8) + octets
        }
    }

    /// The failures inside an envelope, by name.
    private func failures(_ lab: ServiceLab) throws -> [(name: String, message: [UInt8])] {
        let make = try Envelopes(lab)
        let signed = try make.signed()
        let bob = try #require(try lab.database.certificates(forURI: "sip:bob@example.test").first)
            .certificate
        let good = try make.envelope(signed)
        let recipient = try DERNode(parsing: good)[1, 0, 1, 0]
        let named = recipient.elements.count
        let inside: [(String, [UInt8])] = [
            ("unsigned", try make.envelope(make.content)),
            ("bad signature", try make.envelope(try make.signed { $0[1, 0, 2, 1, 0].octets[60] ^= 1 })),
            (
                "several signers",
                try make.envelope(try make.signed { $0[1, 0, 4].elements.append($0[1, 0, 4, 0]) })
            ),
            (
                "no certificate",
                try make.envelope(
                    try make.signed { message in
                        message[1, 0, 3].elements = []
                        message[1, 0, 4, 0, 1, 1].octets[3] ^= 1
                    })
            ),
            (
                "contradictory digest",
                try make.envelope(
                    try make.signed { $0[1, 0, 4, 0, 2, 0].octets = [0x2B, 0x0E, 0x03, 0x02, 0x1A] })
            ),
            ("not MIME", try make.envelope([0, 1, 2, 3])), ("empty", try make.envelope([])),
            ("broken CMS", try make.envelope(Array(signed.dropLast(5)))),
            ("certificates only", try make.envelope(try make.signed { $0[1, 0, 4].elements = [] })),
            ("envelope inside", try make.envelope(Envelopes.entity("enveloped-data", good))),
            ("header too large", try make.envelope([UInt8](repeating: 0x61, count: 70_000))),
            ("flipped content", try make.envelope(signed) { $0[1, 0, 2, 2].octets[40] ^= 1 }),
            (
                "flipped padding",
                try make.envelope(signed) { $0[1, 0, 2, 2].octets[$0[1, 0, 2, 2].octets.count - 17] ^= 1 }
            ),
            ("flipped vector", try make.envelope(signed) { $0[1, 0, 2, 1, 1].octets[3] ^= 1 }),
            (
                "flipped key",
                try make.envelope(signed) { message in
                    let last = message[1, 0, 1, 0].elements.count - 1
                    message[1, 0, 1, 0, last, 0, 1].octets[9] ^= 1
                }
            ),
            (
                "another user's key",
                try make.envelope(signed, for: bob) { message in
                    // The certificate's name of this recipient, with a key for another recipient.
                    let last = named - 1
                    message[1, 0, 1, 0, last, 0, 0] = recipient[last, 0, 0]
                }
            ),
        ]
        return inside.map { name, envelope in
            (
                name,
                SampleMessages.publish(
                    body: envelope, type: "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
                    callID: "1")
            )
        }
    }

    /// The output of a service after one request: its answer, log and metrics without durations.
    private func shown(_ lab: ServiceLab, _ path: String, _ message: [UInt8], accept: String) async throws
        -> [String]
    {
        let entries = lab.log.entries.count
        let answer = try await lab.post(path, message, accept: accept)
        let fields = answer.fields.map { "\($0.name): \($0.value)" }.sorted()
        // The tag of a response is random.
        let text = answer.text.replacing(/;tag=[0-9a-z]{13}/, with: ";tag=")
        return ["\(answer.status)"] + fields + [text] + lab.log.entries[entries...]
    }

    @Test(arguments: ["/v1/open", "/v1/verify"], ["*/*", "application/json", "message/sip"])
    func `the 16 failures inside an envelope have equal answers, log entries and metrics`(
        path: String, accept: String
    ) async throws {
        let lab = try ServiceLab()
        let failures = try failures(lab)
        #expect(failures.count == 16)
        var first: [String]?
        for (name, message) in failures {
            let shown = try await shown(lab, path, message, accept: accept)
            #expect(shown.contains("Smime-Reason: \"cannot-decrypt\""), "\(name)")
            #expect(shown == first ?? shown, "\(name)")
            first = first ?? shown
        }
        let requests = lab.registry.text().split(separator: "\n").filter { $0.contains("operation=") }
        #expect(requests.count == 1 && requests[0].hasSuffix("status=\"422\"} 16"))
    }

    @Test func `the envelope without a failure is opened`() async throws {
        let lab = try ServiceLab()
        var profile = Profile(name: "old")
        profile.allowsCBC = true
        let answer = try await lab.post(
            "/v1/protect?cipher=aes-256-cbc", SampleMessages.publish(), profile: profile)
        #expect(try await lab.post("/v1/open", answer.octets).status == 200)
    }
}
