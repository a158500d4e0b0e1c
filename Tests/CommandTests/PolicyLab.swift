import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// The example lab with the rules for each of SA3's answers, and paths of every kind.
struct PolicyLab {
    /// What a path file says of both legs.
    static let paths = [
        "ipsec": #"{"hops":{"terminalToPcscf":"ipsec"}}"#,
        "tls": #"{"hops":{"terminalToPcscf":"tls"},"transport":"TCP"}"#,
        "ciphering": #"{"accessNetwork":"3GPP-UTRAN-TDD","ciphering":"on"}"#,
        "integrity": #"{"pcscfRelease":5,"hops":{"terminalToPcscf":"integrity"}}"#,
        "release-6": #"{"pcscfRelease":6}"#,
        "claimed": #"{"accessNetwork":"3GPP-UTRAN-TDD","ciphering":"on","cipheringSource":"terminal"}"#,
        "agreed": #"{"agreementVerified":true}"#,
        "flag": #"{"confidentialityFlag":"on"}"#,
    ]

    let commands: CommandLab

    init() throws {
        commands = try CommandLab.example()
        for name in try Policies.names() {
            try commands.directory.write(Policies.octets(name), to: "\(name).xml")
        }
        for (name, leg) in Self.paths {
            try commands.directory.write(
                Array(#"{"version":1,"presentity":\#(leg),"watcher":\#(leg)}"#.utf8), to: "\(name).json")
        }
        for (name, octets) in try Self.protected.get() { try commands.directory.write(octets, to: name) }
        // TLS cannot be over UDP: every message is sent over TCP, where a test does not say otherwise.
        for name in try commands.directory.names() where Self.isMessage(name) {
            let message = try commands.changed(name, "SIP/2.0/UDP", "SIP/2.0/TCP")
            try commands.directory.write(message, to: name)
        }
    }

    private static func isMessage(_ name: String) -> Bool {
        name.hasSuffix("publish.sip") || name.hasSuffix("notify.sip")
    }

    /// PUBLISH and NOTIFY, encrypted and signed; made once, and copied with the store.
    private static let protected: Result<[String: [UInt8]], any Error> = Result {
        let lab = try CommandLab.example()
        var messages: [String: [UInt8]] = [:]
        for name in ["publish", "notify"] {
            for command in ["encrypt", "sign"] {
                let run = lab.run(command, "\(name).sip")
                try #require(run.status == .done, "\(run.words)")
                messages["\(command)ed-\(name).sip"] = run.output
            }
        }
        return messages
    }

    /// Runs a message command under these rules.
    func run(
        _ command: String, _ message: String, _ policy: String, _ path: String? = nil, _ options: String...,
        input: [UInt8] = []
    ) -> CommandRun {
        let output = command == "verify" ? [] : ["-o", "out.sip"]
        let leg = path.map { ["--leg", "\($0).json"] } ?? []
        return commands.run(
            [command, message, "--policy", "\(policy).xml", "--report", "report.json"] + leg + output
                + options,
            input: input)
    }

    /// The report of the last run, which is taken away.
    func report() throws -> ReportObject {
        let report = try ReportObject(commands.directory.octets(of: "report.json"))
        try FileManager.default.removeItem(atPath: commands.directory.file("report.json"))
        return report
    }

    /// Whether a run let the message pass; where not, that it is a refusal of the
    /// rules and has written nothing.
    func passes(
        _ run: CommandRun, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Bool {
        let report = try report()
        let policy = try #require(report.members["policy"] as? [String: Any], sourceLocation: sourceLocation)
        #expect(policy["decision"] is String, sourceLocation: sourceLocation)
        let hasOutput = try commands.directory.names().contains("out.sip")
        if run.status == .done {
            #expect(report.verdict == "accepted", sourceLocation: sourceLocation)
            if hasOutput { try FileManager.default.removeItem(atPath: commands.directory.file("out.sip")) }
            return true
        }
        #expect(run.status == .refused && !hasOutput, "\(run.words)", sourceLocation: sourceLocation)
        #expect(report.reasonCode == "policy" && report.sipStatus == 403, sourceLocation: sourceLocation)
        #expect(run.words.contains("the rules say "), "\(run.words)", sourceLocation: sourceLocation)
        #expect(run.words.contains("hint: "), sourceLocation: sourceLocation)
        #expect(report.members["content"] == nil, sourceLocation: sourceLocation)
        return false
    }

    /// A message of the lab with fields put before its Max-Forwards.
    func adding(_ fields: String, to message: String) throws -> [UInt8] {
        try commands.changed(message, "Max-Forwards", "\(fields)\r\nMax-Forwards")
    }

    /// The SUBSCRIBE of Bob, whose Contact is in that of notify.sip.
    static func subscribe(_ fields: String = "", body: String = "") -> [UInt8] {
        let type = body.isEmpty ? "" : "Content-Type: application/simple-filter+xml\r\n"
        return Array(
            ("SUBSCRIBE sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKn7\r\n"
                + "Max-Forwards: 70\r\nTo: <sip:alice@example.test>\r\nFrom: <sip:bob@example.test>;tag=123aa9\r\n"
                + "Call-ID: 12345601@192.0.2.2\r\nCSeq: 1 SUBSCRIBE\r\nEvent: presence\r\nExpires: 3600\r\n"
                + fields + type + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }
}
