import Foundation
import TestSupport
import Testing

@testable import CommandFiles
@testable import smime_presence

@Suite("--watch")
struct WatchTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.example()
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("box"), withIntermediateDirectories: true)
        try allow(0o700)
    }

    private func allow(_ mode: Int) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: lab.directory.file("box"))
    }

    @Test(
        "handles what is there and what is then closed or moved in, each name once, until interrupted",
        .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
    func program() throws {
        let script = """
            program='\(BuiltProgram.path)'
            await() { local end=$((SECONDS + 60)); until [ -e "$1" ] || [ "$SECONDS" -ge "$end" ]; do sleep 0.1; done; }
            cp publish.sip box/there.sip
            set -m
            "$program" inspect --watch box --report r.jsonl 2>words & job=$!
            await r.jsonl
            until grep -q there r.jsonl; do sleep 0.1; done
            cp publish.sip box/closed.sip
            cp publish.sip aside; mv aside box/moved.sip
            until [ "$(wc -l <r.jsonl)" -ge 3 ]; do sleep 0.1; done
            cp publish.sip box/there.sip
            cp publish.sip box/last.sip
            until grep -q last r.jsonl; do sleep 0.1; done
            kill -INT "$job"; wait "$job" 2>/dev/null; echo "status $?"
            grep -o 'box/[a-z]*.sip' r.jsonl | sort
            grep -c 'interrupted after 4 messages' words
            """
        let octets = try Tool(name: "bash", directory: lab.directory).run(["-c", script])
        #expect(
            String(decoding: octets, as: UTF8.self)
                == "status 130\nbox/closed.sip\nbox/last.sip\nbox/moved.sip\nbox/there.sip\n1\n")
    }

    @Test("refuses a directory that others may write to, one that is none, operands, and its own results")
    func refusals() throws {
        try allow(0o777)
        try lab.expectFailure(.environment, of: ["inspect", "--watch", "box"], says: ["may write to it"])
        try allow(0o700)
        try lab.expectFailure(
            .environment, of: ["inspect", "--watch", "publish.sip"], says: ["not a directory"])
        try lab.expectFailure(
            .usage, of: ["inspect", "--watch", "box", "publish.sip"], says: ["cannot be combined"])
        try lab.expectFailure(.usage, of: ["encrypt", "--watch", "box"], says: ["missing option '-o'"])
        try lab.expectFailure(
            .usage, of: ["encrypt", "--watch", "box", "-o", "./box"], says: ["which is watched"])
    }

    @Test("reads the records of the system, and stops at one that is cut off")
    func records() {
        func record(_ mask: UInt32, _ name: String, length: Int) -> [UInt8] {
            [1, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: mask >> (8 * $0)) } + [0, 0, 0, 0]
                + [UInt8(length), 0, 0, 0] + Array(name.utf8)
                + [UInt8](repeating: 0, count: length - name.utf8.count)
        }
        let octets =
            record(8, "a.sip", length: 16) + record(0x4000, "", length: 0) + record(0x80, "b", length: 16)
        #expect(DirectoryWatch.events(in: octets[...]) == [.file("a.sip"), .overflow, .file("b")])
        #expect(DirectoryWatch.events(in: octets.dropLast(3)) == [.file("a.sip"), .overflow])
        #expect(DirectoryWatch.events(in: []) == [])
    }
}
