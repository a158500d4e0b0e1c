import Foundation
import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// The contents of logs, which must not show who watches whom.
struct LogTests {
    /// Sends a request of every kind, with users in body, query and path.
    private func everyRequest(_ lab: ServiceLab) async throws {
        let protected = try await lab.protected(SampleMessages.publish())
        for _ in 0..<2 {
            _ = try await lab.post("/v1/open", protected)
            _ = try await lab.post("/v1/verify", protected, accept: "message/sip")
        }
        _ = try await lab.post("/v1/open", SampleMessages.publish())
        _ = try await lab.post("/v1/protect?from=sip:bob@example.test&to=sip:bob@example.test", protected)
        _ = try await lab.post("/v1/protect?watcher=sip:bob@example.test", protected)
        _ = try await lab.post("/v1/inspect", protected)
        _ = try await lab.post("/v1/exposure", protected)
        _ = try await lab.post("/v1/answer?reason=expired", protected)
        _ = try await lab.post("/v1/judge?direction=in", protected)
        _ = try await lab.post("/v1/sip:alice@example.test", protected)
        var profile = Profile(name: "pages")
        profile.operations = [.certificates]
        _ = try await lab.send(.get, "/v1/certificates/sip:bob@example.test", profile: profile)
        _ = try await lab.send(.get, "/problems/sip:alice@example.test")
    }

    @Test func `entries name no user, no body and no query`() async throws {
        let lab = try ServiceLab()
        try await everyRequest(lab)
        let log = lab.log.entries.joined(separator: "\n")
        #expect(lab.log.entries.count >= 14)
        for word in ["alice", "bob", "example.test", "presence", "pidf", "from=", "watcher", "sip:"] {
            #expect(!log.contains(word), "\(word)")
        }
        for operation in [
            "protect", "open", "verify", "inspect", "exposure", "answer", "judge", "certificates",
        ] {
            #expect(log.contains("operation=\(operation) "), "\(operation)")
        }
        #expect(log.contains("reason=replayed status=422"))
    }

    @Test func `metrics name no user either`() async throws {
        let lab = try ServiceLab()
        try await everyRequest(lab)
        let text = lab.registry.text()
        for word in ["alice", "bob", "example.test", "sip:"] { #expect(!text.contains(word), "\(word)") }
    }

    @Test func `with log-identities an entry has the signer, and never a body or query`() async throws {
        let lab = try ServiceLab { $0.logsIdentities = true }
        let protected = try await lab.protected(SampleMessages.publish())
        _ = try await lab.post("/v1/open?max-age=20", protected)
        let log = lab.log.entries.joined(separator: "\n")
        #expect(log.contains("operation=open reason= signer=\"sip:alice@example.test\""))
        #expect(!log.contains("max-age") && !log.contains("pidf"))
    }
}
