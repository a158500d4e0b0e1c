import Foundation
import HTTPTypes
import Testing

@testable import SMIMEPresenceService

/// Tests/Vectors/service/options.tsv over HTTP: the place of each command-line option in the service.
struct OptionTableTests {
    /// A row of the table.
    struct Row: CustomTestStringConvertible, Sendable {
        let command: String
        let option: String
        let place: String
        let accepted: [String]
        let refused: [String]
        let request: String
        var testDescription: String { "\(command) \(option)" }

        /// The request with a value for the option.
        func query(_ value: String) -> String {
            let coded = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return "\(request)\(request.contains("?") ? "&" : "?")\(option)=\(coded)"
        }
    }

    static let rows: [Row] = {
        let file = Project.directory.appending(path: "Tests/Vectors/service/options.tsv")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t").map { $0 == "-" ? "" : String($0) }
            return Row(
                command: cells[0], option: cells[1], place: cells[2],
                accepted: cells[3].split(separator: ",").map(String.init),
                refused: cells[4].split(separator: ",").map(String.init), request: cells[5])
        }
    }()

    private static let lab = Result { try ServiceLab() }

    /// Returns the answer to a request with a value, about a message that is accepted without it.
    private func answer(_ row: Row, _ value: String) async throws -> ServiceLab.Answer {
        let lab = try Self.lab.get()
        let opens = ["decrypt", "verify"].contains(row.command)
        let message = SampleMessages.publish()
        return try await lab.post(row.query(value), opens ? try await lab.protected(message) : message)
    }

    @Test func `the table has rows for each operation`() {
        #expect(Set(Self.rows.map(\.command)).count == 7 && Self.rows.count > 150)
    }

    @Test(arguments: rows.filter { $0.place == "parameter" })
    func `a parameter is accepted, and its invalid or relaxing values are not`(row: Row) async throws {
        for value in row.accepted {
            let answer = try await answer(row, value)
            #expect(answer.status == 200, "\(value): \(answer.text)")
        }
        for value in row.refused {
            let answer = try await answer(row, value)
            #expect(answer.status == 400, "\(value)")
            #expect(try answer.member("code") == "invalid-request", "\(value)")
        }
    }

    @Test(arguments: rows.filter { $0.place != "parameter" })
    func `every other option is an invalid request`(row: Row) async throws {
        for value in ["", "true", "sip:alice@example.test", "/etc/passwd"] {
            let answer = try await answer(row, value)
            #expect(answer.status == 400, "\(value)")
            #expect(try answer.member("code") == "invalid-request", "\(value)")
        }
    }

    @Test func `parameters are those in the table and those without an option`() {
        let own = ["protect": ["only"], "answer": ["reason"], "judge": ["direction", "to"]]
        let commands = [
            "protect": ["encrypt", "sign"], "open": ["decrypt"], "verify": ["verify"], "inspect": ["inspect"],
            "exposure": ["exposure"], "answer": ["answer"], "judge": [],
        ]
        for operation in ServiceRoutes.operations {
            let name = operation.operation.rawValue
            let listed = Self.rows.filter {
                $0.place == "parameter" && commands[name]?.contains($0.command) == true
            }
            #expect(operation.names == Set(listed.map(\.option) + (own[name] ?? [])), "\(name)")
        }
    }

    @Test(arguments: rows.filter { $0.place == "profile" })
    func `an option of a profile is a member of the configuration`(row: Row) throws {
        let lab = try ServiceLab()
        let directory = lab.directory
        try Data("<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\"/>".utf8)
            .write(to: URL(filePath: directory + "/rules.xml"))
        try Data("{\"version\": 1}".utf8).write(to: URL(filePath: directory + "/path.json"))
        let rules = "\"policy\": \"\(directory)/rules.xml\""
        let value =
            switch row.option {
            case "policy": rules
            case "leg": "\"leg\": \"\(directory)/path.json\", \(rules)"
            case "trust-network", "polite-block": "\"\(row.option)\": true, \(rules)"
            default: "\"\(row.option)\": true"
            }
        let file = directory + "/config.json"
        let text =
            "{\"service\": {\"store\": \"/s\", \"sockets\": [\"a\"], \"socket\": {\"a\": {\"path\": \"/p\"}},"
        let octets = Data("\(text) \"profile\": {\"default\": {\(value)}}}}".utf8)
        // Other tests change the umask of the process, as the service does.
        _ = FileManager.default.createFile(
            atPath: file, contents: octets, attributes: [.posixPermissions: 0o600])
        var arguments = ServiceArguments()
        arguments.file = file
        #expect(try ServiceConfiguration.read(arguments, environment: [:]).sockets.count == 1)
        withExtendedLifetime(lab) {}
    }
}
