import TestSupport
import Testing

@testable import smime_presence

@Suite("Where the store is")
struct StoreOptionsTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func initialize(_ environment: [String: String], _ arguments: String...) -> CommandRun {
        CommandRun.of(
            ["ca", "init", "--domain", "example.test"] + arguments, environment: environment,
            in: directory.path)
    }

    @Test("the option comes first, then the variable, then the directories of the user")
    func order() throws {
        let home = ["HOME": directory.file("home")]
        let data = home.merging(["XDG_DATA_HOME": directory.file("data")]) { $1 }
        let variable = data.merging(["SMIME_PRESENCE_STORE": "variable.db"]) { $1 }
        for (environment, arguments, name) in [
            (variable, ["--store", "option.db"], "option.db"), (variable, [], "variable.db"),
            (data, [], "data/smime-presence/store.db"),
            (home, [], "home/.local/share/smime-presence/store.db"),
        ] {
            let result = CommandRun.of(
                ["ca", "init", "--domain", "example.test"] + arguments, environment: environment,
                in: directory.path)
            #expect(result.status == .done)
            #expect(try directory.permissions(of: name) == 0o600)
        }
    }

    @Test(
        "says that a new store was made, and makes no directory for it at a place that was named",
        arguments: [
            ["ca", "init", "--domain", "example.test"], ["trust", "add", "ca.pem"],
            ["cert", "import", "alice.pem"],
        ])
    func newStore(command: [String]) throws {
        try directory.write(TestCA.octets(of: "ca.pem"), to: "ca.pem")
        try directory.write(TestCA.octets(of: "alice.pem"), to: "alice.pem")
        let made = CommandRun.of(command + ["--store", "lba.db"], in: directory.path)
        #expect(made.status == .done && made.words.contains("made a new store 'lba.db'"), "\(made.words)")
        let again = CommandRun.of(["trust", "add", "ca.pem", "--store", "lba.db"], in: directory.path)
        #expect(again.status == .done && !again.words.contains("new store"))
        for environment in [[:], ["SMIME_PRESENCE_STORE": "labs/one.db"]] {
            let option = environment.isEmpty ? ["--store", "labs/one.db"] : []
            let run = CommandRun.of(command + option, environment: environment, in: directory.path)
            #expect(run.status == .environment && run.words.contains("there is no directory '"))
            #expect(run.words.contains("mkdir"))
        }
        #expect(try !directory.names().contains("labs"))
    }

    @Test(
        "warns of a password in the location of a database, and of nothing else",
        arguments: [
            ("postgresql://lab:secret@db.example.test/lab", true),
            ("postgres://lab:secret@db.example.test:5432/lab", true),
            ("postgresql://db.example.test/lab?user=lab&password=secret", true),
            ("postgresql://lab@db.example.test:5432/lab", false), ("lab:secret@x.db", false),
        ])
    func password(location: String, isWarned: Bool) {
        for command in [["cert", "list"], ["ca", "init", "--domain", "example.test"]] {
            let run = CommandRun.of(command + ["--store", location], in: directory.path)
            #expect(run.words.contains("put it into ~/.pgpass") == isWarned, "\(run.words)")
            #expect(!run.words.contains("secret") || !isWarned)
        }
    }

    @Test("says so when nothing tells, and knows no store but a file")
    func refusals() {
        #expect(initialize([:]).status == .environment)
        #expect(initialize(["XDG_DATA_HOME": "relative"]).status == .environment)
        #expect(initialize([:], "--store", "postgresql://host/lab").status == .usage)
    }
}
