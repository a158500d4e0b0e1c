import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CommandFiles
@testable import smime_presence

@Suite("What is said about several messages")
struct BatchWordsTests {
    private let batch: BatchLab
    private var lab: CommandLab { batch.lab }

    init() throws { batch = try BatchLab() }

    @Test("files of directories that are not messages are counted, and with --verbose named")
    func skipped() throws {
        try batch.publishes(1)
        try lab.directory.write(Array("notes".utf8), to: "in/a\u{1B}b.txt")
        try lab.directory.write(Array("more".utf8), to: "in/notes.txt")
        for command in [["encrypt", "in", "-o", "out"], ["exposure", "in"]] {
            let words = lab.run(command).words
            #expect(words.contains("skipped 2 files that are not SIP messages"), "\(words)")
            #expect(!words.contains("notes.txt"))
            let verbose = lab.run(command + ["--verbose"]).words
            #expect(verbose.contains("skipped 'in/notes.txt': not a SIP message\n"), "\(verbose)")
            #expect(verbose.contains("skipped 'in/a\\u{1B}b.txt': not a SIP message\n"))
            #expect(verbose.contains("skipped 2 files that are not SIP messages"))
        }
    }

    @Test("after several failures the hint fits all of them, or there is none")
    func hints() throws {
        try lab.directory.write(Array("garbage SIP/2.0\r\n\r\n".utf8), to: "in/a.sip")
        try lab.directory.write(Array("garbage SIP/2.0\r\n\r\n".utf8), to: "in/b.sip")
        let same = batch.run("encrypt", "in", "-o", "out")
        #expect(same.status == .refused && same.words.components(separatedBy: "hint: ").count == 2)
        try lab.directory.write(
            try batch.publish(7) + [UInt8](repeating: 0x20, count: 1_300_000), to: "in/large.sip")
        let mixed = batch.run("encrypt", "in", "-o", "out")
        #expect(mixed.status == .refused && mixed.words.contains("(too-large)"))
        #expect(!mixed.words.contains("hint:") && mixed.words.contains("error: 0 of 3 messages done"))
    }

    @Test("addresses that fail for different reasons get no common hint")
    func addresses() throws {
        try lab.useTestCA("bob.pem")
        let gone = "sip:gone@example.test"
        let one = lab.run("cert", "renew", gone, "sip:lost@example.test")
        #expect(one.words.contains("hint: see 'smime-presence cert list'"), "\(one.words)")
        _ = lab.run("cert", "issue", "sip:erin@example.test")
        _ = lab.run("cert", "export", "sip:erin@example.test", "-o", "erin.pem")
        _ = lab.run("cert", "remove", "sip:erin@example.test", "--yes")
        #expect(lab.run("cert", "import", "erin.pem").status == .done)
        let two = lab.run("cert", "renew", gone, "sip:erin@example.test")
        #expect(two.words.contains("error: 2 of 2 addresses not renewed"), "\(two.words)")
        #expect(!two.words.contains("hint:"), "\(two.words)")
    }

    @Test(
        "a message that the options do not fit is no verdict: it is counted apart, and alone gives status 64")
    func misfit() throws {
        let answer = Array("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello".utf8)
        try lab.directory.write(answer, to: "in/a.mime")
        let arguments = [
            "encrypt", "--mime", "--from", "sip:alice@example.test", "--to", "sip:bob@example.test",
            "--tunnel",
            "in", "-o", "out", "--report", "r.jsonl",
        ]
        let alone = lab.run(arguments)
        #expect(alone.status == .usage, "\(alone.words)")
        #expect(
            alone.words.contains("in/a.mime: not possible with these options: '--tunnel' requires a whole"))
        #expect(alone.words.contains("0 of 1 message done, 1 not possible with these options"))
        let line = try #require(try batch.lines(in: "r.jsonl").first)
        #expect(line.members["verdict"] is NSNull && line.members["failure"] is String)
    }

    @Test(
        "a log that another user replaces by a link while the directory is read is not read through the link")
    func replaced() throws {
        let line = "----------------------------------------------- 2026-11-23 12:00:00.000000\n"
        func log(_ octets: [UInt8]) -> [UInt8] {
            Array("\(line)UDP message sent (\(octets.count) bytes):\n\n".utf8) + octets + [0x0A]
        }
        try lab.directory.write(log(try batch.publish(1)), to: "kept.log")
        try lab.directory.write(log(try batch.publish(666)), to: "secret.log")
        let (kept, secret) = (lab.directory.file("kept.log"), lab.directory.file("secret.log"))
        let (name, other) = (lab.directory.file("in/trace.log"), lab.directory.file("in.swap"))
        try FileManager.default.copyItem(atPath: kept, toPath: name)
        #expect(batch.run("inspect", "in").text.contains("\"file\":\"in/trace.log#1\""))
        let isDone = Atomic(false)
        let seen = try Threads.atOnce(2) { number -> [String] in
            guard number == 0 else {
                while !isDone.load(ordering: .relaxed) {
                    for target in [secret, kept] {
                        try? FileManager.default.removeItem(atPath: other)
                        if target == kept {
                            try FileManager.default.copyItem(atPath: kept, toPath: other)
                        } else {
                            try FileManager.default.createSymbolicLink(
                                atPath: other, withDestinationPath: secret)
                        }
                        try FileAccess.rename(other, to: name)
                    }
                }
                return []
            }
            defer { isDone.store(true, ordering: .relaxed) }
            return (0..<150).map { _ in self.batch.run("inspect", "in").text }
        }[0]
        #expect(seen.count == 150)
        #expect(!seen.contains { $0.contains("n666-") })
    }

    @Test("a file found in a directory stays the same for other programs, whatever gets its name")
    func found() throws {
        try lab.directory.write(Array("first".utf8), to: "in/a.pcap")
        try lab.directory.write(Array("secret".utf8), to: "secret.pcap")
        let path = lab.directory.file("in/a.pcap")
        let file = try FoundFile(path)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: lab.directory.file("secret.pcap"))
        #expect(try FileAccess.read(file.path, limit: 100) == Array("first".utf8))
        #expect(throws: SystemError.self) { try FoundFile(path) }
        #expect(throws: SystemError.self) { try FoundFile(lab.directory.file("in")) }
    }
}
