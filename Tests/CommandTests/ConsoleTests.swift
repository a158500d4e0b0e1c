import CMS
import CommandFiles
import Foundation
import Glibc
import TestSupport
import Testing

@testable import smime_presence

@Suite("Console")
struct ConsoleTests {
    private let directory: TemporaryDirectory
    private let content = Array("some octets".utf8)

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write(content, to: "in")
    }

    private func run(
        _ arguments: String..., input: [UInt8] = [], kind: Console.OutputKind = .other,
        writeError: SystemError? = nil, endsByBrokenPipe: Bool = false
    ) -> CommandRun {
        CommandRun.of(
            ["copy"] + arguments, commands: sampleCommands, input: input, in: directory.path,
            outputKind: kind, writeError: writeError, endsByBrokenPipe: endsByBrokenPipe)
    }

    @Test("copies from a file or standard input to standard output")
    func streams() {
        #expect(run("in").output == content)
        #expect(run(input: content).output == content)
        #expect(run("-", input: content).output == content)
        #expect(run("in", "-o", "-").output == content)
    }

    @Test("writes a file whole, leaves nothing beside it, and keeps its permissions")
    func wholeFile() throws {
        try directory.write([1], to: "out")
        try directory.setPermissions(of: "out", to: 0o640)
        #expect(run("in", "-o", "out").status == .done)
        #expect(try directory.octets(of: "out") == content)
        #expect(try directory.permissions(of: "out") == 0o640)
        #expect(try directory.names() == ["in", "out"])
    }

    @Test("writes a secret so that only its owner can read it, even over a file others could read")
    func secretFile() throws {
        try directory.write([1], to: "out")
        try directory.setPermissions(of: "out", to: 0o644)
        #expect(run("in", "--secret", "-o", "out").status == .done)
        #expect(try directory.permissions(of: "out") == 0o600)
    }

    @Test("follows a symbolic link to the file it replaces")
    func symbolicLink() throws {
        try directory.write([1], to: "out")
        try directory.link("link", to: "out")
        #expect(run("in", "-o", "link").status == .done)
        #expect(try directory.octets(of: "out") == content)
        #expect(try directory.names() == ["in", "link", "out"])
    }

    @Test("returns 2 and leaves nothing when the disk is full, named or standard output")
    func diskFull() throws {
        let device = run("in", "-o", "/dev/full")
        #expect(device.status == .environment)
        #expect(device.words.contains("cannot write '/dev/full': no space left on device"))
        let stream = run("in", writeError: SystemError(code: ENOSPC))
        #expect(stream.status == .environment && stream.output.isEmpty)
        #expect(stream.words.contains("cannot write standard output: no space left on device"))
        #expect(run("in", writeError: SystemError(code: EPIPE)).status == .environment)
        #expect(try directory.names() == ["in"])
    }

    @Test("is silent if the reader closes standard output, unless its caller expects an error")
    func brokenPipe() {
        let quiet = run("in", writeError: SystemError(code: EPIPE), endsByBrokenPipe: true)
        #expect(quiet.words.isEmpty && quiet.output.isEmpty)
        let full = run("in", writeError: SystemError(code: ENOSPC), endsByBrokenPipe: true)
        #expect(full.status == .environment && full.words.contains("cannot write standard output"))
    }

    @Test("leaves no file when another output of the same command fails")
    func allOrNothing() throws {
        let console = Console(
            arguments: [], environment: { _ in nil }, workingDirectory: directory.path,
            now: { CommandRun.noon },
            outputKind: .other, readInput: { (_) throws(SystemError) in [] },
            readSecretInput: { (_) throws(SystemError) in SecretOctets("") },
            writeOutput: { (_) throws(SystemError) in throw SystemError(code: EPIPE) }, writeError: { _ in })
        let outputs = [Output([1], .text, to: "report"), Output([2], .binary, to: nil)]
        #expect(throws: FileError.cannotWrite("-", SystemError(code: EPIPE))) { try console.deliver(outputs) }
        #expect(try directory.names() == ["in"])
    }

    @Test("writes to a device only after the files of the same command")
    func deviceLast() throws {
        let pipe = Pipe()
        let device = "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
        let console = Console(
            arguments: [], environment: { _ in nil }, workingDirectory: directory.path,
            now: { CommandRun.noon },
            outputKind: .other, readInput: { (_) throws(SystemError) in [] },
            readSecretInput: { (_) throws(SystemError) in SecretOctets("") },
            writeOutput: { (_) throws(SystemError) in }, writeError: { _ in })
        let outputs = [Output([1], .binary, to: device), Output([2], .text, to: "absent/report")]
        #expect(throws: FileError.self) { try console.deliver(outputs) }
        try console.deliver([Output([3], .binary, to: device)])
        try pipe.fileHandleForWriting.close()
        #expect(try pipe.fileHandleForReading.readToEnd() == Data([3]))
    }

    @Test("an empty name is no file")
    func emptyName() {
        #expect(throws: SystemError(code: ENOENT)) {
            _ = try StagedFile.write(Array<UInt8>([1]).span, for: "", ownerOnly: false)
        }
    }

    @Test("returns 2 and names the file and the reason when it cannot read or write")
    func environmentErrors() {
        let absent = run("absent")
        #expect(absent.status == .environment)
        #expect(absent.words.contains("cannot read 'absent': no such file or directory"))
        #expect(run(".").words.contains("cannot read '.': is a directory"))
        #expect(run("in", "-o", "absent/out").words.contains("cannot write 'absent/out': no such file"))
        #expect(run("in", "-o", ".").words.contains("cannot write '.': is a directory"))
    }

    @Test("refuses more octets than the limit, from a file and from standard input")
    func limit() throws {
        try directory.write([UInt8](repeating: 65, count: 1001), to: "large")
        #expect(run("large").status == .refused)
        #expect(run("large").words.contains("'large' holds more than 1000 octets"))
        #expect(run(input: [UInt8](repeating: 65, count: 5000)).status == .refused)
        #expect(run(input: [UInt8](repeating: 65, count: 1000)).output.count == 1000)
    }

    @Test("refuses to write over its own input, by any name")
    func sameFile() throws {
        try directory.link("link", to: "in")
        for name in ["in", "./in", "link", directory.file("in")] {
            #expect(run("in", "-o", name).status == .usage)
        }
        #expect(try directory.octets(of: "in") == content)
    }

    @Test("keeps binary data off a terminal unless -o - asks for it, and secrets always")
    func terminal() {
        #expect(run("in", kind: .terminal).output == content)
        #expect(run("in", "--binary", kind: .terminal).status == .usage)
        #expect(run("in", "--binary", kind: .terminal).output.isEmpty)
        #expect(run("in", "--binary", "-o", "-", kind: .terminal).output == content)
        #expect(run("in", "--binary", "-o", "out", kind: .terminal).status == .done)
        #expect(run("in", "--secret", "-o", "-", kind: .terminal).output.isEmpty)
    }

    @Test("writes a secret to a pipe or to a file for its owner, not to one that others can read")
    func secretStream() {
        #expect(run("in", "--secret").output == content)
        #expect(run("in", "--secret", kind: .file(mode: 0o600)).output == content)
        let loose = run("in", "--secret", kind: .file(mode: 0o644))
        #expect(loose.status == .environment && loose.output.isEmpty)
    }
}
