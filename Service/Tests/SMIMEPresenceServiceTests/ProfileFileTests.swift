import Foundation
import SMIMEAgent
import Testing

@testable import SMIMEPresenceService

/// The files of a profile: rules, the path, and the outer fields of tunnels.
struct ProfileFileTests {
    private let lab: ServiceLab

    init() throws { lab = try ServiceLab() }

    /// Reads the profile "default" with these members.
    private func profile(_ members: String) throws -> Profile {
        let file = lab.directory + "/config.json"
        let text =
            "{\"service\": {\"store\": \"/s\", \"sockets\": [\"a\"], \"socket\": {\"a\": {\"path\": \"/p\"}},"
        try write("config.json", "\(text) \"profile\": {\"default\": {\(members)}}}}")
        var arguments = ServiceArguments()
        arguments.file = file
        return try ServiceConfiguration.read(arguments, environment: [:]).sockets[0].profile
    }

    private func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        let path = lab.directory + "/" + name
        _ = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Rules that let bob's subscription pass, or block it.
    private static func rules(_ action: String) -> String {
        """
        <ruleset xmlns="urn:ietf:params:xml:ns:common-policy" xmlns:pr="urn:ietf:params:xml:ns:pres-rules">
        <rule id="a"><conditions><identity><one id="sip:bob@example.test"/></identity></conditions>
        <actions><pr:sub-handling>\(action)</pr:sub-handling></actions></rule></ruleset>
        """
    }

    private static let subscribe = subscribe(["Content-Type: text/plain", "Content-Length: 1", "", "x"])
    private static let bareSubscribe = subscribe(["Content-Length: 0", "", ""])

    private static func subscribe(_ rest: [String]) -> [UInt8] {
        let lines = [
            "SUBSCRIBE sip:alice@example.test SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1",
            "From: <sip:bob@example.test>;tag=1", "To: <sip:alice@example.test>", "Call-ID: 5",
            "CSeq: 1 SUBSCRIBE", "Event: presence",
        ]
        return Array((lines + rest).joined(separator: "\r\n").utf8)
    }

    @Test func `messages obey the rules of the profile`() async throws {
        try write("allow.xml", Self.rules("allow"))
        try write("block.xml", Self.rules("block"))
        for (name, status) in [("allow", 200), ("block", 422)] {
            let profile = try profile("\"policy\": \"\(lab.directory)/\(name).xml\"")
            let answer = try await lab.post("/v1/protect", Self.subscribe, profile: profile)
            #expect(answer.status == status, "\(answer.text)")
            if status == 422 { #expect(try answer.member("code") == "policy") }
        }
        let protected = try await lab.protected(Self.subscribe)
        let blocking = try profile("\"policy\": \"\(lab.directory)/block.xml\"")
        let answer = try await lab.post("/v1/open", protected, profile: blocking)
        #expect(try answer.member("code") == "policy")
    }

    @Test func `judge asks the rules of the presentity, and a presentity without rules allows no watcher`()
        async throws
    {
        try FileManager.default.createDirectory(
            atPath: lab.directory + "/rules", withIntermediateDirectories: false)
        try write("rules/sip:alice@example.test.xml", Self.rules("allow"))
        var profile = try profile("\"policy-directory\": \"\(lab.directory)/rules\"")
        for (from, to, allowed) in [
            ("alice", "bob", true), ("alice", "carol", false), ("bob", "alice", false),
        ] {
            let notify = Array(
                """
                NOTIFY sip:\(to)@192.0.2.1 SIP/2.0\r
                Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1\r
                From: <sip:\(from)@example.test>;tag=1\r
                To: <sip:\(to)@example.test>;tag=2\r
                Call-ID: 1\r
                CSeq: 1 NOTIFY\r
                Event: presence\r
                Subscription-State: active\r
                Content-Type: application/pidf+xml\r
                Content-Length: \(SampleMessages.document(of: "sip:\(from)@example.test").utf8.count)\r
                \r
                \(SampleMessages.document(of: "sip:\(from)@example.test"))
                """.utf8)
            let answer = try await lab.post("/v1/judge?direction=out", notify, profile: profile)
            #expect(try answer.member("handling") == (allowed ? "protect" : "refuse"), "\(from) to \(to)")
            #expect(try answer.member("reason") == (allowed ? nil : "policy"), "\(from) to \(to)")
        }
        profile.protection.add(.off, for: try #require(AddressPattern("sip:*@example.test")))
        let subscribe = try await lab.post("/v1/judge?direction=in", Self.bareSubscribe, profile: profile)
        #expect(try subscribe.member("handling") == "clear")
        let protected = try await lab.protected(Self.subscribe)
        #expect(
            try await lab.post("/v1/judge?direction=in", protected, profile: profile).member("handling")
                == "open")
        #expect(try await lab.post("/v1/open", protected, profile: profile).status == 200)
    }

    @Test func `rules that demand an envelope let nothing go in clear`() async throws {
        let demand =
            "<c:confidentiality xmlns:c=\"urn:smime-presence:xml:ns:confidentiality\"><c:body/></c:confidentiality>"
        let rules = Self.rules("allow").replacing("</conditions>", with: "\(demand)</conditions>")
        try FileManager.default.createDirectory(
            atPath: lab.directory + "/rules", withIntermediateDirectories: false)
        try write("rules/sip:alice@example.test.xml", rules)
        var profile = try profile("\"policy-directory\": \"\(lab.directory)/rules\"")
        profile.protection.add(.off, for: try #require(AddressPattern("sip:*@example.test")))
        let clear = try await lab.post("/v1/judge?direction=in", Self.bareSubscribe, profile: profile)
        #expect(try clear.member("handling") == "refuse" && clear.member("reason") == "policy")
        let protected = try await lab.protected(Self.subscribe)
        #expect(try await lab.post("/v1/open", protected, profile: profile).status == 200)
    }

    @Test(arguments: ["alice.xml", "sip:alice@example.test.xml sips:alice@example.test.xml"])
    func `a file of rules that names no address, or one that another names, is a fault`(names: String) throws
    {
        try FileManager.default.createDirectory(
            atPath: lab.directory + "/rules", withIntermediateDirectories: false)
        for name in names.split(separator: " ") { try write("rules/\(name)", Self.rules("allow")) }
        #expect(throws: ConfigurationFault.self) {
            try profile("\"policy-directory\": \"\(lab.directory)/rules\"")
        }
    }

    @Test func `rules for all and rules for each cannot be combined`() throws {
        try write("all.xml", Self.rules("allow"))
        #expect(throws: ConfigurationFault.self) {
            try profile(
                "\"policy\": \"\(lab.directory)/all.xml\", \"policy-directory\": \"\(lab.directory)\"")
        }
    }

    @Test func `a tunnel has the outer fields of the profile, and no parameter changes them`() async throws {
        try write("fields", "Subject\n")
        let profile = try profile("\"outer-headers\": \"\(lab.directory)/fields\"")
        let message = String(decoding: SampleMessages.publish(), as: UTF8.self)
            .replacing("Event:", with: "Subject: lunch\r\nEvent:")
        let answer = try await lab.post("/v1/protect?tunnel", Array(message.utf8), profile: profile)
        #expect(answer.status == 200 && !answer.text.contains("lunch"))
        let other = try await lab.post(
            "/v1/protect?tunnel&outer-headers=none", Array(message.utf8), profile: profile)
        #expect(other.status == 400)
    }

    @Test func `an invalid, missing or foreign file is a fault`() throws {
        try write("broken.xml", "<ruleset")
        try write("open.xml", Self.rules("allow"), mode: 0o666)
        try write("broken.json", "{\"version\": 2}")
        try write("good.xml", Self.rules("allow"))
        try write("fields", "Call-ID\n")
        let directory = lab.directory
        for members in [
            "\"policy\": \"\(directory)/broken.xml\"", "\"policy\": \"\(directory)/open.xml\"",
            "\"policy\": \"\(directory)/none.xml\"", "\"outer-headers\": \"\(directory)/fields\"",
            "\"policy\": \"\(directory)/good.xml\", \"leg\": \"\(directory)/broken.json\"",
        ] {
            #expect(throws: ConfigurationFault.self, "\(members)") { try profile(members) }
        }
    }

    @Test(arguments: ["\"leg\": \"/p\"", "\"trust-network\": true", "\"polite-block\": true"])
    func `members about rules require rules`(members: String) {
        #expect(throws: ConfigurationFault.self) { try profile(members) }
    }
}
