import CommandFiles
import Foundation
import Glibc
import TestSupport
import Testing

@testable import smime_presence

@Suite("Message commands: environment errors")
struct EnvironmentErrorTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    static let commands = [
        ["encrypt", "publish.sip"], ["sign", "publish.sip"], ["decrypt", "protected.sip"],
    ]

    @Test("a store that is missing, something else or unreadable is named", arguments: commands)
    func stores(command: [String]) throws {
        func expect(_ store: String, says words: String...) throws {
            let options = ["--store", store, "-o", "out.sip", "--report", "report.json"]
            try lab.expectFailure(.environment, of: command + options, says: words)
        }
        try expect("absent.db", says: "there is no store", "absent.db", "'ca init --domain DOMAIN'")
        try expect("publish.sip/store.db", says: "publish.sip/store.db")
        try expect(".", says: "is not a store of smime-presence")
        try lab.directory.write(Array("hello".utf8), to: "text.db")
        try lab.directory.setPermissions(of: "text.db", to: 0o600)
        try expect("text.db", says: "text.db' is not a store of smime-presence")
        try lab.directory.write([], to: "empty.db")
        try lab.directory.setPermissions(of: "empty.db", to: 0o600)
        try expect("empty.db", says: "empty.db' is not a store of smime-presence")
        try lab.directory.setPermissions(of: "store.db", to: 0o644)
        try expect("store.db", says: "other users may read or write", "chmod 600")
        try lab.directory.setPermissions(of: "store.db", to: 0o600)
        try lab.directory.setPermissions(of: ".", to: 0o777)
        try expect("store.db", says: "other users may add files to the directory", "chmod go-w")
    }

    @Test(
        "a store of which nothing can be read is named",
        .enabled(if: geteuid() != 0, "permissions do not bind root"))
    func unreadableStore() throws {
        try lab.directory.setPermissions(of: "store.db", to: 0)
        try lab.expectFailure(
            .environment, of: ["decrypt", "protected.sip"], says: ["store.db", "permission denied"])
    }

    @Test("a store cut short fails, and nothing is written", arguments: commands)
    func damagedStore(command: [String]) throws {
        let octets = try lab.directory.octets(of: "store.db")
        try lab.directory.write(octets.prefix(octets.count / 2), to: "store.db")
        try lab.directory.setPermissions(of: "store.db", to: 0o600)
        let result = lab.run(command + ["-o", "out.sip"])
        #expect(result.status == .environment && result.output.isEmpty)
        #expect(result.words.contains("hint: "))
        #expect(try !lab.directory.names().contains("out.sip"))
    }

    @Test("encrypted keys want the passphrase, and no other")
    func passphrase() throws {
        let lab = try CommandLab()
        try lab.directory.write(self.lab.directory.octets(of: "publish.sip"), to: "publish.sip")
        try lab.directory.write(Array("correct horse\n".utf8), to: "right")
        try lab.directory.write(Array("battery\n".utf8), to: "wrong")
        for name in ["right", "wrong"] { try lab.directory.setPermissions(of: name, to: 0o600) }
        let right = ["--passphrase-file", "right"]
        _ = lab.run(["ca", "init", "--domain", "example.test"] + right)
        _ = lab.run(["cert", "issue", "sip:alice@example.test"] + right)
        _ = lab.run(["cert", "issue", "sip:example.test"] + right)
        #expect(lab.run(["encrypt", "-o", "protected.sip", "publish.sip"] + right).status == .done)
        for command in Self.commands {
            let arguments = command + ["-o", "out.sip", "--report", "report.json"]
            try lab.expectFailure(
                .environment, of: arguments, says: ["are encrypted", "--passphrase-file FILE"])
            try lab.expectFailure(
                .environment, of: arguments + ["--passphrase-file", "wrong"],
                says: ["the passphrase does not open", "first line"])
            try lab.expectFailure(
                .environment, of: arguments + ["--passphrase-file", "absent"], says: ["cannot read 'absent'"]
            )
        }
        #expect(lab.run(["decrypt", "protected.sip"] + right).status == .done)
        #expect(lab.run("inspect", "protected.sip").status == .done)
    }

    @Test("a full disk, a closed pipe and a place that cannot be written are named", arguments: commands)
    func output(command: [String]) throws {
        let space = SystemError(code: ENOSPC)
        try lab.expectFailure(
            .environment, of: command, writeError: space,
            says: ["cannot write standard output: no space left on device", "make room"])
        try lab.expectFailure(
            .environment, of: command + ["--report", "report.json"], writeError: SystemError(code: EPIPE),
            says: ["cannot write standard output: broken pipe"])
        for name in ["/dev/full", "absent/out.sip", "/proc/out.sip", "publish.sip/out.sip"] {
            try lab.expectFailure(
                .environment, of: command + ["-o", name], says: ["cannot write '\(name)': "])
        }
    }

    @Test("message and report are written together or neither", arguments: commands)
    func together(command: [String]) throws {
        try lab.expectFailure(
            .environment, of: command + ["-o", "out.sip", "--report", "absent/report.json"],
            says: ["cannot write 'absent/report.json'"])
        try lab.expectFailure(
            .environment, of: command + ["--report", "/dev/full"], says: ["cannot write '/dev/full'"])
        try lab.expectFailure(
            .environment, of: command + ["-o", "absent/out.sip", "--report", "report.json"],
            says: ["cannot write 'absent/out.sip'"])
        let done = lab.run(command + ["-o", "out.sip", "--report", "report.json"])
        #expect(done.status == .done && done.output.isEmpty)
        #expect(try Set(["out.sip", "report.json"]).isSubset(of: lab.directory.names()))
    }

    @Test("a refusal whose report cannot be written fails, and a verdict that cannot be")
    func reportOfRefusal() throws {
        try lab.expectFailure(
            .environment, of: ["decrypt", "publish.sip", "--report", "/dev/full"], says: ["'/dev/full'"])
        for file in ["publish.sip", "protected.sip"] {
            try lab.expectFailure(
                .environment, of: ["verify", file], writeError: SystemError(code: ENOSPC),
                says: ["cannot write standard output"])
        }
        for command in ["inspect", "exposure"] {
            try lab.expectFailure(
                .environment, of: [command, "protected.sip"], writeError: SystemError(code: ENOSPC),
                says: ["cannot write standard output"])
        }
    }

    @Test("no output overwrites the message, the store or the passphrase", arguments: commands)
    func sameFile(command: [String]) throws {
        try lab.directory.write(Array("secret".utf8), to: "passphrase")
        let names = try lab.directory.names().filter { $0 != "certificates" }
        let contents = try names.map { try lab.directory.octets(of: $0) }
        try lab.directory.link("link", to: "store.db")
        let options = command + ["--passphrase-file", "passphrase"]
        for name in [command[1], "./" + command[1], "store.db", "link", "passphrase"] {
            try lab.expectFailure(
                .usage, of: options + ["-o", name], says: ["are the same file", "choose another output file"])
            try lab.expectFailure(
                .usage, of: options + ["-o", "out.sip", "--report", name], says: ["are the same file"])
        }
        try lab.expectFailure(
            .usage, of: command + ["-o", "./out", "--report", "out"], says: ["are the same file"])
        #expect(try names.map { try lab.directory.octets(of: $0) } == contents)
    }

    @Test("a message and its report do not share standard output", arguments: commands)
    func sharedOutput(command: [String]) throws {
        for options in [["--report", "-"], ["--report", "-", "-o", "-"]] {
            try lab.expectFailure(
                .usage, of: command + options, says: ["both go to standard output", "'--report FILE'"])
        }
        let report = lab.run(command + ["--report", "-", "-o", "out.sip"])
        #expect(try ReportObject(report.output).verdict == "accepted")
    }

    @Test("no certificate is written over the store")
    func exports() throws {
        let store = try lab.directory.octets(of: "store.db")
        try lab.expectFailure(
            .usage, of: ["cert", "export", "sip:alice@example.test", "-o", "store.db"],
            says: ["are the same file"]
        )
        try lab.expectFailure(.usage, of: ["ca", "show", "-o", "store.db"], says: ["are the same file"])
        for companion in ["store.db-wal", "store.db-shm", "store.db-journal"] {
            try lab.expectFailure(.usage, of: ["ca", "show", "-o", companion], says: ["are the same file"])
        }
        #expect(try lab.directory.octets(of: "store.db") == store)
    }

    @Test("a message that cannot be read is named")
    func input() throws {
        try lab.expectFailure(
            .environment, of: ["decrypt", "absent.sip"], says: ["cannot read 'absent.sip'"])
        try lab.expectFailure(.usage, of: ["decrypt", "."], says: ["missing option '-o'", "'-o DIRECTORY'"])
        try lab.expectFailure(.environment, of: ["inspect", ""], says: ["cannot read ''"])
    }

    @Test("a protected message does not go to a terminal by default")
    func terminal() {
        let result = lab.run("encrypt", "publish.sip", outputKind: .terminal)
        #expect(result.status == .usage && result.output.isEmpty && result.words.contains("'-o FILE'"))
        #expect(lab.run("verify", "protected.sip", outputKind: .terminal).status == .done)
    }
}
