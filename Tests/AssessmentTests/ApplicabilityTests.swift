import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Applicability: whether an answer can be used for a message")
struct ApplicabilityTests {
    private func found(
        _ alternative: Alternative, _ message: SIPMessage, layers: [VisibleLayer] = [],
        forms: [MessageForm] = [], trust: NetworkTrust = .none,
        describe: (inout LegDescription) -> Void = { _ in }
    ) throws -> Applicability {
        let message = AssessmentLab.assessed(
            message, layers: layers, forms: forms, trust: trust, describe: describe)
        return try #require(message.applicability[alternative])
    }

    @Test("every alternative has a state and a reason, and the present path can always be used")
    func complete() throws {
        let message = AssessmentLab.assessed(try ExampleMessage.subscribe())
        #expect(message.applicability.count == Alternative.allCases.count)
        for (alternative, found) in message.applicability {
            #expect(found.reason.hasSuffix("."), "\(alternative)")
        }
        #expect(message.applicability[.baseline]?.state == .applicable)
    }

    @Test("the flag is about notifications: it decides about NOTIFY and SUBSCRIBE, and about no response")
    func loosened() throws {
        let notify = try found(.loosen, AssessmentLab.notify())
        let subscribe = try found(.loosen, ExampleMessage.subscribe())
        #expect(notify.state == .applicable && notify.reason.contains("before it is sent"))
        #expect(subscribe.state == .applicable && subscribe.reason.contains("after it is sent"))
        for method in ["NOTIFY", "SUBSCRIBE", "PUBLISH"] {
            let response = try ExampleMessage.response(200, to: method)
            #expect(try found(.loosen, response).state == .notApplicable, "\(method)")
        }
        #expect(
            try found(.loosen, ExampleMessage.request("REGISTER", to: "sip:example.net")).state
                == .notApplicable)
    }

    @Test("a ban forbids every leg that is not known to be confidential, whatever is claimed")
    func forbidden() throws {
        let message = try ExampleMessage.subscribe()
        for hop in LegDescription.HopProtection.allCases where hop != .tls {
            let state = try found(.forbid, message) { $0.hop = hop }.state
            #expect((state == .notApplicable) == hop.isConfidential, "\(hop)")
        }
        #expect(try found(.forbid, message).state == .applicable)
        let claims = try ExampleMessage.subscribe(others: ["Security-Verify: ipsec-3gpp;ealg=aes-cbc"])
        #expect(try found(.forbid, claims).state == .applicable)
        #expect(try found(.forbid, claims) { $0.isAgreementVerified = true }.state == .notApplicable)
    }

    @Test(
        "alternative 2 needs a network whose operator ciphers: WLAN and lines have none",
        arguments: AccessType.known)
    func networks(token: String) throws {
        let message = try ExampleMessage.subscribe(others: ["P-Access-Network-Info: \(token)"])
        let type = AccessType(token)
        let open = try found(.accessCiphering, message)
        // The terminal names the kind of network, never that its cipher is on.
        #expect(open.state == (type.family.canCipher ? .unknown : .notApplicable))
        #expect(open.reason.contains(type.family.rawValue))
        let known = try found(.accessCiphering, message) {
            $0.accessNetwork = type
            $0.ciphering = true
        }
        #expect(known.state == (type.family.canCipher ? .applicable : .notApplicable))
    }

    @Test("alternative 2 is open if nothing names the network, and cannot be used if the terminal has moved")
    func ciphering() throws {
        #expect(try found(.accessCiphering, ExampleMessage.subscribe()).state == .unknown)
        let moved = try ExampleMessage.subscribe(others: ["P-Access-Network-Info: 3GPP-E-UTRAN"])
        let found = try found(.accessCiphering, moved) {
            $0.accessNetwork = AccessType("3GPP-GERAN")
            $0.ciphering = true
        }
        #expect(found.state == .notApplicable && found.reason.contains("another access network"))
    }

    @Test("S/MIME can be used if a form of the message exists, or if the message has an envelope already")
    func smime() throws {
        let publish = try AssessmentLab.publish()
        let enveloped = try found(.smime, publish, layers: AssessmentLab.envelope)
        #expect(enveloped.state == .applicable && enveloped.reason.contains("already"))
        let signed = [VisibleLayer(kind: .signedData, octets: 1)]
        #expect(try found(.smime, publish, layers: signed).state == .notApplicable)
        let forms = try AssessmentLab.forms(of: publish)
        #expect(try found(.smime, publish, forms: forms).reason.hasPrefix("The body can be protected"))
        let empty = try ExampleMessage.subscribe()
        let tunnel = try found(.smime, empty, forms: AssessmentLab.forms(of: empty))
        #expect(tunnel.state == .applicable && tunnel.reason.hasPrefix("There is no body to protect"))
        let reason = "The presentity has no certificate."
        let refused = AssessmentLab.assessed(publish, unavailable: reason).applicability[.smime]
        #expect(refused?.state == .notApplicable && refused?.reason == reason)
    }

    @Test(
        "TLS needs a connection: it cannot be used over UDP (RFC 3261 §26.2.1)",
        arguments: [
            ("UDP", .notApplicable), ("TCP", .applicable), ("SCTP", .applicable), ("WS", .applicable),
            ("TLS", .applicable), ("WSS", .applicable),
        ] as [(String, Applicability.State)])
    func tls(transport: String, state: Applicability.State) throws {
        let message = try ExampleMessage.publish(transport: transport)
        let found = try found(.tls, message)
        #expect(found.state == state)
        #expect(found.reason.contains("already") == ["TLS", "WSS"].contains(transport))
        #expect(try self.found(.ipsec, message).state == .applicable)
    }

    @Test("TLS is open if nothing names the transport, and TS 33.203 has none for access of 3GPP")
    func tlsOf3GPP() throws {
        let leg = MessageLeg(of: nil, role: .presentity)
        let message = AssessedMessage(
            name: "m", form: MessageForm(.asIs, message: try ExampleMessage.publish(), layers: []),
            leg: leg, protected: [])
        #expect(message.applicability[.tls]?.state == .unknown)
        for (token, isOf3GPP) in [
            ("3GPP-UTRAN-FDD", true), ("3GPP-E-UTRAN", true), ("3GPP-NR", true), ("3GPP-GERAN", true),
            ("3GPP2-1X", false), ("IEEE-802.11", false), ("ADSL", false),
        ] {
            let found = try found(.tls, ExampleMessage.publish(transport: "TCP")) {
                $0.accessNetwork = AccessType(token)
            }
            #expect(found.state == .applicable)
            #expect(found.reason.contains("only for other access networks") == isOf3GPP, "\(token)")
        }
    }

    @Test("a combination can be used if both of its answers can, and is open if one of them is")
    func combined() throws {
        let publish = try ExampleMessage.publish(body: "<presence/>")
        let forms = try AssessmentLab.forms(of: publish)
        #expect(try found(.smimeAndTLS, publish, forms: forms).reason.contains("UDP"))
        let ipsec = try found(.smimeAndIPsec, publish, forms: forms)
        #expect(ipsec.state == .applicable && ipsec.reason == "Both can be used.")
        #expect(try found(.smimeAndIPsec, publish).state == .notApplicable)
        let unnamed = AssessedMessage(
            name: "m", form: MessageForm(.asIs, message: publish, layers: []),
            leg: MessageLeg(of: nil, role: .presentity), protected: forms)
        #expect(unnamed.applicability[.smimeAndTLS]?.state == .unknown)
    }
}
