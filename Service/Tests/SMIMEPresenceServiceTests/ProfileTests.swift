import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// What the clients of a socket may do.
struct ProfileTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    @Test(arguments: Operation.allCases)
    func `an operation that the profile does not list is not allowed`(operation: Operation) async throws {
        var profile = Profile(name: "less")
        profile.operations = Set(Operation.allCases).subtracting([operation])
        let answer =
            switch operation {
            case .certificates:
                try await lab.send(.get, "/v1/certificates/sip:bob@example.test", profile: profile)
            case .metrics: try await lab.send(.get, "/metrics", profile: profile)
            case .peers: try await lab.send(.put, "/v1/peers/sip:bob@example.test", profile: profile)
            case .protect, .open, .verify, .inspect, .exposure, .answer, .judge:
                try await lab.post("/v1/\(operation.rawValue)", SampleMessages.publish(), profile: profile)
            }
        #expect(answer.status == 403)
        #expect(try answer.member("code") == "not-allowed")
    }

    @Test func `the default profile does not allow certificates, peers and metrics`() {
        #expect(Profile(name: "default").operations.isDisjoint(with: [.certificates, .peers, .metrics]))
    }

    @Test(arguments: [
        ("sip:alice@example.test", 200), ("sip:*@example.test", 200), ("sip:bob@example.test", 403),
        ("sip:*@example.tes", 403), ("sip:example.test", 403), ("sip:*@other.test", 403),
        ("sips:alice@EXAMPLE.test", 200), ("pres:*@example.test", 200),
    ])
    func `the service signs only for senders of the profile`(pattern: String, status: Int) async throws {
        var profile = Profile(name: "few")
        profile.signing = .only([try #require(AddressPattern(pattern))])
        let message = SampleMessages.publish()
        #expect(try await lab.post("/v1/protect", message, profile: profile).status == status)
        #expect(try await lab.post("/v1/protect?only=sign", message, profile: profile).status == status)
    }

    @Test(arguments: ["sip:al*@example.test", "sip:*", "sip:**@example.test", "*@example.test", "alice", ""])
    func `a text that is no address, or a part of a user's name, is no pattern`(text: String) {
        #expect(AddressPattern(text) == nil)
    }

    @Test func `a parameter cannot name a sender outside the profile`() async throws {
        var profile = Profile(name: "few")
        profile.signing = .only([try #require(AddressPattern("sip:alice@example.test"))])
        let answer = try await lab.post(
            "/v1/protect?from=sip:bob@example.test", SampleMessages.publish(), profile: profile)
        #expect(answer.status == 403)
    }

    @Test func `a refused sender is not named in the answer`() async throws {
        var profile = Profile(name: "few")
        profile.signing = .only([])
        let answer = try await lab.post("/v1/protect", SampleMessages.publish(), profile: profile)
        #expect(answer.status == 403 && !answer.text.contains("alice"))
    }
}
