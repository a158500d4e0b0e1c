import AccessLeg
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("Fields as the RFCs write them")
struct PublishedFieldTests {
    /// The answer of both examples in RFC 3329 §4.
    private static let answer = ["Security-Server: ipsec-ike;q=0.1", "Security-Server: tls;q=0.2"]
    private static let repeated = ["Security-Verify: ipsec-ike;q=0.1", "Security-Verify: tls;q=0.2"]

    @Test("the negotiation of RFC 3329 §4.1 ends in TLS, and protects what is sent after it")
    func clientInitiated() throws {
        let options = try ExampleMessage.request(
            "OPTIONS", to: "sip:proxy.example.com",
            others: ["Security-Client: tls", "Security-Client: digest", "Require: sec-agree"])
        let refusal = try ExampleMessage.response(494, to: "OPTIONS", others: Self.answer)
        let invite = try ExampleMessage.request(
            "INVITE", to: "sip:proxy.example.com", transport: "TLS", others: Self.repeated)
        let legs = MessageLegs(of: [options, refusal, invite]).legs
        #expect(legs.map(\.mechanism?.name) == [nil, nil, "tls"])
        #expect(legs.map(\.confidentiality.isProtected) == [false, false, true])
        let client = try #require(SecurityMechanismList("Security-Client", of: options))
        let server = try #require(SecurityMechanismList(answeredIn: refusal))
        #expect(client.mechanisms.map(\.name) == ["tls", "digest"])
        #expect(server.mechanisms.map(\.preference) == [100, 200])
        // "The only common security mechanism is TLS".
        #expect(server.effective(offeredTo: client)?.name == "tls")
    }

    @Test("without Security-Verify, the same negotiation protects nothing (RFC 3329 §4.1)")
    func unverified() throws {
        let refusal = try ExampleMessage.response(494, to: "INVITE", others: Self.answer)
        let invite = try ExampleMessage.request("INVITE", to: "sip:callee@domain.com", transport: "TLS")
        #expect(MessageLegs(of: [refusal, invite]).legs.allSatisfy { !$0.confidentiality.isProtected })
    }

    @Test("a Security-Verify from which the better mechanism was removed differs from the server's list")
    func reduced() throws {
        let refusal = try ExampleMessage.response(494, to: "INVITE", others: Self.answer)
        for field in Self.repeated {
            let invite = try ExampleMessage.request(
                "INVITE", to: "sip:callee@domain.com", transport: "TLS", others: [field])
            let leg = MessageLegs(of: [refusal, invite]).legs[1]
            #expect(leg.confidentiality.state == .notProtected)
            #expect(leg.hop.reason.hasPrefix("Security-Verify differs from Security-Server"))
        }
    }

    @Test(
        "a preference is 0 to 1 with up to three decimals (RFC 3261 §25.1)",
        arguments: [
            ("0", 0), ("1", 1000), ("0.5", 500), ("0.05", 50), ("0.005", 5), ("0.", 0), ("1.", 1000),
            ("1.000", 1000), ("0.999", 999),
        ])
    func preferences(text: String, thousandths: Int) throws {
        #expect(SecurityMechanism.parse("tls;q=\(text)")?.preference == thousandths)
    }

    @Test("an unknown mechanism with unknown parameters is kept, and neither hides nor reveals")
    func extensions() throws {
        let mechanism = try #require(SecurityMechanism.parse("New-Thing;q=0.3;colour=\"a b\";flag"))
        #expect(mechanism.name == "new-thing" && mechanism.preference == 300)
        #expect(mechanism.effect == .unknown && mechanism.parameterNames == nil)
        let other = try #require(SecurityMechanism.parse("new-thing;flag;colour=\"A B\";q=0.3"))
        #expect(mechanism == other)
        #expect(mechanism != SecurityMechanism.parse("new-thing;q=0.3;flag"))
    }

    @Test(
        "access information has parameters in any order, with quoted strings (RFC 7315 §5.4)",
        arguments: [
            ("3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11", AccessFamily.utran, false),
            ("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=\"a;b,c\";network-provided", .eUTRAN, true),
            ("IEEE-802.11b;i-wlan-node-id=0123456789ab", .wlan, false),
            ("ADSL;network-provided;dsl-location=\"Munich, \\\"1\\\"\"", .subscriberLine, true),
            ("3GPP2-1X;ci-3gpp2=1234123412341234123412341234123411", .cdma2000, false),
            ("DVB-RCS2;dvb-rcs2-node-id=\"x\";NETWORK-PROVIDED", .satellite, true),
        ])
    func access(value: String, family: AccessFamily, isProvided: Bool) throws {
        let element = try #require(AccessNetworkInfo.parse(value))
        #expect(element.type.family == family && element.isNetworkProvided == isProvided)
        // A comma within quotes separates nothing.
        let leg = MessageLeg(
            of: try ExampleMessage.publish(others: ["P-Access-Network-Info: \(value)"]), role: .presentity)
        #expect(leg.accessNetwork?.family == family && leg.isAccessNetworkClaimed)
    }

    @Test("the flag of alternative 0 is read in any case, as parameter values are (RFC 3261 §7.3.1)")
    func flag() {
        for value in ["on", "ON", "On"] {
            let element = AccessNetworkInfo.parse("ADSL;Access-Confidentiality=\(value)")
            #expect(element?.confidentialityFlag == true, "\(value)")
        }
    }

    @Test("a token of 64 octets is an access type, a longer one or one with a parameter is not")
    func tokens() {
        let token = String(repeating: "a", count: 64)
        #expect(AccessType.isToken(token) && !AccessType.isToken(token + "a"))
        for text in ["", "a b", "a;b", " a", "a ", "é", "a,b"] {
            #expect(!AccessType.isToken(text), "'\(text)'")
        }
        for text in AccessType.known { #expect(AccessType.isToken(text), "\(text)") }
    }

    @Test("the ciphering of every network ends before the P-CSCF, at an element of its own")
    func cipheringEnds() {
        for family in AccessFamily.allCases {
            #expect(!family.cipheringEndsAt.contains("P-CSCF"))
        }
        // TS 43.020 annex D: GPRS ciphers up to the SGSN; TS 33.102 §6.6: UMTS up to the RNC.
        #expect(AccessFamily.geran.cipheringEndsAt == "the SGSN")
        #expect(AccessFamily.utran.cipheringEndsAt == "the RNC")
        #expect(AccessFamily.eUTRAN.cipheringEndsAt == AccessFamily.nr.cipheringEndsAt)
    }
}
