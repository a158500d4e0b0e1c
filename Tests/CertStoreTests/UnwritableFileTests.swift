import Foundation
import TestSupport
import Testing

@testable import CertStore

@Suite("A read-only SQLite file")
struct UnwritableFileTests {
    @Test(
        "is refused while being read if it is changed in another way", arguments: ["change", "log"])
    func changed(how: String) throws {
        let directory = try TemporaryDirectory()
        let store = directory.file("a b%?#.db")
        _ = try CertStore.openOrCreate(store, encrypted: false)
        let file = UnwritableFile(assuming: store)
        let database = try SQLiteDatabase.open(store, unwritable: file)
        try database.run("SELECT count(*) FROM certificate", []) { _ in }
        #expect(throws: DatabaseFailure.self) { try database.begin(.writing) }
        if how == "log" {
            try directory.write([1], to: "a b%?#.db-wal")
        } else {
            let handle = try #require(FileHandle(forWritingAtPath: store))
            try handle.seekToEnd()
            try handle.write(contentsOf: [0])
        }
        let failure = try #require(throws: DatabaseFailure.self) {
            try database.run("SELECT count(*) FROM certificate", []) { _ in }
        }
        #expect(failure.message.contains("changed while it was read"))
    }
}
