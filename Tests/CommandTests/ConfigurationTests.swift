import CommandOptions
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Configuration files")
struct ConfigurationTests {
    private let lab: CommandLab
    private let file: String

    init() throws {
        lab = try CommandLab.example()
        file = lab.directory.file("smime-presence/config.json")
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("smime-presence"), withIntermediateDirectories: false)
    }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try lab.directory.write(Array(text.utf8), to: "smime-presence/config.json")
        try lab.directory.setPermissions(of: "smime-presence/config.json", to: mode)
    }

    private func run(_ arguments: String...) -> CommandRun {
        CommandRun.of(
            arguments,
            environment: ["SMIME_PRESENCE_STORE": lab.store, "XDG_CONFIG_HOME": lab.directory.path],
            in: lab.directory.path)
    }

    @Test("a value counts unless the command line has another, or --no-config is given")
    func counts() throws {
        try write(#"{"encrypt": {"cipher": "aes-128-gcm"}}"#)
        func cipher(_ arguments: String...) -> String {
            let words = CommandRun.of(
                arguments + ["publish.sip"],
                environment: ["SMIME_PRESENCE_STORE": lab.store, "XDG_CONFIG_HOME": lab.directory.path],
                in: lab.directory.path
            ).words
            return ["aes-128-gcm", "aes-256-gcm", "chacha20-poly1305"].filter { words.contains($0) }.joined()
        }
        #expect(cipher("encrypt") == "aes-128-gcm")
        #expect(cipher("encrypt", "--cipher", "chacha20-poly1305") == "chacha20-poly1305")
        #expect(cipher("encrypt", "--no-config") == "aes-256-gcm")
        #expect(cipher("--no-config", "encrypt") == "aes-256-gcm")
    }

    @Test("flags, numbers and lists are values; another command's and the service's do not count")
    func kinds() throws {
        try write(
            """
            {"encrypt": {"pad": 512, "strict-pidf": true, "to": ["sip:example.test"], "derive-key": false},
             "service": {"anything": [1, {"x": null}]}, "decrypt": {"once": true}}
            """)
        let run = run("encrypt", "publish.sip", "--report", "report.json", "-o", "out.sip")
        #expect(run.status == .done, "\(run.words)")
        #expect(self.run("encrypt", "--pad", "64", "publish.sip").status == .done)
    }

    @Test(
        "what loosens is refused with file and line",
        arguments: [
            (#""decrypt": {"allow-unsigned": true}"#, "decrypt", "--allow-unsigned"),
            (#""verify": {"any-sender": true}"#, "verify", "--any-sender"),
            (#""verify": {"from": "sip:a@example.test"}"#, "verify", "--from sip:a@example.test"),
            (#""decrypt": {"at": "2026-11-23T12:00:00Z"}"#, "decrypt", "--at 2026-11-23T12:00:00Z"),
            (#""decrypt": {"max-age": 301}"#, "decrypt", "--max-age 301"),
            (#""decrypt": {"trust-asserted-identity": true}"#, "decrypt", "--trust-asserted-identity"),
            (#""decrypt": {"trust-network": true}"#, "decrypt", "--trust-network"),
            (#""encrypt": {"unsigned": true}"#, "encrypt", "--unsigned"),
            (#""encrypt": {"no-binding": true}"#, "encrypt", "--no-binding"),
            (#""encrypt": {"cipher": "aes-256-cbc"}"#, "encrypt", "--cipher aes-256-cbc"),
            (#""encrypt": {"allow-stale-crl": true}"#, "encrypt", "--allow-stale-crl"),
            (#""encrypt": {"rsa-key-transport": "pkcs1"}"#, "encrypt", "--rsa-key-transport pkcs1"),
            (#""cert import": {"trust-roots": true}"#, "cert import", "--trust-roots"),
        ])
    func loosening(member: String, command: String, option: String) throws {
        try write("{\n\(member)}")
        let run = run(command, "publish.sip")
        #expect(run.status == .usage)
        #expect(run.words.contains("error: \(file):2: '\(option)' is allowed on the command line only"))
        #expect(self.run("config", "show").status == .usage)
        #expect(!self.run(command, "publish.sip", "--no-config").words.contains(file))
    }

    @Test(
        "a mistyped command, option or value is named together with the word that was probably meant",
        arguments: [
            (#""encript": {}"#, "unknown member 'encript'", "did you mean 'encrypt'? "),
            (#""cert-list": {}"#, "unknown member 'cert-list'", "did you mean 'cert list'? "),
            (#""encrypt": {"ciper": "x"}"#, "unknown option '--ciper'", "did you mean 'cipher'? "),
            (#""encrypt": {"--cipher": "x"}"#, "unknown option '----cipher'", "did you mean 'cipher'? "),
            (
                #""encrypt": {"strict_pidf": true}"#, "unknown option '--strict_pidf'",
                "did you mean 'strict-pidf'? "
            ),
            (
                #""encrypt": {"cipher": "aes-128-gmc"}"#, "invalid value 'aes-128-gmc' for '--cipher'",
                "did you mean 'aes-128-gcm'? "
            ),
            (#""encrypt": {"zzz": true}"#, "unknown option '--zzz'", ""),
            // What loosens is not suggested, since it would be refused.
            (#""encrypt": {"unsignd": true}"#, "unknown option '--unsignd'", ""),
        ])
    func mistyped(member: String, message: String, suggestion: String) throws {
        try write("{\n\(member)}")
        let run = run("config", "show")
        #expect(run.status == .usage)
        #expect(run.words.contains("error: \(file):2: \(message)\n"), "\(run.words)")
        let hint = "hint: \(suggestion)correct the file, or give '--no-config'\n"
        #expect(run.words.contains(hint), "\(run.words)")
    }

    @Test("a stricter value of such an option is taken")
    func stricter() throws {
        try write(#"{"decrypt": {"max-age": 300}}"#)
        #expect(run("config", "show").text == "decrypt --max-age 300 (\(file):1)\n\(environmentLines)")
    }

    private var environmentLines: String {
        "SMIME_PRESENCE_STORE=\(lab.store) (environment)\nXDG_CONFIG_HOME=\(lab.directory.path) (environment)\n"
    }

    @Test(
        "a fault is named with file and line",
        arguments: [
            ("{\n\n\"encrpt\": {}}", "3: unknown member 'encrpt'"),
            ("{\"encrypt\": {\n\"ciper\": \"x\"}}", "2: unknown option '--ciper'"),
            ("{\"encrypt\": {\n\"cipher\": \"x\"}}", "2: invalid value 'x' for '--cipher'"),
            ("{\"encrypt\": {\n\"pad\": [1, 2]}}", "2: invalid kind of value for '--pad'"),
            ("{\"encrypt\": {\n\"pad\": null}}", "2: invalid kind of value for '--pad'"),
            ("{\"encrypt\": {\n\"pad\": true}}", "2: invalid kind of value for '--pad'"),
            ("{\"encrypt\": {\"pad\": 64,\n\"pad\": 64}}", "2: repeated member 'pad'"),
            ("{\"encrypt\": []}", "1: not an object"), ("[]", "1: not an object"), ("", "1: not an object"),
            ("{\"encrypt\":\n{\"pad\": 64}", "2: not JSON"), ("{} x", "1: not JSON"),
            ("{\"encrypt\": {\"pad\": 064}}", "1: not JSON"), ("{\"encrypt\": {},}", "1: not JSON"),
            (
                String(repeating: "{\"service\":", count: 1) + String(repeating: "[", count: 100),
                "1: not JSON"
            ),
        ])
    func faults(text: String, words: String) throws {
        try write(text)
        let run = run("encrypt", "publish.sip")
        #expect(run.status == .usage && run.words.contains("error: \(file):\(words)"), "\(run.words)")
        #expect(run.words.contains("or give '--no-config'"))
    }

    @Test("a setting that the command line cannot be combined with is named")
    func conflict() throws {
        try write(#"{"encrypt": {"pad": 512}}"#)
        let run = run("encrypt", "--unsigned", "publish.sip")
        #expect(run.status == .usage && run.words.contains("\(file):1: '--pad' and '--unsigned' cannot be"))
        #expect(
            self.run("encrypt", "--unsigned", "--tunnel", "publish.sip").words.contains("error: '--tunnel'"))
    }

    @Test("a file that other users can write to is refused, and so is one that is not readable")
    func permissions() throws {
        try write("{}", mode: 0o620)
        #expect(
            run("encrypt", "publish.sip").words.contains("other users can write to the configuration file"))
        try write("{}", mode: 0o602)
        #expect(run("encrypt", "publish.sip").status == .environment)
        try write("{}", mode: 0o644)
        #expect(run("encrypt", "publish.sip").status == .done)
        try write(String(repeating: " ", count: 1 << 17))
        #expect(run("encrypt", "publish.sip").words.contains("holds more than 65536 octets"))
    }

    @Test("the user's file precedes the machine's, and config show says so")
    func precedence() throws {
        let user = try ConfigurationFile(
            Array("{\"encrypt\": {\"pad\": 64}}".utf8), file: "user", commands: ["encrypt"])
        let system = try ConfigurationFile(
            Array("{\"encrypt\": {\n\"pad\": 512,\n\"tunnel\": true}}".utf8), file: "system",
            commands: ["encrypt"])
        let settings = user.settings + system.settings
        var program = ProgramOptions()
        let command = try ArgumentParser<Encrypt>.parse([], program: &program, configured: settings)
        #expect(command.bucket == 64 && command.tunnelled.isTunnelled)
        #expect(
            ConfigurationFile.lines(of: settings) == [
                "encrypt --pad 64 (user:1)", "encrypt --pad 512 (system:2; user:1 counts)",
                "encrypt --tunnel (system:3)",
            ])
    }
}
