import AccessLeg
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("LegConfidentiality: the weighing of evidence")
struct LegConfidentialityTests {
    /// A leg for each state, from the least protected to the best.
    private func legs() throws -> [LegConfidentiality] {
        func leg(_ field: String?, _ hop: LegDescription.HopProtection? = nil) throws -> LegConfidentiality {
            var description = LegDescription()
            description.hop = hop
            let message = try ExampleMessage.publish(others: field.map { [$0] } ?? [])
            return MessageLeg(of: message, role: .presentity, description: description).confidentiality
        }
        return [
            try leg(nil, LegDescription.HopProtection.none), try leg(nil),
            try leg("Security-Verify: ipsec-3gpp;ealg=aes-cbc"), try leg(nil, .ipsec),
        ]
    }

    @Test("clear is worse than unknown, unknown than claimed, and claimed than protected")
    func ranks() throws {
        let legs = try legs()
        #expect(legs.map(\.state) == [.notProtected, .unknown, .protected, .protected])
        #expect(legs.map(\.isClaimed) == [false, false, true, false])
        #expect(legs.map(\.isProtected) == [false, false, false, true])
        for (index, leg) in legs.enumerated() {
            for better in legs[index...] {
                #expect(LegConfidentiality.worst(of: [better, leg]) == leg)
                #expect(LegConfidentiality.best(of: [leg, better]) == better)
            }
        }
        #expect(LegConfidentiality.worst(of: []) == nil && LegConfidentiality.best(of: []) == nil)
    }

    @Test("one source that says clear outweighs every other, and its reason is the one given")
    func clearOutweighs() throws {
        var description = LegDescription()
        description.hop = .ipsec
        description.isAgreementVerified = true
        let message = try ExampleMessage.publish(others: ["Security-Verify: ipsec-3gpp;alg=hmac-sha-1-96"])
        let leg = MessageLeg(of: message, role: .presentity, description: description)
        #expect(leg.hop.evidence.map(\.source) == [.path, .securityAgreement])
        #expect(leg.hop.evidence.map(\.state) == [.protected, .notProtected])
        #expect(leg.hop.reason == leg.hop.evidence[1].reason)
        #expect(leg.hop.reason.contains("no ealg"))
    }

    @Test("a leg without evidence has the reason that nothing is known, and no evidence")
    func none() throws {
        let leg = MessageLeg(of: nil, role: .watcher)
        #expect(leg.hop.evidence == [] && leg.hop.state == .unknown)
        #expect(leg.hop.reason.hasPrefix("No source says"))
        #expect(leg.flag.reason == "No network reports confidentiality, which means that it is off.")
    }

    @Test("each mechanism that leaves a message readable says why")
    func readable() throws {
        for (value, words) in [
            ("digest;d-alg=md5", "Digest authenticates, but encrypts nothing."),
            ("ipsec-3gpp;prot=ah;ealg=aes-cbc", "IPsec with AH encrypts nothing."),
            ("ipsec-3gpp;alg=hmac-md5-96", "IPsec without an encryption algorithm"),
            ("ipsec-3gpp;ealg=NULL", "encryption algorithm null"),
        ] {
            for name in ["Security-Verify", "Security-Client"] {
                let message = try ExampleMessage.publish(others: ["\(name): \(value)"])
                let leg = MessageLeg(of: message, role: .presentity)
                #expect(leg.confidentiality.state == .notProtected && leg.hop.reason.contains(words))
            }
        }
    }

    @Test("a leg and its evidence are written with the members of docs/report.md")
    func members() throws {
        let leg = try #require(legs().dropFirst(2).first)
        let members = try reportMembers(of: leg)
        #expect(Set(members.keys) == ["evidence", "isClaimed", "reason", "state"])
        #expect(members["state"] as? String == "protected" && members["isClaimed"] as? Bool == true)
        let evidence = try #require((members["evidence"] as? [[String: Any]])?.first)
        #expect(Set(evidence.keys) == ["isClaimed", "reason", "source", "state"])
        #expect(evidence["source"] as? String == "security-agreement")
    }
}
