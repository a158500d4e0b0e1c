import CommandOptions
import TestSupport
import Testing

@testable import smime_presence

/// Which options of the commands are parameters of the service: Tests/Vectors/service/options.tsv.
///
/// The tests of the service drive each row over HTTP.
struct ServiceOptionTests {
    /// An option of a command.
    private struct Listed {
        let command: String
        let name: String
        let choices: [String]
        let isLoosened: (_ value: String) -> Bool
    }

    /// A row of the table.
    private struct Row {
        let command: String
        let option: String
        let place: String
        let accepted: [String]
        let refused: [String]

        init(_ cells: [String]) {
            (command, option, place) = (cells[0], cells[1], cells[2])
            accepted = cells[3].split(separator: ",").map(String.init)
            refused = cells[4].split(separator: ",").map(String.init)
        }
    }

    private static func listed<C: ParsableCommand>(_ command: C.Type) -> [Listed] {
        C.options.map { option in
            Listed(
                command: C.name, name: String((option.names.last ?? "").drop { $0 == "-" }),
                choices: option.choices, isLoosened: { option.isLoosened(by: $0) })
        }
    }

    private static var options: [Listed] {
        listed(Encrypt.self) + listed(Sign.self) + listed(Decrypt.self) + listed(Verify.self)
            + listed(Inspect.self) + listed(ExposureCommand.self) + listed(Answer.self)
    }

    private static func rows() throws -> [Row] {
        try Vectors.table("service/options.tsv", columns: 6).map(Row.init)
    }

    @Test func `the table has every option of the commands once, and no other`() throws {
        let named = try Self.rows().map { "\($0.command) \($0.option)" }
        #expect(named.sorted() == Self.options.map { "\($0.command) \($0.name)" }.sorted())
    }

    @Test func `an option is a parameter, in profiles, or never in the service`() throws {
        for row in try Self.rows() {
            #expect(["parameter", "profile", "never"].contains(row.place), "\(row.command) \(row.option)")
            #expect(row.accepted.isEmpty == (row.place != "parameter"), "\(row.command) \(row.option)")
        }
    }

    @Test func `no value of a parameter relaxes a check`() throws {
        for row in try Self.rows() where row.place == "parameter" {
            let option = try #require(
                Self.options.first { $0.command == row.command && $0.name == row.option })
            for value in row.accepted { #expect(!option.isLoosened(value), "\(row.option)=\(value)") }
            for choice in option.choices where option.isLoosened(choice) {
                #expect(row.refused.contains(choice), "\(row.option)=\(choice)")
            }
            let known = Set(row.accepted + row.refused)
            #expect(known.isSuperset(of: option.choices), "\(row.command) \(row.option)")
        }
    }

    @Test func `the age of a message is only made smaller`() throws {
        let option = try #require(Self.options.first { $0.command == "decrypt" && $0.name == "max-age" })
        let row = try #require(try Self.rows().first { $0.command == "decrypt" && $0.option == "max-age" })
        #expect(row.accepted.contains("300") && row.refused.contains("301") && option.isLoosened("301"))
    }
}
