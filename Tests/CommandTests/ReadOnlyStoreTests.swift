import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("A store that cannot be written", .serialized)
struct ReadOnlyStoreTests {
    private static let isRoot = geteuid() == 0
    private static let program = URL(filePath: #filePath)
        .appending(path: "../../../.build/debug/smime-presence").standardized.path
    private static let isBuilt = FileManager.default.isExecutableFile(atPath: program)
    /// Root passes permission bits unless it gives its rights up.
    private static let limited = isRoot ? "setpriv --bounding-set=-all --inh-caps=-all" : ""
    private static let canMount =
        isRoot && (try? Tool(name: "unshare", directory: TemporaryDirectory())("-m", "true")) != nil

    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.example()
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("s"), withIntermediateDirectories: false)
        try FileManager.default.copyItem(atPath: lab.store, toPath: lab.directory.file("s/store.db"))
        #expect(unsafe chmod(lab.directory.file("s/store.db"), 0o400) == 0)
        #expect(unsafe chmod(lab.directory.file("s"), 0o500) == 0)
    }

    /// What standard output and standard error of some commands of the shell have, with the exit status.
    private func shell(_ commands: String) throws -> String {
        let tool = Tool(name: "sh", directory: lab.directory)
        let text =
            "{ \(commands); echo status $?; } 2>&1"
            .replacing("PROGRAM", with: "\(Self.program) ").replacing("STORE", with: "--store s/store.db")
        return String(decoding: try tool("-c", text), as: UTF8.self)
    }

    private func makeWritable() {
        _ = unsafe chmod(lab.directory.file("s"), 0o700)
        _ = unsafe chmod(lab.directory.file("s/store.db"), 0o600)
    }

    @Test(
        "for its permissions is read; a command that writes says what is read-only",
        .enabled(
            if: isBuilt && (!isRoot || Tool.arePresent("setpriv")),
            "the program is not built, or setpriv is not there"))
    func permissions() throws {
        defer { makeWritable() }
        let limited = Self.limited
        for command in [
            "cert list STORE", "store check STORE", "encrypt STORE publish.sip -o e.sip",
            "verify STORE protected.sip",
            "decrypt STORE e.sip -o d.sip",
        ] {
            let text = try shell("\(limited) PROGRAM \(command)")
            #expect(text.contains("status 0"), "\(command): \(text)")
        }
        for command in ["cert issue sip:carol@example.test STORE", "decrypt --once STORE e.sip"] {
            let text = try shell("\(limited) PROGRAM \(command)")
            #expect(
                text.contains("the file of the store or its directory is read-only"), "\(command): \(text)")
        }
    }

    @Test(
        "for its file system is read; a command that writes says so",
        .enabled(if: isBuilt && canMount, "mounting a file system read-only needs root and a mount namespace")
    )
    func fileSystem() throws {
        defer { makeWritable() }
        let mount = "unshare -m sh -c 'mount --bind s s && mount -o remount,ro,bind s && exec PROGRAM"
        for command in [
            "cert list STORE", "encrypt STORE publish.sip -o e.sip", "verify STORE protected.sip",
        ] {
            let text = try shell("\(mount) \(command)'")
            #expect(text.contains("status 0"), "\(command): \(text)")
        }
        let text = try shell("\(mount) cert issue sip:carol@example.test STORE'")
        #expect(text.contains("the file system of the store is read-only"), "\(text)")
    }

    @Test(
        "and has a log without an index is not read as if the log were empty",
        .enabled(
            if: isBuilt && (!isRoot || Tool.arePresent("setpriv")),
            "the program is not built, or setpriv is not there"))
    func log() throws {
        makeWritable()
        try lab.directory.write([1], to: "s/store.db-wal")
        #expect(unsafe chmod(lab.directory.file("s"), 0o500) == 0)
        defer { makeWritable() }
        let text = try shell("\(Self.limited) PROGRAM cert list STORE")
        #expect(text.contains("are not in the store yet") && !text.contains("status 0"), "\(text)")
    }
}
