import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("What only its owner may have")
struct OutputTargetTests {
    private static let isRoot = geteuid() == 0
    private static let needsRoot: Comment = "making the files of a second user needs root"
    private static let other: uid_t = 65_534

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func deliver(_ output: Output) throws {
        try CommandRun.console(in: directory.path).deliver([output])
    }

    private func outputs(to file: String) -> [Output] {
        [Output(decrypted: [1], .text, to: file), Output(SecretOctets("key"), to: file)]
    }

    private func mode(_ name: String) -> mode_t {
        var status = stat()
        return unsafe stat(directory.file(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("is written to a new file at mode 0600; what was decrypted keeps the mode of a file that is there")
    func mode() throws {
        try deliver(Output(decrypted: [1], .text, to: "new"))
        #expect(mode("new") == 0o600)
        try directory.write([0], to: "there")
        #expect(unsafe chmod(directory.file("there"), 0o640) == 0)
        try deliver(Output(decrypted: [1], .text, to: "there"))
        #expect(mode("there") == 0o640)
        try deliver(Output(SecretOctets("key"), to: "there"))
        #expect(mode("there") == 0o600)
    }

    @Test("is not written to a pipe, file or device of another user", .enabled(if: isRoot, needsRoot))
    func foreign() throws {
        let (pipe, file) = (directory.file("pipe"), directory.file("file"))
        #expect(unsafe mkfifo(pipe, 0o666) == 0)
        // Open for reading, so that writing would not wait.
        let reader = unsafe open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try directory.write([0], to: "file")
        for name in [pipe, file] { #expect(unsafe chown(name, Self.other, Self.other) == 0) }
        for (name, kind) in [("pipe", OutputTarget.Kind.pipe), ("file", .regularFile)] {
            for output in outputs(to: name) {
                #expect(throws: FileError.targetOfOthers(name, .ownedByAnother(kind))) { try deliver(output) }
            }
        }
        var octets: [UInt8] = [0, 0]
        #expect(unsafe read(reader, &octets, 2) == 0)
        // What is for all may go to any.
        try deliver(Output([1], .text, to: "file"))
    }

    @Test(
        "is not written through the symbolic link of another user in a directory where every user may make one",
        .enabled(if: isRoot, needsRoot))
    func link() throws {
        let sticky = directory.file("sticky")
        #expect(unsafe mkdir(sticky, 0o777) == 0 && chmod(sticky, 0o1777) == 0)
        for (name, target) in [
            ("link", directory.file("mine")), ("dangling", directory.file("absent")), ("out", directory.path),
        ] {
            #expect(unsafe symlink(target, "\(sticky)/\(name)") == 0)
            #expect(unsafe lchown("\(sticky)/\(name)", Self.other, Self.other) == 0)
        }
        try directory.write([0], to: "mine")
        for name in ["sticky/link", "sticky/dangling", "sticky/out/new"] {
            for output in outputs(to: name) {
                #expect(throws: FileError.self, "\(name)") { try deliver(output) }
            }
        }
        #expect(unsafe symlink(directory.file("mine"), "\(sticky)/own") == 0)
        for output in outputs(to: "sticky/own") { try deliver(output) }
    }

    @Test("goes to a pipe of the user, to descriptors of the process and to devices that keep nothing")
    func own() throws {
        let name = directory.file("pipe")
        #expect(unsafe mkfifo(name, 0o644) == 0)
        let reader = unsafe open(name, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        for output in outputs(to: "pipe") + outputs(to: "/dev/null") { try deliver(output) }
        var octets = [UInt8](repeating: 0, count: 8)
        #expect(unsafe read(reader, &octets, 8) == 4)
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        // The descriptor was given to the process, so the owner of the pipe does not matter.
        if Self.isRoot { #expect(fchown(descriptor, Self.other, Self.other) == 0) }
        for place in ["/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)"] {
            try deliver(Output(decrypted: [1], .text, to: place))
        }
        #expect(unsafe read(pipe.fileHandleForReading.fileDescriptor, &octets, 8) == 2)
    }

    @Test("decrypt writes its message at mode 0600")
    func decrypt() throws {
        let lab = try CommandLab.example()
        #expect(lab.run("decrypt", "protected.sip", "-o", "plain.sip").status == .done)
        var status = stat()
        #expect(unsafe stat(lab.directory.file("plain.sip"), &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
}
