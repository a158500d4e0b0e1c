import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("store check, backup, copy and passphrase")
struct StoreCommandsTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        _ = lab.run("cert", "issue", "sip:alice@example.test")
        for (name, text) in [("old", "correct horse\n"), ("new", "battery staple\n")] {
            try lab.directory.write(Array(text.utf8), to: name)
        }
    }

    @Test("says that a store is sound, and what is wrong with one that is not")
    func check() throws {
        let sound = lab.run("store", "check")
        #expect(sound.status == .done && sound.words.contains("sound: 2 certificates, 2 private keys opened"))
        var content = try lab.directory.octets(of: "store.db")
        let address = Array("alice@example.test".utf8)
        let places = content.indices.filter { content[$0...].starts(with: address) }
        for place in places { content[place] = UInt8(ascii: "A") }
        #expect(!places.isEmpty)
        try lab.directory.write(content, to: "store.db")
        try lab.directory.setPermissions(of: "store.db", to: 0o600)
        let damaged = lab.run("store", "check")
        #expect(damaged.status == .environment && damaged.words.contains("error: the store is damaged in"))
        #expect(damaged.words.contains("hint: go back to a backup"))
        try lab.directory.setPermissions(of: "store.db", to: 0o644)
        #expect(lab.run("store", "check").words.contains("chmod 600"))
    }

    @Test("says of a store that was cut short that a backup is the way back", arguments: [20_000, 40_000])
    func cut(octets: Int) throws {
        #expect(lab.run("store", "backup", "cut.db").status == .done)
        let whole = try lab.directory.octets(of: "cut.db")
        try #require(whole.count > octets)
        try lab.directory.write(whole[..<octets], to: "cut.db")
        try lab.directory.setPermissions(of: "cut.db", to: 0o600)
        for command in [["store", "check"], ["cert", "list"]] {
            let run = lab.run(command + ["--store", "cut.db"])
            #expect(run.status == .environment && run.words.contains("go back to a backup"), "\(run.words)")
        }
    }

    @Test("warns of a passphrase that others can read")
    func openPassphrase() throws {
        for (mode, isWarned) in [(0o644, true), (0o620, true), (0o600, false)] {
            try lab.directory.setPermissions(of: "new", to: mode)
            let run = lab.run(
                "ca", "init", "--domain", "a.test", "--store", "s\(mode).db", "--passphrase-file", "new")
            #expect(run.status == .done)
            #expect(run.words.contains("warning: others may read or write 'new'") == isWarned)
            #expect(!run.words.contains("battery"))
        }
    }

    @Test("backs up to a file for its owner only, and never over the store itself")
    func backUp() throws {
        #expect(lab.run("store", "backup", "copy.db").status == .done)
        #expect(try lab.directory.permissions(of: "copy.db") == 0o600)
        #expect(lab.run("cert", "list", "--store", "copy.db").text == lab.run("cert", "list").text)
        let before = try lab.directory.octets(of: "store.db")
        #expect(lab.run("store", "backup", "store.db").status == .usage)
        #expect(lab.run("store", "backup", "absent/copy.db").status == .environment)
        try lab.directory.write(Array("a letter".utf8), to: "letter")
        let refused = lab.run("store", "backup", "letter")
        #expect(
            refused.status == .environment && refused.words.contains("is not replaced"), "\(refused.words)")
        #expect(try lab.directory.octets(of: "letter") == Array("a letter".utf8))
        try lab.directory.write([], to: "empty")
        #expect(lab.run("store", "backup", "empty").status == .done)
        #expect(lab.run("store", "backup", "empty").status == .done)
        try lab.directory.link("alias.db", to: lab.directory.file("store.db"))
        #expect(lab.run("store", "backup", "alias.db").status == .usage)
        #expect(try lab.directory.octets(of: "store.db") == before)
    }

    @Test("copies into a new store, and over nothing")
    func copy() throws {
        #expect(lab.run("store", "copy", "store.db", "copy.db").words.contains("copied 2 certificates"))
        let again = lab.run("store", "copy", "store.db", "copy.db")
        #expect(again.status == .environment && again.words.contains("there is a store"))
        #expect(
            lab.run("store", "copy", "absent.db", "other.db").words.contains("FROM is the store to copy"))
        #expect(lab.run("store", "copy", "store.db", "mysql://x").status == .usage)
        #expect(try !lab.directory.names().contains("other.db"))
    }

    @Test("sets, changes and takes away the passphrase, each only as it is told")
    func passphrase() throws {
        let alice = ["cert", "export", "sip:alice@example.test", "--key"]
        let key = lab.run(alice).output
        func change(_ arguments: String...) -> CommandRun { lab.run(["store", "passphrase"] + arguments) }
        #expect(change().status == .usage)
        #expect(change("--new-passphrase-file", "old", "--leave-keys-unencrypted").status == .usage)
        #expect(change("--new-passphrase-file", "old").words.contains("encrypted 2 private keys"))
        #expect(lab.run(alice).words.contains("give '--passphrase-file FILE'"))
        #expect(lab.run(alice + ["--passphrase-file", "old"]).output == key)
        #expect(change("--new-passphrase-file", "new").status == .environment)
        #expect(change("--new-passphrase-file", "new", "--passphrase-file", "new").status == .environment)
        #expect(change("--new-passphrase-file", "new", "--passphrase-file", "old").status == .done)
        #expect(lab.run(alice + ["--passphrase-file", "old"]).status == .environment)
        let open = change("--leave-keys-unencrypted", "--passphrase-file", "new")
        #expect(open.words.contains("warning: removed the passphrase from 2 private keys"))
        #expect(lab.run(alice).output == key)
    }

    @Test(
        "says that PostgreSQL is not built in, without the password of the location",
        .enabled(if: !StoreCommandsTests.hasPostgreSQL))
    func withoutPostgreSQL() {
        let run = lab.run("cert", "list", "--store", "postgresql://user:secret@db.example.test/lab")
        #expect(run.status == .usage && run.words.contains("built without PostgreSQL"))
        #expect(run.words.contains("hint: build it with") && !run.words.contains("secret"))
    }

    #if PostgreSQL
        private static let hasPostgreSQL = true
    #else
        private static let hasPostgreSQL = false
    #endif
}
