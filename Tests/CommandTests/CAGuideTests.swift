import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// The command lines of docs/ca.md, in their order, with the real program and the clock of the machine.
@Suite(
    "The year of a CA in docs/ca.md", .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
struct CAGuideTests {
    private let directory: TemporaryDirectory
    private let page: String

    init() throws {
        directory = try TemporaryDirectory()
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        page = try String(contentsOf: root.appending(path: "docs/ca.md"), encoding: .utf8)
    }

    /// The lines of the page's blocks; crontab lines without their five time fields.
    private var lines: [String] {
        var language: String?
        var lines: [String] = []
        for line in page.split(separator: "\n").map(String.init) {
            if line.hasPrefix("```") {
                language = language == nil ? String(line.dropFirst(3)) : nil
            } else if language == "crontab" {
                lines.append(line.split(separator: " ").dropFirst(5).joined(separator: " "))
            } else if language != nil {
                lines.append(line)
            }
        }
        return lines
    }

    /// Runs lines as one script, which ends at the first that fails; each is printed before it runs.
    private func run(_ lines: [String]) throws -> String {
        let beginning = """
            set -eu -o pipefail
            smime-presence() { '\(BuiltProgram.path)' "$@"; }

            """
        let script = lines.map { "echo 'line' >&3\n\($0)\n" }.joined()
        let octets = try Tool(name: "bash", directory: directory, seconds: 300).run([
            "-c", "exec 3>lines\n\(beginning)\(script)echo done",
        ])
        return String(decoding: octets, as: UTF8.self)
    }

    @Test("every command line is run, and works")
    func year() throws {
        let lines = lines
        #expect(lines.filter { $0.hasPrefix("smime-presence ca ") }.count >= 14)
        for command in ["init", "show", "crl", "renew", "rotate", "export", "import"] {
            #expect(lines.contains { $0.hasPrefix("smime-presence ca \(command)") }, "\(command)")
        }
        // Every command line of the page is run.
        #expect(
            page.components(separatedBy: "\n").filter { $0.contains("smime-presence ") && !$0.hasPrefix("`") }
                .count == lines.filter { $0.contains("smime-presence ") }.count)
        let words = try run(lines)
        #expect(words.hasSuffix("done\n"))
        let begun = String(decoding: try directory.octets(of: "lines"), as: UTF8.self)
        #expect(begun.split(separator: "\n").count == lines.count)

        // The lab at the end of its year.
        let own = try Certificate.certificates(pem: directory.octets(of: "anchors.pem"))
        #expect(own.count == 2 && own[0].facts.subject.contains("example.test (3)"))
        let last = try RevocationList.lists(pem: directory.octets(of: "crl.pem"))
        #expect(last.map(\.count) == [1, 1])
        #expect(try directory.permissions(of: "ca.pem") == 0o600)
        let bob = try Certificate.certificates(pem: directory.octets(of: "bob.pem"))
        #expect(bob[0].isIssued(by: own[0]))
    }

    @Test("ends at the first command line that fails")
    func failing() throws {
        #expect(throws: (any Error).self) { try run(["smime-presence ca show --store absent.db", "true"]) }
        let begun = String(decoding: try directory.octets(of: "lines"), as: UTF8.self)
        #expect(begun == "line\n")
    }
}
