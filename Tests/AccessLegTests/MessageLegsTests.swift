import AccessLeg
import Foundation
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("MessageLegs: a dialog, and attempts to reduce its protection")
struct MessageLegsTests {
    private static let list = "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;ealg=aes-cbc;spi-c=1;spi-s=2"

    private func challenge(_ list: String = MessageLegsTests.list, to method: String = "SUBSCRIBE") throws
        -> SIPMessage
    {
        try ExampleMessage.response(494, to: method, others: ["Security-Server: \(list)"])
    }

    private func subscribe(_ fields: String...) throws -> SIPMessage {
        try ExampleMessage.subscribe(others: fields)
    }

    private func notify(via transport: String = "UDP") throws -> SIPMessage {
        try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@192.0.2.1", from: "<sip:alice@example.com>;tag=2",
            toField: "<sip:bob@example.net>;tag=1", transport: transport,
            others: ["Subscription-State: active"])
    }

    @Test("a verified agreement covers what the terminal sends and what it receives after that")
    func verified() throws {
        let legs = MessageLegs(of: [
            try challenge(), try subscribe("Security-Verify: \(Self.list)"), try notify(),
        ])
        #expect(legs.legs[1].confidentiality.isProtected && legs.legs[2].confidentiality.isProtected)
        // The challenge itself is sent before protection starts.
        #expect(legs.legs[0].confidentiality.isClaimed)
        #expect(legs.confidentiality(of: .presentity) == nil)
    }

    @Test("security headers stripped from a later request end in not protected")
    func stripped() throws {
        let legs = MessageLegs(of: [
            try challenge(), try subscribe("Security-Verify: \(Self.list)"), try subscribe(), try notify(),
        ])
        #expect(!legs.legs[2].confidentiality.isProtected && !legs.legs[3].confidentiality.isProtected)
        #expect(legs.confidentiality(of: .watcher)?.isProtected == false)
    }

    @Test("a list that was changed on the path ends in not protected, in either direction")
    func changed() throws {
        for (server, verify) in [
            (Self.list, "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=1;spi-s=2"),
            ("ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=1;spi-s=2", Self.list),
        ] {
            let legs = MessageLegs(of: [try challenge(server), try subscribe("Security-Verify: \(verify)")])
            #expect(legs.confidentiality(of: .watcher)?.state == .notProtected)
        }
    }

    @Test("a notification over UDP within a TLS agreement ends in not protected")
    func notificationOverUDP() throws {
        let tls = try ExampleMessage.request(
            "SUBSCRIBE", to: "sip:alice@example.com", transport: "TLS", others: ["Security-Verify: tls"])
        let agreed = [try challenge("tls"), tls]
        #expect(MessageLegs(of: agreed + [try notify(via: "TLS")]).legs[2].confidentiality.isProtected)
        #expect(MessageLegs(of: agreed + [try notify()]).legs[2].confidentiality.state == .notProtected)
    }

    @Test("a handover from UTRAN to open WLAN within a subscription ends in not protected")
    func handover() throws {
        var path = PathDescription()
        path.watcher.accessNetwork = AccessType("3GPP-UTRAN-TDD")
        path.watcher.ciphering = true
        let onRadio = try subscribe("P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=234151D0FCE11")
        let before = MessageLegs(of: [onRadio, try notify()], path: path)
        #expect(before.legs.allSatisfy { $0.link.isProtected })
        let answer = try ExampleMessage.response(
            200, to: "NOTIFY", from: "<sip:alice@example.com>;tag=2", toField: "<sip:bob@example.net>;tag=1",
            others: ["P-Access-Network-Info: IEEE-802.11b;i-wlan-node-id=0123456789ab"])
        let after = MessageLegs(of: [onRadio, try notify(), answer, try notify()], path: path)
        #expect(after.legs[1].link.isProtected && !after.legs[3].link.isProtected)
        #expect(after.link(of: .watcher)?.state == .notProtected)
        #expect(after.legs[3].accessNetwork?.family == .wlan)
    }

    @Test("messages of one user's terminal do not describe another user's leg")
    func others() throws {
        func carol(_ message: SIPMessage) throws -> SIPMessage {
            let text = String(decoding: message.octets, as: UTF8.self)
            return try SIPMessage.parse(
                Array(text.replacingOccurrences(of: "bob@example.net", with: "carol@example.net").utf8))
        }
        let verify = try subscribe("Security-Verify: \(Self.list)")
        let hers = [try carol(challenge()), try carol(verify)]
        let legs = MessageLegs(of: hers + [try notify(), verify]).legs
        #expect(legs[1].confidentiality.isProtected)
        #expect(legs[2].confidentiality.state == .unknown && legs[2].mechanism == nil)
        #expect(legs[3].confidentiality.isClaimed, "Carol's challenge verifies nothing of Bob's")
    }

    @Test("Security-Server counts only in a response that challenges")
    func servers() throws {
        let verify = try subscribe("Security-Verify: \(Self.list)")
        for code in [401, 407, 421, 494, 200, 403, 420] {
            let response = try ExampleMessage.response(
                code, to: "SUBSCRIBE", others: ["Security-Server: \(Self.list)"])
            let isChallenge = [401, 407, 421, 494].contains(code)
            let legs = MessageLegs(of: [response, verify]).legs
            #expect(legs[1].confidentiality.isProtected == isChallenge, "\(code)")
            #expect((legs[0].confidentiality.state == .unknown) != isChallenge)
        }
        let notify = try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@192.0.2.1", from: "<sip:alice@example.com>;tag=2",
            toField: "<sip:bob@example.net>;tag=1",
            others: ["Subscription-State: active", "Security-Server: \(Self.list)"])
        let legs = MessageLegs(of: [notify, verify]).legs
        #expect(legs[0].confidentiality.state == .unknown && legs[1].confidentiality.isClaimed)
    }

    @Test("TLS over UDP is not forgotten with the next notification over TCP")
    func clearBefore() throws {
        var path = PathDescription()
        path.watcher.hop = .tls
        let notification = try notify(via: "TCP")
        #expect(MessageLegs(of: [notification], path: path).legs[0].confidentiality.isProtected)
        let legs = MessageLegs(of: [try subscribe(), notification], path: path).legs
        #expect(legs[0].confidentiality.state == .notProtected)
        #expect(legs[1].confidentiality.state == .notProtected && legs[1].hop.evidence.count == 2)
    }

    @Test("ciphering that only the terminal claims ends in not protected")
    func claimedCiphering() throws {
        var path = PathDescription()
        path.watcher.ciphering = true
        path.watcher.cipheringSource = .terminal
        path.watcher.accessNetwork = AccessType("3GPP-UTRAN-TDD")
        let legs = MessageLegs(of: [try subscribe("P-Access-Network-Info: 3GPP-UTRAN-TDD")], path: path)
        #expect(legs.link(of: .watcher)?.isClaimed == true && legs.link(of: .watcher)?.isProtected == false)
    }

    @Test("a subscriber to its own watchers passes the presentity's leg")
    func watcherInformation() throws {
        let winfo = try ExampleMessage.publish("SUBSCRIBE", event: "presence.winfo;id=1")
        for event in ["x.winfo", "presence.winfo"] {
            let watching = try ExampleMessage.request(
                "SUBSCRIBE", to: "sip:alice@example.com", others: ["Event: \(event)"])
            #expect(LegRole(of: watching) == .watcher)
        }
        let others = (try subscribe(), try ExampleMessage.publish(), try notify())
        #expect(LegRole(of: winfo) == .presentity && LegRole(of: others.0) == .watcher)
        #expect(LegRole(of: others.1) == .presentity && LegRole(of: others.2) == .watcher)
    }

    @Test(
        "a registration passes the leg of its user, so that what it agreed on counts for that user's messages"
    )
    func registration() throws {
        func register(_ user: String) throws -> SIPMessage {
            try ExampleMessage.request(
                "REGISTER", to: "sip:example.net", from: "<sip:\(user)>;tag=1", toField: "<sip:\(user)>")
        }
        let challenge = try SIPMessage.parse(
            Array(
                String(decoding: challenge(to: "REGISTER").octets, as: UTF8.self)
                    .replacingOccurrences(
                        of: "<sip:alice@example.com>;tag=2", with: "<sip:bob@example.net>;tag=2"
                    ).utf8))
        let subscription = try subscribe("Security-Verify: \(Self.list)")
        let legs = MessageLegs(of: [try register("bob@example.net"), challenge, subscription])
        #expect(legs.legs.map(\.role) == [.watcher, .watcher, .watcher])
        #expect(legs.legs[2].confidentiality.isProtected)
        #expect(
            LegRole.all(of: [try register("alice@example.com"), subscription]) == [.presentity, .watcher])
        let publish = try ExampleMessage.request("PUBLISH", to: "sip:bob@example.net")
        #expect(LegRole.all(of: [try register("bob@example.net"), subscription, publish])[0] == .presentity)
    }

    @Test("no field that a terminal can write protects a leg by itself, whatever its value")
    func whateverIsWritten() throws {
        let words = [
            "ipsec-3gpp", "tls", "digest", "ealg=aes-cbc", "ealg=null", "q=0.1", "q=1", ";", ";", ",", "=",
            "\"", "spi=1",
            "spi-c=2", "3GPP-UTRAN-TDD", "network-provided", "access-confidentiality=on", "<", ">", "\\", " ",
            "prot=ah",
        ]
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            let value = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }.joined()
            let message = try subscribe(
                "Security-Verify: \(value)", "Security-Client: \(value)", "Security-Server: \(value)",
                "P-Access-Network-Info: \(value)")
            let leg = MessageLegs(of: [message]).legs[0]
            #expect(
                !leg.confidentiality.isProtected && !leg.link.isProtected && !leg.flag.isProtected, "\(value)"
            )
        }
    }

    @Test("many fields are read only up to the limit")
    func bounded() throws {
        let values = Array(repeating: "ipsec-3gpp;q=0.1", count: 1500).joined(separator: ",")
        let networks = Array(repeating: "ADSL", count: 5000).joined(separator: ",")
        let message = try subscribe("Security-Verify: \(values)", "P-Access-Network-Info: \(networks)")
        let legs = MessageLegs(of: [message])
        #expect(legs.confidentiality(of: .watcher)?.state == .notProtected)
        #expect(legs.link(of: .watcher)?.state == .notProtected)
    }
}
