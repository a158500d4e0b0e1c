import Foundation
import TestSupport
import Testing

@testable import CertStore

/// `removeAll()` ends the use of them in the whole process, so it is not called here.
@Suite("Unfinished files")
struct UnfinishedFileTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("new.tmp") }

    init() throws { directory = try TemporaryDirectory() }

    private func make(_ mode: UInt32 = 0o600, companions: [String] = []) throws -> FileHandle {
        FileHandle(
            fileDescriptor: try UnfinishedFiles.make(path, mode: mode, companions: companions),
            closeOnDealloc: true)
    }

    @Test(
        "a file is created empty, for writing, with the requested permissions",
        arguments: [0o600, 0o400, 0o644])
    func created(mode: Int) throws {
        let file = try make(UInt32(mode))
        try file.write(contentsOf: [1, 2])
        try file.synchronize()
        #expect(try directory.octets(of: "new.tmp") == [1, 2])
        // The process' umask can only take permissions away.
        #expect(try directory.permissions(of: "new.tmp") & ~mode == 0)
        UnfinishedFiles.remove(path)
    }

    @Test("an existing file is refused unchanged, and so is one in a missing directory")
    func refused() throws {
        try directory.write([7], to: "new.tmp")
        #expect(throws: UnfinishedFiles.Failure(code: EEXIST)) { try make() }
        #expect(try directory.octets(of: "new.tmp") == [7])
        #expect(throws: UnfinishedFiles.Failure(code: ENOENT)) {
            try UnfinishedFiles.make(directory.file("a/b"), mode: 0o600)
        }
    }

    @Test("a file is removed with its companions and nothing else, and can be created again")
    func removed() throws {
        for _ in 0..<2 {
            _ = try make(companions: ["-wal", "-journal"])
            for name in ["new.tmp-wal", "new.tmp-journal", "new.tmp-other", "new"] {
                try directory.write([1], to: name)
            }
            UnfinishedFiles.remove(path)
            #expect(try directory.names() == ["new", "new.tmp-other"])
        }
    }

    @Test("a file that has its final name already stays under it")
    func renamed() throws {
        try make().write(contentsOf: [1])
        try FileManager.default.moveItem(atPath: path, toPath: directory.file("final"))
        UnfinishedFiles.remove(path)
        #expect(try directory.names() == ["final"])
    }

    @Test("the failure says why in one sentence, also as Foundation's description")
    func sentence() {
        let failure = UnfinishedFiles.Failure(code: ENOSPC)
        #expect(failure.description == "cannot create a file: no space left on device")
        #expect(failure.localizedDescription == failure.description)
    }
}
