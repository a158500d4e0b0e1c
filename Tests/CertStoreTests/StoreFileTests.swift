import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("The file of the store", .onlyInFiles)
struct StoreFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private var path: String { directory.file("store.db") }

    @Test("is created for its owner only, with its companions, in a directory for its owner only")
    func permissions() throws {
        let store = try CertStore.openOrCreate(
            directory.file("a/b/store.db"), encrypted: false, in: .createIfMissing)
        try store.trust(StoreFixture.authority().certificate)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory.file("a/b")) {
            #expect(try directory.permissions(of: "a/b/\(name)") == 0o600)
        }
        #expect(try directory.permissions(of: "a") == 0o700)
        #expect(try directory.permissions(of: "a/b") == 0o700)
        #expect(try CertStore.open(directory.file("a/b/store.db")).trustAnchors().count == 1)
    }

    @Test("stays locked for an open connection while another of the same process opens and closes")
    func locks() throws {
        let first = try CertStore.openOrCreate(path, encrypted: false)
        let probe = LockProbe(path)
        _ = try first.trustAnchors()
        #expect(probe.isLocked)
        _ = try CertStore.open(path).trustAnchors()
        // Without the lock, the next process to close the store would remove the log that this one writes to.
        #expect(probe.isLocked)
        try first.trust(StoreFixture.authority().certificate)
    }

    @Test("is not created by opening it")
    func absent() throws {
        #expect(throws: CertStoreError.noStore(path: path)) { try CertStore.open(path) }
        #expect(try directory.names().isEmpty)
    }

    @Test("is created in an existing directory, unless creating the directory is allowed")
    func missingDirectory() throws {
        #expect(throws: CertStoreError.noDirectory(path: directory.file("a/b"))) {
            try CertStore.openOrCreate(directory.file("a/b/store.db"), encrypted: false)
        }
        #expect(try directory.names().isEmpty)
        let new = try CertStore.openOrCreate(path, encrypted: false)
        #expect(try new.isNew && !CertStore.openOrCreate(path, encrypted: false).isNew)
        #expect(throws: CertStoreError.noDirectory(path: directory.file("a"))) {
            try CertStore.copy(from: path, to: directory.file("a/copy.db"))
        }
        #expect(try !directory.names().contains("a"))
    }

    @Test("is refused if its group or others may access it", arguments: [0o640, 0o604, 0o620, 0o660])
    func openToOthers(mode: Int) throws {
        _ = try CertStore.openOrCreate(path, encrypted: false)
        try directory.setPermissions(of: "store.db", to: mode)
        #expect(throws: CertStoreError.readableByOthers(path: path, mode: UInt32(mode))) {
            try CertStore.open(path)
        }
        try directory.setPermissions(of: "store.db", to: 0o600)
        _ = try CertStore.open(path)
    }

    @Test(
        "is neither opened nor created if other users may add files to its directory",
        arguments: [0o770, 0o707, 0o777])
    func directoryOpenToOthers(mode: Int) throws {
        let (kept, linked) = (directory.file("a/store.db"), directory.file("link.db"))
        _ = try CertStore.openOrCreate(kept, encrypted: false, in: .createIfMissing)
        try directory.link("link.db", to: kept)
        try directory.setPermissions(of: "a", to: mode)
        let error = CertStoreError.directoryOpenToOthers(path: directory.file("a"), mode: UInt32(mode))
        #expect(throws: error) { try CertStore.open(kept) }
        #expect(throws: error) { try CertStore.open(linked) }
        #expect(throws: error) { try CertStore.openOrCreate(directory.file("a/new.db"), encrypted: false) }
        #expect(!FileManager.default.fileExists(atPath: directory.file("a/new.db")))
        try directory.setPermissions(of: "a", to: 0o1000 | mode)
        _ = try CertStore.open(linked)
    }

    @Test(
        "is refused if another user owns it, or a companion file that SQLite would read",
        .enabled(if: geteuid() == 0, "only root can give files away"))
    func ownedByAnother() throws {
        _ = try CertStore.openOrCreate(path, encrypted: false)
        try directory.write([], to: "store.db-wal")
        for name in ["store.db-wal", "store.db"] {
            try FileManager.default.setAttributes(
                [.ownerAccountID: 65_534], ofItemAtPath: directory.file(name))
            #expect(throws: CertStoreError.ownedByAnother(path: directory.file(name))) {
                try CertStore.open(path)
            }
        }
    }

    @Test("is not changed if it is something else")
    func notAStore() throws {
        let database = Array("SQLite format 3\0".utf8) + [UInt8](repeating: 0, count: 4080)
        for content in [[], Array("hello".utf8), [UInt8](repeating: 0x41, count: 200), database] {
            try directory.write(content, to: "store.db")
            try directory.setPermissions(of: "store.db", to: 0o600)
            #expect(throws: CertStoreError.notAStore(path: path)) {
                try CertStore.openOrCreate(path, encrypted: false)
            }
            #expect(try directory.octets(of: "store.db") == content)
            #expect(try directory.names() == ["store.db"])
        }
        #expect(throws: CertStoreError.notAStore(path: directory.path)) { try CertStore.open(directory.path) }
    }

    @Test("is not changed if it is of a later version")
    func newerVersion() throws {
        _ = try CertStore.openOrCreate(path, encrypted: false)
        var content = try directory.octets(of: "store.db")
        content[63] = 11
        try directory.write(content, to: "store.db")
        #expect(throws: CertStoreError.newerVersion(path: path, found: 11, supported: 10)) {
            try CertStore.open(path)
        }
        #expect(try directory.octets(of: "store.db") == content)
    }

    @Test("fails with SQLite's message, and no crash, if its pages are damaged")
    func damaged() throws {
        _ = try CertStore.openOrCreate(path, encrypted: false)
        var content = try directory.octets(of: "store.db")
        for index in 100..<content.count { content[index] = 0xFF }
        try directory.write(content, to: "store.db")
        #expect(throws: CertStoreError.self) { try CertStore.open(path).certificates() }
    }

    @Test("is created once by eight concurrent openers, without leftover files")
    func concurrentCreation() async throws {
        let path = path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { _ = try CertStore.openOrCreate(path, encrypted: false).certificates() }
            }
            try await group.waitForAll()
        }
        #expect(try directory.names().filter { $0.hasSuffix(".tmp") || $0.contains(".tmp-") }.isEmpty)
    }
}
