import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Downgrades under --policy")
struct PolicyDowngradeTests {
    private let lab: PolicyLab
    private static let agreement = "Security-Verify: ipsec-3gpp;q=0.5;alg=hmac-sha-1-96;ealg=aes-cbc"
    private static let utran = "P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=234151D0FCE11"

    init() throws { lab = try PolicyLab() }

    /// Both ends: who sends the message and who receives it.
    private func passes(
        _ policy: String, _ path: String, _ fields: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Bool {
        var results: Set<Bool> = []
        for (command, message) in [
            ("encrypt", "publish.sip"), ("verify", "encrypted-publish.sip"),
            ("decrypt", "encrypted-publish.sip"),
        ] {
            let input =
                fields.isEmpty
                ? try lab.commands.directory.octets(of: message) : try lab.adding(fields, to: message)
            results.insert(try lab.passes(lab.run(command, "-", policy, path, input: input)))
        }
        #expect(results.count == 1, sourceLocation: sourceLocation)
        return results.contains(true)
    }

    @Test("without its security headers, or with others, a message is refused that passes with them")
    func strippedAgreement() throws {
        #expect(try passes("answer-5", "agreed", Self.agreement))
        for fields in [
            "", "Security-Client: ipsec-3gpp;ealg=aes-cbc",
            Self.agreement.replacing(";ealg=aes-cbc", with: ""),
            Self.agreement.replacing("aes-cbc", with: "null"),
            "\(Self.agreement)\r\nSecurity-Verify: ipsec-3gpp;q=0.9;ealg=null",
        ] {
            #expect(try !passes("answer-5", "agreed", fields), "\(fields)")
        }
        #expect(try !passes("answer-5", "release-6", Self.agreement), "the lists were not compared")
    }

    @Test("Security-Verify that is not what Security-Server said is refused")
    func changedAgreement() throws {
        let response = PolicyLab.response(
            to: "PUBLISH", "Security-Server: ipsec-3gpp;q=0.5;alg=hmac-sha-1-96;ealg=aes-cbc")
        try lab.commands.directory.write(response, to: "response.sip")
        for (field, isTaken) in [
            (Self.agreement, true), (Self.agreement.replacing("0.5", with: "0.4"), false),
        ] {
            let message = try lab.adding(field, to: "encrypted-publish.sip")
            let run = lab.run(
                "verify", "-", "answer-5", nil, "--earlier", "response.sip", input: message)
            #expect(try lab.passes(run) == isTaken)
        }
    }

    @Test("ciphering that only the UE claims is refused, and reported as a claim")
    func claimedCiphering() throws {
        #expect(try passes("answer-2", "ciphering", Self.utran))
        #expect(try !passes("answer-2", "claimed", Self.utran))
        let run = lab.run("encrypt", "publish.sip", "answer-2", "claimed")
        #expect(run.words.contains("claimed by the UE alone"), "\(run.words)")
        #expect(run.words.contains("is only the terminal's word"))
        let report = try lab.report()
        #expect(report.warningCodes == ["claimed-protection"])
        let policy = try #require(report.members["policy"] as? [String: Any])
        let evidence = try #require(policy["evidence"] as? [[String: Any]])
        #expect(evidence.last?["weight"] as? String == "claimed-by-ue")
    }

    @Test("TLS that only Via names is refused, and so is TLS over UDP")
    func claimedTLS() throws {
        let message = try lab.commands.changed("publish.sip", "SIP/2.0/TCP", "SIP/2.0/TLS")
        #expect(try !lab.passes(lab.run("encrypt", "-", "answer-4", "release-6", input: message)))
        try lab.commands.directory.write(
            Array(#"{"version":1,"presentity":{"hops":{"terminalToPcscf":"tls"}}}"#.utf8), to: "udp.json")
        #expect(try lab.passes(lab.run("encrypt", "publish.sip", "answer-4", "udp")))
        let overUDP = try lab.commands.changed("publish.sip", "SIP/2.0/TCP", "SIP/2.0/UDP")
        for path in ["udp", "tls"] {
            #expect(try !lab.passes(lab.run("encrypt", "-", "answer-4", path, input: overUDP)))
        }
    }

    @Test("a handover from UTRAN to an open WLAN within a subscription ends what was allowed")
    func handover() throws {
        let before = PolicyLab.subscribe("\(Self.utran)\r\n")
        let after = PolicyLab.subscribe("P-Access-Network-Info: IEEE-802.11b\r\n")
        try lab.commands.directory.write(before, to: "before.sip")
        try lab.commands.directory.write(after, to: "after.sip")
        for command in ["encrypt", "sign"] {
            let run = lab.run(command, "notify.sip", "answer-2", "ciphering", "--earlier", "before.sip")
            #expect(try lab.passes(run))
            let moved = lab.run(
                command, "notify.sip", "answer-2", "ciphering", "--earlier", "before.sip", "--earlier",
                "after.sip")
            #expect(try !lab.passes(moved))
        }
        let refresh = lab.run("encrypt", "-", "answer-2", "ciphering", "--tunnel", input: before)
        #expect(try lab.passes(refresh))
        #expect(try !lab.passes(lab.run("encrypt", "-", "answer-2", "ciphering", "--tunnel", input: after)))
        #expect(
            lab.commands.run(
                "policy", "decide", "answer-2.xml", "notify.sip", "--leg", "ciphering.json", "--earlier",
                "after.sip",
                "--watcher", "sip:bob@example.test", "--entity", "sip:alice@example.test"
            ).text.hasPrefix("decision: block\n"))
    }

    @Test("messages of another user protect no leg, and are skipped with a warning")
    func messagesOfOthers() throws {
        let agreement = Self.agreement
        func carol(_ octets: [UInt8]) -> [UInt8] {
            Array(
                String(decoding: octets, as: UTF8.self)
                    .replacing("From: <sip:bob@example.test>", with: "From: <sip:carol@example.test>")
                    .replacing("From: <sip:alice@example.test>", with: "From: <sip:carol@example.test>").utf8)
        }
        let server = "Security-Server" + agreement.dropFirst("Security-Verify".count)
        let challenge = PolicyLab.response(to: "SUBSCRIBE", server)
        let bobs = Array(
            String(decoding: challenge, as: UTF8.self)
                .replacing("From: <sip:alice@example.test>", with: "From: <sip:bob@example.test>").utf8)
        for (name, octets) in [
            ("bob.sip", PolicyLab.subscribe("\(agreement)\r\n")), ("bob-494.sip", bobs),
            ("open.sip", PolicyLab.subscribe("P-Access-Network-Info: IEEE-802.11b\r\n")),
            ("carol.sip", carol(PolicyLab.subscribe("\(agreement)\r\n"))),
            ("carol-494.sip", carol(challenge)),
        ] { try lab.commands.directory.write(octets, to: name) }
        func decide(_ earlier: String...) -> CommandRun {
            lab.commands.run(
                ["policy", "decide", "answer-0.xml", "notify.sip", "--watcher", "sip:bob@example.test"]
                    + ["--entity", "sip:alice@example.test"] + earlier.flatMap { ["--earlier", $0] })
        }
        #expect(decide("bob-494.sip", "bob.sip").status == .done)
        for earlier in [["open.sip", "carol-494.sip", "carol.sip"], ["carol-494.sip", "bob.sip"]] {
            let run = lab.commands.run(
                ["policy", "decide", "answer-0.xml", "notify.sip", "--watcher", "sip:bob@example.test"]
                    + ["--entity", "sip:alice@example.test"] + earlier.flatMap { ["--earlier", $0] })
            #expect(run.status == .refused, "\(earlier)")
            #expect(run.words.contains("(message-of-others)"), "\(run.words)")
        }
        #expect(
            try lab.passes(
                lab.run(
                    "encrypt", "notify.sip", "answer-0", nil, "--earlier", "bob-494.sip", "--earlier",
                    "bob.sip")
            ))
        #expect(
            try !lab.passes(
                lab.run(
                    "encrypt", "notify.sip", "answer-0", nil, "--earlier", "carol-494.sip", "--earlier",
                    "carol.sip")))
    }

    @Test("a message of who neither watches nor is watched is not decided about")
    func messageOfAnother() throws {
        let run = lab.commands.run(
            "policy", "decide", "answer-1.xml", "notify.sip", "--leg", "ipsec.json", "--watcher",
            "sip:carol@example.test", "--entity", "sip:alice@example.test")
        #expect(run.status == .usage && run.output.isEmpty)
        #expect(run.words.contains("sip:bob@example.test") && run.words.contains("hint: "))
    }

    @Test("a body sent in clear after a 415 is refused on its way out and in, with words of its own")
    func fallBack() throws {
        let clear = try lab.commands.directory.octets(of: "publish.sip")
        for command in ["decrypt", "verify"] {
            let run = lab.run(command, "-", "answer-3", "ipsec", input: clear)
            #expect(run.status == .refused && run.output.isEmpty)
            #expect(run.words.contains("the rules require an enveloped body"), "\(run.words)")
            let report = try lab.report()
            #expect(report.reasonCode == "clear-text" && report.sipStatus == 403)
            #expect(try !lab.commands.directory.names().contains("out.sip"))
            // Elsewhere clear text is refused as ever: nothing proves who sent it.
            let other = lab.run(command, "-", "answer-1", "ipsec", input: clear)
            #expect(other.words.contains("has no protected body"))
            #expect(try lab.report().reasonCode == "clear-text")
        }
        #expect(try !lab.passes(lab.run("sign", "publish.sip", "answer-3", "ipsec")))
        #expect(try !lab.passes(lab.run("sign", "publish.sip", "combined", "integrity")))
    }
}

extension PolicyLab {
    /// A response to one of Alice's requests.
    static func response(to method: String, _ field: String) -> [UInt8] {
        Array(
            ("SIP/2.0 494 Security Agreement Required\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652\r\n"
                + "To: <sip:alice@example.test>;tag=1\r\nFrom: <sip:alice@example.test>;tag=1234wxyz\r\n"
                + "Call-ID: 81818181@192.0.2.1\r\nCSeq: 1 \(method)\r\n\(field)\r\nContent-Length: 0\r\n\r\n")
                .utf8)
    }
}
