import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Several messages in one command")
struct BatchTests {
    private let batch: BatchLab
    private var lab: CommandLab { batch.lab }

    init() throws { batch = try BatchLab() }

    @Test("text is only for one message, so that several with '--format text' are refused")
    func textOfSeveral() throws {
        try batch.publishes(2)
        for command in ["verify", "inspect"] {
            let result = batch.run(command, "in", "--format", "text")
            #expect(result.status == .usage && result.output.isEmpty)
            #expect(result.words.contains("'--format text' requires exactly one MESSAGE"))
            #expect(batch.run(command, "in", "--format", "json").text.split(separator: "\n").count == 2)
        }
    }

    @Test("are protected, verified and opened each as alone", arguments: ["1", "3"])
    func roundTrip(jobs: String) throws {
        try batch.publishes(5)
        #expect(batch.run("encrypt", "in", "-o", "out", "--jobs", jobs).status == .done)
        #expect(try batch.names(in: "out") == ["m0.sip", "m1.sip", "m2.sip", "m3.sip", "m4.sip"])
        let verified = batch.run("verify", "out", "--jobs", jobs)
        #expect(verified.status == .done && verified.words.hasSuffix("verify: 5 of 5 messages done\n"))
        let lines = try batch.lines(verified.output)
        #expect(lines.map { $0.members["file"] as? String } == (0..<5).map { "out/m\($0).sip" })
        #expect(lines.allSatisfy { $0.verdict == "accepted" })
        #expect(batch.run("decrypt", "out", "-o", "plain", "--jobs", jobs).status == .done)
        for number in 0..<5 {
            let name = "m\(number).sip"
            #expect(try lab.directory.octets(of: "plain/\(name)") == lab.directory.octets(of: "in/\(name)"))
        }
    }

    @Test("one that is refused or cannot be read is reported, and the others go on")
    func bad() throws {
        try batch.publishes(2)
        try lab.directory.write(Array("garbage SIP/2.0\r\n\r\n".utf8), to: "in/a.sip")
        let arguments = ["encrypt", "in", "-o", "out", "--report", "r.jsonl"]
        let refused = lab.run(arguments)
        #expect(refused.status == .refused)
        #expect(refused.words.contains("in/a.sip: refused: this is not a SIP message"))
        #expect(refused.words.contains("2 of 3 messages done, 1 refused; the first of these is 'in/a.sip'"))
        #expect(try batch.names(in: "out") == ["m0.sip", "m1.sip"])
        let lines = try batch.lines(in: "r.jsonl")
        #expect(lines.map(\.verdict) == ["refused", "accepted", "accepted"])
        #expect(lines[0].reasonCode == "malformed")
        let absent = lab.run(arguments + ["absent.sip"])
        #expect(absent.status == .environment && absent.words.contains("1 not read or written"))
        let last = try #require(try batch.lines(in: "r.jsonl").last)
        #expect(last.members["failure"] as? String == "cannot read 'absent.sip': no such file or directory")
        #expect(last.members["verdict"] is NSNull)
    }

    @Test("one that is too large is refused, and the others go on")
    func oversize() throws {
        try batch.publishes(1)
        try lab.directory.write(
            try batch.publish(7) + [UInt8](repeating: 0x20, count: 1_300_000), to: "in/large.sip")
        let result = batch.run("encrypt", "in", "-o", "out")
        #expect(result.status == .refused && result.words.contains("(too-large)"))
        #expect(try batch.names(in: "out") == ["m0.sip"])
    }

    @Test("with --fail-fast none begins after the first that is refused")
    func failFast() throws {
        try batch.publishes(40)
        try lab.directory.write(Array("garbage SIP/2.0\r\n\r\n".utf8), to: "in/a.sip")
        let result = batch.run("encrypt", "in", "-o", "out", "--fail-fast", "--jobs", "1")
        #expect(result.status == .refused && result.words.contains("40 not begun"))
        #expect(try batch.names(in: "out").isEmpty)
    }

    @Test("keep their paths below a directory, which is read to its ground only with --recursive")
    func recursive() throws {
        try batch.publishes(1)
        try batch.publishes(1, in: "in/sub/deep")
        try FileManager.default.createSymbolicLink(
            atPath: lab.directory.file("in/link.sip"), withDestinationPath: lab.directory.file("publish.sip"))
        try FileManager.default.createSymbolicLink(
            atPath: lab.directory.file("in/loop"), withDestinationPath: lab.directory.file("in"))
        #expect(batch.run("encrypt", "in", "-o", "flat").status == .done)
        #expect(try batch.names(in: "flat") == ["m0.sip"])
        #expect(batch.run("encrypt", "in", "-o", "out", "--recursive").status == .done)
        #expect(try batch.names(in: "out") == ["m0.sip", "sub"])
        #expect(try batch.names(in: "out/sub/deep") == ["m0.sip"])
    }

    @Test("two results of one name, or one over an input, are an error before anything is written")
    func names() throws {
        try batch.publishes(2)
        try batch.publishes(1, in: "other")
        for (arguments, words) in [
            (["in", "other"], ["'in/m0.sip' and 'other/m0.sip' would both be written to 'm0.sip'"]),
            (["in/m0.sip", "in/m0.sip"], ["would both be written"]),
        ] {
            try lab.expectFailure(.usage, of: ["encrypt"] + arguments + ["-o", "out"], says: words)
        }
        try lab.expectFailure(
            .usage, of: ["encrypt", "in", "-o", "in"], says: ["would overwrite a file that this command uses"]
        )
        try lab.expectFailure(.usage, of: ["encrypt", "in"], says: ["missing option '-o'"])
        try lab.expectFailure(
            .usage, of: ["encrypt", "in", "-o", "out", "--report", "in/m0.sip"], says: ["are the same file"])
        try batch.make("out")
        try lab.expectFailure(
            .usage, of: ["encrypt", "in", "-o", "out", "--report", "./out/m0.sip"],
            says: ["would overwrite a file that this command uses"])
    }

    @Test("in one input are an error that names -o DIRECTORY, unless that is given")
    func sequence() throws {
        let two = try batch.publish(1) + batch.publish(2)
        try lab.directory.write(two, to: "two.sip")
        for command in ["encrypt", "decrypt", "sign"] {
            try lab.expectFailure(
                .usage, of: [command, "two.sip"], says: ["more than one SIP message", "'-o DIRECTORY'"])
        }
        try lab.expectFailure(.usage, of: ["verify", "two.sip"], says: ["more than one SIP message"])
        try batch.make("out")
        #expect(batch.run("encrypt", "two.sip", "-o", "out").status == .done)
        #expect(try batch.names(in: "out") == ["two-1.sip", "two-2.sip"])
        #expect(lab.run(["encrypt", "-o", "out"], input: two).status == .done)
        #expect(
            try batch.names(in: "out")
                == ["standard-input-1.sip", "standard-input-2.sip", "two-1.sip", "two-2.sip"])
    }

    @Test("have each warning said once, and how many messages it is about")
    func warnings() throws {
        try batch.publishes(3)
        let words = batch.run("encrypt", "in", "-o", "out", "--unsigned").words
        #expect(words.contains("warning: 'in/m0.sip': "))
        #expect(words.components(separatedBy: "(unsigned)").count == 2)
        #expect(words.contains("warning: unsigned in 3 messages"))
    }

    @Test("give lines without single findings, unless --full asks for them")
    func full() throws {
        try batch.publishes(1)
        for (options, members) in [
            ([], ["counts", "relationReadable", "worst"]),
            (
                ["--full"],
                ["advice", "counts", "derived", "headers", "notEvaluated", "relationReadable"]
            ),
        ] {
            let line = try #require(try batch.lines(lab.run(["inspect", "in"] + options).output).first)
            let exposure = try #require(line.members["exposure"] as? [String: Any])
            #expect(exposure.keys.sorted() == members)
        }
    }
}
