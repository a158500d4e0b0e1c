import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("The scripts in examples/")
struct ExampleScriptTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../examples").standardized

    /// Runs a script as a user would, and returns its status and what it wrote to both streams.
    private func run(
        _ script: String, _ arguments: String..., in directory: TemporaryDirectory
    ) throws -> (status: Int32, words: String) {
        let process = Process()
        process.executableURL = Self.folder.appending(path: script)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: directory.path)
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "SMIME_PRESENCE": BuiltProgram.path, "SMIME_PRESENCE_STORE": directory.file("store.db"),
            "TMPDIR": directory.path,
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let words = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: words, as: UTF8.self))
    }

    /// The lab of the examples, issued anew: these scripts go by the clock of the machine.
    private func lab() throws -> CommandLab {
        let example = try CommandLab.example()
        let lab = try CommandLab()
        let now = Date()
        _ = lab.run("ca", "init", "--domain", "example.test", now: now)
        for uri in ["sip:example.test", "sip:alice@example.test", "sip:bob@example.test"] {
            #expect(lab.run("cert", "issue", uri, now: now).status == .done)
        }
        for name in ["publish.sip", "notify.sip"] {
            try lab.directory.write(example.directory.octets(of: name), to: name)
        }
        return lab
    }

    @Test("each is a POSIX shell script that can be run and stops at the first failure")
    func shape() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".sh") }
        #expect(
            names.sorted()
                == ["issue-subscribers.sh", "protect-publish.sh", "sipp-publish.sh", "verify-notifies.sh"])
        for name in names {
            let path = Self.folder.appending(path: name).path
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.hasPrefix("#!/bin/sh\n#") && text.contains("\nset -eu\n"), "\(name)")
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(name)")
            let usage = try run(name, in: TemporaryDirectory())
            #expect(usage.status == 64 && usage.words.hasPrefix("usage: "))
        }
    }

    @Test("protect-publish.sh sends what the presence server can open, with a fresh branch and Call-ID")
    func protectPublish() throws {
        let lab = try lab()
        let listener = try UDPListener()
        let sent = try run(
            "protect-publish.sh", "publish.sip", "127.0.0.1", "\(listener.port)", in: lab.directory)
        #expect(sent.status == 0, "\(sent.words)")
        let opened = lab.run("decrypt", input: try listener.receive(), now: Date())
        let original = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        func isFresh(_ line: String) -> Bool { line.hasPrefix("Call-ID:") || line.hasPrefix("Via:") }
        let (old, new) = (
            original.components(separatedBy: "\r\n"), opened.text.components(separatedBy: "\r\n")
        )
        #expect(old.filter { !isFresh($0) } == new.filter { !isFresh($0) }, "\(opened.words)")
        #expect(old.filter(isFresh).count == 2 && Set(old.filter(isFresh)).isDisjoint(with: new))
        #expect(try lab.directory.names() == ["notify.sip", "publish.sip", "store.db"])
    }

    @Test("protect-publish.sh sends nothing where the message is refused")
    func protectRefused() throws {
        let lab = try lab()
        try lab.directory.write(Array("hello".utf8), to: "hello.sip")
        let sent = try run("protect-publish.sh", "hello.sip", "127.0.0.1", "9", in: lab.directory)
        #expect(sent.status == 1 && sent.words.contains("this is not a SIP message"))
    }

    @Test("verify-notifies.sh tells accepted from refused, and leaves a report of each")
    func verifyNotifies() throws {
        let lab = try lab()
        let directory = lab.directory
        try FileManager.default.createDirectory(
            atPath: directory.file("in"), withIntermediateDirectories: false)
        #expect(try run("verify-notifies.sh", "in", in: directory).status == 2)
        let good = lab.run("encrypt", "notify.sip", now: Date()).output
        try directory.write(good, to: "in/good one.sip")
        let accepted = try run("verify-notifies.sh", "in", in: directory)
        #expect(accepted.status == 0 && accepted.words == "accepted  in/good one.sip\n", "\(accepted.words)")
        #expect(try ReportObject(directory.octets(of: "in/good one.json")).verdict == "accepted")

        try directory.write(directory.octets(of: "notify.sip"), to: "in/clear.sip")
        let refused = try run("verify-notifies.sh", "in", in: directory)
        #expect(refused.status == 1)
        #expect(
            refused.words
                == "refused   in/clear.sip: the message has no protected body\naccepted  in/good one.sip\n")
        #expect(try ReportObject(directory.octets(of: "in/clear.json")).reasonCode == "clear-text")

        try FileManager.default.removeItem(atPath: directory.file("store.db"))
        let failed = try run("verify-notifies.sh", "in", in: directory)
        #expect(failed.status == 2 && failed.words.contains("there is no store"))
    }

    @Test("issue-subscribers.sh makes a lab that works, and adds to it")
    func issueSubscribers() throws {
        let directory = try TemporaryDirectory()
        let made = try run("issue-subscribers.sh", "lab", "example.test", "alice", in: directory)
        #expect(made.status == 0, "\(made.words)")
        let added = try run("issue-subscribers.sh", "lab", "example.test", "bob", in: directory)
        #expect(added.status == 0, "\(added.words)")
        let files = try FileManager.default.contentsOfDirectory(atPath: directory.file("lab")).sorted()
        #expect(files == ["alice.key", "alice.pem", "bob.key", "bob.pem", "ca.pem", "store.db"])
        #expect(try directory.permissions(of: "lab/alice.key") == 0o600)

        let publish = try CommandLab.example().directory.octets(of: "publish.sip")
        let store = ["--store", "lab/store.db"]
        let sealed = CommandRun.of(["encrypt"] + store, input: publish, in: directory.path, now: Date())
        let opened = CommandRun.of(
            ["decrypt"] + store, input: sealed.output, in: directory.path, now: Date())
        #expect(opened.output == publish, "\(sealed.words)\(opened.words)")
    }
}
