import CMS
import CommandFiles
import Foundation
import Synchronization
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

    @Test(
        "nor through such a link in any other directory that others can write",
        .enabled(if: isRoot, needsRoot))
    func linkElsewhere() throws {
        for (name, mode, owner) in [("open", 0o777, 0), ("shared", 0o770, 0), ("theirs", 0o755, Self.other)] {
            let place = directory.file(name)
            #expect(unsafe mkdir(place, 0o755) == 0 && chmod(place, mode_t(mode)) == 0)
            #expect(unsafe symlink(directory.file("mine"), "\(place)/link") == 0)
            #expect(unsafe lchown("\(place)/link", Self.other, Self.other) == 0)
            #expect(unsafe symlink(directory.file("mine"), "\(place)/own") == 0)
            #expect(unsafe chown(place, uid_t(owner), gid_t(owner)) == 0)
            for output in outputs(to: "\(name)/link") {
                #expect(throws: FileError.self, "\(name)") { try deliver(output) }
            }
            for output in outputs(to: "\(name)/own") { try deliver(output) }
        }
    }

    /// Writes what `audience` may have, after the name was checked.
    private func stage(_ name: String, _ audience: StagedFile.Audience) throws {
        try StagedFile.write([1, 2, 3].span, for: directory.file(name), audience: audience).commit()
    }

    @Test(
        "never reaches a pipe of another user that is exchanged with a link to a descriptor all the time",
        .enabled(if: isRoot, needsRoot))
    func exchanged() throws {
        let (link, pipe, next) = (directory.file("link"), directory.file("pipe"), directory.file("next"))
        let given = Pipe()
        let number = given.fileHandleForWriting.fileDescriptor
        #expect(unsafe mkfifo(pipe, 0o666) == 0 && chown(pipe, Self.other, Self.other) == 0)
        #expect(unsafe symlink("/dev/fd/\(number)", link) == 0)
        let reader = unsafe open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(reader) }
        let isDone = Mutex(false)
        let arrived = try Threads.atOnce(2) { (thread) -> Int in
            if thread == 0 {
                while !isDone.withLock({ $0 }) {
                    _ = unsafe linkat(AT_FDCWD, pipe, AT_FDCWD, next, 0) == 0 && rename(next, link) == 0
                    _ = unsafe symlink("/dev/fd/\(number)", next) == 0 && rename(next, link) == 0
                }
                return 0
            }
            defer { isDone.withLock { $0 = true } }
            for _ in 0..<3000 { try? stage("link", .owner) }
            var octets = [UInt8](repeating: 0, count: 64)
            return unsafe max(0, read(reader, &octets, 64))
        }
        #expect(arrived == [0, 0])
    }

    @Test("does not wait for the reader of another user's pipe", .enabled(if: isRoot, needsRoot))
    func withoutReader() throws {
        let pipe = directory.file("pipe")
        #expect(unsafe mkfifo(pipe, 0o666) == 0 && chown(pipe, Self.other, Self.other) == 0)
        #expect(throws: SystemError(code: EACCES)) { try stage("pipe", .owner) }
    }

    @Test(
        "does not take its mode from a file that another user put there after the check",
        .enabled(if: isRoot, needsRoot))
    func foreignMode() throws {
        for audience in [StagedFile.Audience.ownerUnlessThere, .owner] {
            try directory.write([0], to: "there")
            #expect(unsafe chmod(directory.file("there"), 0o666) == 0)
            #expect(unsafe chown(directory.file("there"), Self.other, Self.other) == 0)
            try stage("there", audience)
            #expect(mode("there") == 0o600)
        }
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
