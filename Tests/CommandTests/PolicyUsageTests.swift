import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("--policy: wrong usage and unfit files")
struct PolicyUsageTests {
    private let lab: PolicyLab
    private static let commands = [
        ("encrypt", "publish.sip"), ("sign", "publish.sip"), ("decrypt", "encrypted-publish.sip"),
        ("verify", "encrypted-publish.sip"),
    ]

    init() throws { lab = try PolicyLab() }

    @Test("rules, paths and messages that are unfit leave outputs untouched, and are no fault of the message")
    func unfitFiles() throws {
        let directory = lab.commands.directory
        for name in ["out.sip", "report.json"] { try directory.write(Array("mine\n".utf8), to: name) }
        try directory.write(Array("<ruleset/>".utf8), to: "unfit.xml")
        try directory.write(Array("{\"version\":1,\"watchers\":{}}".utf8), to: "unfit.json")
        try directory.write(Array("nothing".utf8), to: "unfit.sip")
        for (command, message) in Self.commands {
            for (run, status, words) in [
                (lab.run(command, message, "unfit"), ExitStatus.usage, "'unfit.xml': the root is"),
                (lab.run(command, message, "absent"), .environment, "absent.xml"),
                (
                    lab.run(command, message, "answer-3", "unfit"), .usage,
                    "'unfit.json' has an unknown member 'watchers'"
                ),
                (lab.run(command, message, "answer-3", "absent"), .environment, "absent.json"),
                (
                    lab.run(command, message, "answer-3", nil, "--earlier", "unfit.sip"), .usage,
                    "'unfit.sip': "
                ),
            ] {
                #expect(run.status == status && run.words.contains(words), "\(run.words)")
                #expect(run.words.contains("hint: ") && run.output.isEmpty)
                for name in ["out.sip", "report.json"] {
                    #expect(try directory.octets(of: name) == Array("mine\n".utf8))
                }
            }
        }
    }

    @Test("no output takes the place of rules or path")
    func sameFile() throws {
        for (command, message) in Self.commands {
            for file in ["answer-3.xml", "ipsec.json", "notify.sip"] {
                let before = try lab.commands.directory.octets(of: file)
                let run = lab.commands.run(
                    command, message, "--policy", "answer-3.xml", "--leg", "ipsec.json", "--earlier",
                    "notify.sip",
                    "--report", file)
                #expect(run.status == .usage || run.status == .environment, "\(run.words)")
                #expect(try lab.commands.directory.octets(of: file) == before)
            }
        }
    }

    @Test("options about rules need rules, and what cannot be meant is wrong usage")
    func options() throws {
        for (command, message) in Self.commands {
            for options in [
                ["--leg", "ipsec.json"], ["--trust-network"], ["--watcher", "sip:bob@example.test"],
                ["--earlier", "notify.sip"],
            ] {
                try lab.commands.expectFailure(
                    .usage, of: [command, message] + options, says: [options[0], "--policy"])
            }
            for options in [
                ["--policy", "-"], ["--policy", "answer-3.xml", "--leg", "-"],
                ["--policy", "answer-3.xml", "--earlier", "-"],
                ["--policy", "answer-3.xml", "--watcher", "bob"],
            ] {
                try lab.commands.expectFailure(
                    .usage, of: [command, message] + options, says: [options[options.count - 2]])
            }
        }
        try lab.commands.expectFailure(
            .usage, of: ["encrypt", "publish.sip", "--polite-block"], says: ["--polite-block", "--policy"])
    }

    @Test("rules are about PUBLISH, SUBSCRIBE and NOTIFY, and about whole messages")
    func otherInput() throws {
        let message = try lab.commands.changed("notify.sip", "NOTIFY sip:bob", "MESSAGE sip:bob")
        let text = String(decoding: message, as: UTF8.self).replacing("2 NOTIFY", with: "2 MESSAGE")
        try lab.commands.expectFailure(
            .usage, of: ["encrypt", "--policy", "answer-3.xml"], input: Array(text.utf8),
            says: ["say nothing about MESSAGE"])
        try lab.commands.expectFailure(
            .usage,
            of: [
                "encrypt", "--policy", "answer-3.xml", "--body", "text/plain", "--from",
                "sip:alice@example.test",
                "--to", "sip:bob@example.test",
            ], input: Array("hello".utf8), says: ["'--policy' requires a whole SIP message"])
    }

    @Test("policy decide takes a leg from one place: a file, or a word")
    func decide() throws {
        let parties = ["--watcher", "sip:bob@example.test", "--entity", "sip:alice@example.test"]
        func decide(_ options: String...) -> CommandRun {
            lab.commands.run(["policy", "decide"] + options + parties)
        }
        for option in ["--watcher-leg", "--presentity-leg"] {
            #expect(decide("answer-1.xml", "--leg", "ipsec.json", option, "tls").status == .usage)
        }
        #expect(decide("answer-1.xml", "--trust-network").status == .usage)
        #expect(decide("answer-1.xml", "--leg", "-").status == .usage)
        #expect(decide("answer-1.xml", "--leg", "ipsec.json").status == .done)
        #expect(decide("answer-1.xml", "--leg", "integrity.json").status == .refused)
        #expect(decide("answer-2.xml", "--leg", "ciphering.json").status == .done)
        #expect(decide("answer-0.xml", "--leg", "flag.json").status == .refused)
        #expect(decide("answer-0.xml", "--leg", "flag.json", "--trust-network").status == .done)
        #expect(
            decide("answer-1.xml", "--leg", "ipsec.json").text.contains("leg of the watcher: The path says"))
        let report = try ReportObject(
            decide("answer-1.xml", "--leg", "ipsec.json", "--format", "json").output)
        #expect((report.members["legs"] as? [[String: Any]])?.count == 2)
    }
}
