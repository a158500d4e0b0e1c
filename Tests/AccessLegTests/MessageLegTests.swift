import AccessLeg
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("MessageLeg: one message on its leg")
struct MessageLegTests {
    private func leg(
        _ fields: String..., transport: String = "UDP", trust: NetworkTrust = .none,
        describe: (inout LegDescription) -> Void = { _ in }
    ) throws -> MessageLeg {
        var description = LegDescription()
        describe(&description)
        return MessageLeg(
            of: try ExampleMessage.publish(transport: transport, others: fields), role: .presentity,
            description: description, trust: trust)
    }

    @Test("a fact without a source is unknown, and counts as not protected")
    func unknown() throws {
        let leg = try leg()
        #expect(leg.transport == "UDP" && leg.accessNetwork == nil && leg.mechanism == nil)
        #expect(leg.hop.state == .unknown && leg.link.state == .unknown)
        #expect(leg.flag.state == .notProtected && !leg.flag.isClaimed)
        #expect(!leg.confidentiality.isProtected && leg.confidentiality.reason.contains("counts as clear"))
    }

    @Test(
        "the negotiated protection counts, not the release of the P-CSCF",
        arguments: [
            (6, "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96", .notProtected),
            (6, "ipsec-3gpp;q=0.1;ealg=null", .notProtected),
            (5, "ipsec-3gpp;q=0.1;ealg=aes-cbc", .protected),
            (5, "ipsec-ike;q=0.1", .unknown),
            (6, "ipsec-3gpp;ealg=aes-cbc, ipsec-3gpp;ealg=null", .notProtected),
            (6, "nonsense;;", .notProtected),
        ] as [(Int, String, ConfidentialityState)])
    func effect(release: Int, value: String, state: ConfidentialityState) throws {
        let leg = try leg("Security-Verify: \(value)") {
            $0.pCSCFRelease = release
            $0.isAgreementVerified = true
        }
        #expect(leg.confidentiality.state == state && !leg.confidentiality.isClaimed)
        #expect(leg.confidentiality.isProtected == (state == .protected))
    }

    @Test(
        "an unverified protection is a claim, and protects nothing",
        arguments: [
            "Security-Verify: ipsec-3gpp;q=0.1;ealg=aes-cbc",
            "Security-Client: ipsec-3gpp;q=0.1;ealg=aes-cbc",
            "Security-Verify: tls;q=0.1",
        ])
    func claims(field: String) throws {
        let leg = try leg(field, transport: "TCP")
        #expect(leg.confidentiality.state == .protected && leg.confidentiality.isClaimed)
        #expect(!leg.confidentiality.isProtected)
    }

    @Test("TLS in Via is a claim, TLS on the path is not, and over UDP there is none")
    func tls() throws {
        let via = try leg(transport: "TLS")
        #expect(via.hop.state == .protected && via.hop.isClaimed && !via.confidentiality.isProtected)
        #expect(try leg(transport: "TLS") { $0.transport = "TLS" }.confidentiality.isProtected)
        #expect(try leg(transport: "TCP") { $0.hop = .tls }.confidentiality.isProtected)
        let onUDP = try leg(transport: "UDP") { $0.hop = .tls }
        #expect(onUDP.confidentiality.state == .notProtected)
        let verified = try leg("Security-Verify: tls") { $0.isAgreementVerified = true }
        #expect(verified.confidentiality.state == .notProtected)
    }

    @Test(
        "a path with another transport than Via does not override it: if they differ about TLS, the leg is clear",
        arguments: [
            ("UDP", "TLS", nil, ""), ("UDP", "TLS", .tls, ""), ("TCP", "WSS", nil, ""),
            ("UDP", "TCP", nil, "Security-Verify: tls;q=0.2"), ("TLS", "TCP", nil, ""),
        ] as [(String, String, LegDescription.HopProtection?, String)])
    func otherTransport(via: String, path: String, hop: LegDescription.HopProtection?, field: String) throws {
        let leg = MessageLeg(
            of: try ExampleMessage.publish(transport: via, others: field.isEmpty ? [] : [field]),
            role: .presentity,
            description: {
                var description = LegDescription()
                description.transport = path
                description.hop = hop
                description.isAgreementVerified = true
                return description
            }())
        #expect(leg.confidentiality.state == .notProtected)
    }

    @Test("a message that shows a clear leg outweighs the path description")
    func contradiction() throws {
        let leg = try leg("Security-Verify: ipsec-3gpp;ealg=null") {
            $0.hop = .ipsec
            $0.isAgreementVerified = true
        }
        #expect(leg.confidentiality.state == .notProtected && leg.confidentiality.evidence.count == 2)
        #expect(try !self.leg { $0.hop = .integrity }.confidentiality.isProtected)
        #expect(try self.leg { $0.hop = .ipsec }.confidentiality.isProtected)
    }

    @Test("a message from the P-CSCF or a server does not describe the terminal's access")
    func received() throws {
        let fields = [
            "Security-Verify: tls",
            "P-Access-Network-Info: 3GPP-UTRAN-TDD;network-provided;access-confidentiality=on",
            "Subscription-State: active",
        ]
        var path = PathDescription()
        path.trust = .proxies
        path.watcher.isAgreementVerified = true
        let notify = try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1", others: fields)
        let leg = path.leg(.watcher, of: notify)
        #expect(leg.direction == .toTerminal && leg.role == .watcher)
        #expect(leg.hop.state == .unknown && leg.accessNetwork == nil && !leg.flag.isProtected)
        path.watcher.direction = .fromTerminal
        #expect(path.leg(.watcher, of: notify).mechanism?.name == "tls")
    }

    @Test(
        "the link of the access network",
        arguments: [
            ("3GPP-UTRAN-TDD", "3GPP-UTRAN-FDD", true, .network, .protected, false),
            ("3GPP-UTRAN-TDD", "3GPP-UTRAN-FDD", true, .terminal, .protected, true),
            ("3GPP-UTRAN-TDD", nil, true, .network, .protected, true),
            (nil, "3GPP-GERAN", true, .network, .protected, false),
            ("3GPP-GERAN", "3GPP-GERAN", false, .network, .notProtected, false),
            ("3GPP-GERAN", "3GPP-GERAN", nil, .network, .unknown, false),
            ("IEEE-802.11", "IEEE-802.11", true, .network, .notProtected, false),
            ("IEEE-802.11", "3GPP-UTRAN", true, .network, .notProtected, false),
            ("ADSL", nil, true, .network, .notProtected, false),
            ("3GPP-UTRAN-TDD, IEEE-802.11", "3GPP-UTRAN", true, .network, .notProtected, false),
            ("3GPP-UTRAN-TDD;;", "3GPP-UTRAN", true, .network, .notProtected, false),
        ] as [(String?, String?, Bool?, LegDescription.CipheringSource, ConfidentialityState, Bool)])
    func link(
        info: String?, network: String?, ciphering: Bool?, source: LegDescription.CipheringSource,
        state: ConfidentialityState, isClaimed: Bool
    ) throws {
        let fields = info.map { ["P-Access-Network-Info: \($0)"] } ?? []
        var description = LegDescription()
        description.accessNetwork = network.map { AccessType($0) }
        description.ciphering = ciphering
        description.cipheringSource = source
        let leg = MessageLeg(
            of: try ExampleMessage.publish(others: fields), role: .presentity, description: description)
        #expect(leg.link.state == state && leg.link.isClaimed == isClaimed, "\(leg.link.reason)")
        // It ends before the P-CSCF, so it never makes the leg confidential.
        #expect(!leg.confidentiality.isProtected)
    }

    @Test("an access network in a network-provided element counts if the network is trusted")
    func networkProvided() throws {
        let field =
            "P-Access-Network-Info: IEEE-802.11, 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1;network-provided"
        // Without trust, any sender may have added the second, and the terminal states another one.
        let contradictory = try leg(field) { $0.ciphering = true }
        #expect(contradictory.accessNetwork == nil && contradictory.link.state == .notProtected)
        let claimed = try leg("P-Access-Network-Info: 3GPP-UTRAN-TDD;network-provided") {
            $0.ciphering = true
        }
        #expect(claimed.accessNetwork?.family == .utran && claimed.isAccessNetworkClaimed)
        #expect(claimed.link.isClaimed)
        let known = try leg(field, trust: .proxies) { $0.ciphering = true }
        #expect(!known.isAccessNetworkClaimed && known.link.isProtected)
        #expect(
            try !leg("P-Access-Network-Info: 3GPP-UTRAN-TDD", trust: .proxies) { $0.ciphering = true }.link
                .isProtected)
    }

    @Test(
        "the flag of alternative 0 is off if it is absent, and is trusted only from a trusted network",
        arguments: [
            ("3GPP-UTRAN;network-provided;access-confidentiality=on", .proxies, true),
            ("3GPP-UTRAN;network-provided;access-confidentiality=on", .none, false),
            ("3GPP-UTRAN;access-confidentiality=on", .proxies, false),
            ("3GPP-UTRAN;network-provided;access-confidentiality=off", .proxies, false),
            ("3GPP-UTRAN;network-provided", .proxies, false),
            (
                "3GPP-UTRAN;network-provided;access-confidentiality=on, "
                    + "3GPP-UTRAN;network-provided;access-confidentiality=off", .proxies, false
            ),
            (Self.flagOn + ", IEEE-802.11b;network-provided", .proxies, false),
            (Self.flagOn + ", 3GPP-UTRAN;network-provided", .proxies, false),
            ("IEEE-802.11b;network-provided, " + Self.flagOn, .proxies, false),
            (Self.flagOn + ", ;;;bad=", .proxies, false),
            (
                Self.flagOn
                    + ", 3GPP-UTRAN;network-provided;access-confidentiality=off;access-confidentiality=off",
                .proxies, false
            ),
            (
                Array(repeating: Self.flagOn, count: AccessNetworkInfo.maximum).joined(separator: ", ")
                    + ", IEEE-802.11;network-provided;access-confidentiality=off", .proxies, false
            ),
            (Self.flagOn + ", IEEE-802.11b", .proxies, true),
        ] as [(String, NetworkTrust, Bool)])
    func flag(info: String, trust: NetworkTrust, isOn: Bool) throws {
        let leg = try leg("P-Access-Network-Info: \(info)", trust: trust)
        #expect(leg.flag.isProtected == isOn && leg.confidentiality.isProtected == isOn)
    }

    private static let flagOn = "3GPP-UTRAN;network-provided;access-confidentiality=on"

    @Test("a network silent on confidentiality outweighs a flag of the path, but not an agreement")
    func silentNetwork() throws {
        let given = try leg("P-Access-Network-Info: IEEE-802.11b;network-provided", trust: .proxies) {
            $0.confidentialityFlag = true
        }
        #expect(given.flag.state == .notProtected && !given.confidentiality.isProtected)
        let agreed = try leg("P-Access-Network-Info: 3GPP-UTRAN;network-provided", trust: .proxies) {
            $0.hop = .ipsec
        }
        #expect(agreed.confidentiality.isProtected)
    }

    @Test(
        "a flag that is given with the message follows the same rule, and one that says off outweighs the path"
    )
    func givenFlag() throws {
        let on: (inout LegDescription) -> Void = { $0.confidentialityFlag = true }
        #expect(try leg(trust: .proxies, describe: on).confidentiality.isProtected)
        let claimed = try leg(describe: on)
        #expect(claimed.confidentiality.isClaimed && !claimed.confidentiality.isProtected)
        let contradicted = try leg(trust: .proxies) {
            $0.hop = .ipsec
            $0.confidentialityFlag = false
        }
        #expect(contradicted.confidentiality.state == .notProtected)
    }

    @Test("a leg without a message is as described")
    func described() {
        var path = PathDescription()
        path.watcher.hop = .ipsec
        #expect(path.leg(.watcher).confidentiality.isProtected)
        #expect(path.leg(.presentity).confidentiality.state == .unknown)
    }
}
