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

    @Test("says so when nothing tells, and knows no store but a file")
    func refusals() {
        #expect(initialize([:]).status == .surroundings)
        #expect(initialize(["XDG_DATA_HOME": "relative"]).status == .surroundings)
        #expect(initialize([:], "--store", "postgresql://host/lab").status == .usage)
    }
}
