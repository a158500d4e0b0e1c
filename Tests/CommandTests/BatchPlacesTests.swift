import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("The results of several messages")
struct BatchPlacesTests {
    private let batch: BatchLab
    private var lab: CommandLab { batch.lab }

    init() throws { batch = try BatchLab() }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: lab.directory.file(name), withDestinationPath: lab.directory.file(target))
    }

    @Test("never take the place of the store, or of what it may keep beside itself")
    func store() throws {
        let store = try lab.directory.octets(of: "store.db")
        for name in ["store.db", "store.db-journal"] {
            try lab.directory.write(batch.publish(1), to: "in/\(name)")
            try lab.expectFailure(
                .usage, of: ["encrypt", "in/\(name)", "-o", "."],
                says: ["would overwrite a file that this command uses"])
        }
        #expect(try lab.directory.octets(of: "store.db") == store)
    }

    @Test("follow no link out of their directory")
    func links() throws {
        try batch.publishes(1)
        try batch.publishes(1, in: "in/sub")
        try batch.make("out")
        try batch.make("elsewhere")
        try lab.directory.write([1], to: "victim")
        try link("out/m0.sip", to: "victim")
        try lab.expectFailure(
            .environment, of: ["encrypt", "in", "-o", "out"], says: ["is not a regular file"])
        #expect(try lab.directory.octets(of: "victim") == [1])
        try FileManager.default.removeItem(atPath: lab.directory.file("out/m0.sip"))
        try link("out/sub", to: "elsewhere")
        let result = batch.run("encrypt", "in", "-o", "out", "--recursive")
        #expect(result.status == .environment && result.words.contains("1 not read or written"))
        #expect(try batch.names(in: "elsewhere").isEmpty)
    }

    @Test("a link or a pipe that takes the place of a file found in a directory is not read")
    func found() throws {
        try batch.publishes(1)
        try lab.directory.write(batch.publish(2), to: "secret.sip")
        try link("in/link.sip", to: "secret.sip")
        #expect(throws: SystemError.self) {
            try FileAccess.readFound(lab.directory.file("in/link.sip"), limit: 10)
        }
        #expect(unsafe mkfifo(lab.directory.file("in/pipe.sip"), 0o600) == 0)
        #expect(throws: SystemError(code: EACCES)) {
            try FileAccess.readFound(lab.directory.file("in/pipe.sip"), limit: 10)
        }
        #expect(try FileAccess.readFound(lab.directory.file("in/m0.sip"), limit: 3).count == 4)
    }

    @Test(
        "a damaged capture, in a directory or beside others, is reported in its turn, and the others are done"
    )
    func damagedCapture() throws {
        try batch.publishes(2)
        // The header of a capture file, followed by no valid packet.
        let damaged: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0] + [UInt8](repeating: 0xFF, count: 40)
        try lab.directory.write(damaged, to: "in/broken.pcap")
        for operands in [["in"], ["in/broken.pcap", "in/m0.sip", "in/m1.sip"]] {
            let result = lab.run(["encrypt"] + operands + ["-o", "out", "--report", "r.jsonl"])
            #expect(result.status == .environment, "\(result.words)")
            #expect(result.words.contains("2 of 3 messages done"), "\(result.words)")
            let lines = String(decoding: try lab.directory.octets(of: "r.jsonl"), as: UTF8.self)
            #expect(lines.split(separator: "\n").count == 3 && lines.contains("in/broken.pcap"))
            #expect(try batch.names(in: "out") == ["m0.sip", "m1.sip"])
        }
        #expect(lab.run("encrypt", "in/broken.pcap", "-o", "out").status == .environment)
    }

    @Test("a report keeps the permission bits of the file that it replaces")
    func mode() throws {
        try batch.publishes(1)
        try lab.directory.write([1], to: "r.jsonl")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: lab.directory.file("r.jsonl"))
        #expect(batch.run("inspect", "in", "--report", "r.jsonl").status == .done)
        let attributes = try FileManager.default.attributesOfItem(atPath: lab.directory.file("r.jsonl"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
