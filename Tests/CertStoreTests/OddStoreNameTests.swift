import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// In `FileName`, the character U+10FF00 plus its value stands for an octet that is not UTF-8.
@Suite("Stores whose names are not UTF-8", .onlyInFiles)
struct OddStoreNameTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func shell(_ command: String) throws -> String {
        let output = try Tool(name: "sh", directory: directory)("-c", command)
        return String(decoding: output, as: UTF8.self)
    }

    @Test("a missing directory is created under the octets of its name, and the store in it")
    func createdDirectory() throws {
        let path = directory.file("f\u{10FFFC}r/\u{10FFFF}/store.db")
        let store = try CertStore.openOrCreate(path, encrypted: false, in: .createIfMissing)
        #expect(store.isNew)
        try store.trust(StoreFixture.authority().certificate)
        #expect(try CertStore.open(path).trustAnchors().count == 1)
        let modes = try shell("stat -c %a \"$(printf 'f\\374r')\" \"$(printf 'f\\374r/\\377')\"")
        #expect(modes == "700\n700\n")
        #expect(try shell("ls -d f* | wc -l") == "1\n")
        _ = try shell("rm -r f*")
    }

    @Test("a store is opened, backed up and copied under such names")
    func copies() throws {
        let path = directory.file("\u{10FFFF}.db")
        try CertStore.openOrCreate(path, encrypted: false).trust(StoreFixture.authority().certificate)
        let (backup, copy) = (directory.file("b\u{10FFFE}.db"), directory.file("c\u{10FFFE}.db"))
        try CertStore.open(path).backUp(to: backup)
        #expect(try CertStore.copy(from: path, to: copy) == 1)
        for other in [backup, copy] { #expect(try CertStore.open(other).trustAnchors().count == 1) }
        #expect(try shell("LC_ALL=C ls -b *.db") == "b\\376.db\nc\\376.db\n\\377.db\n")
        _ = try shell("rm *.db*")
    }

    @Test(
        "a store that cannot be written is read all the same",
        .enabled(if: geteuid() != 0, "permissions do not bind root"))
    func unwritable() throws {
        let path = directory.file("\u{10FFFF}.db")
        try CertStore.openOrCreate(path, encrypted: false).trust(StoreFixture.authority().certificate)
        _ = try shell("chmod 400 *.db")
        try directory.setPermissions(of: ".", to: 0o500)
        defer { try? directory.setPermissions(of: ".", to: 0o700) }
        #expect(try CertStore.open(path).trustAnchors().count == 1)
        #expect(throws: CertStoreError.self) {
            try CertStore.open(path).trust(StoreFixture.authority().certificate)
        }
    }
}
