import Foundation
import PIDF
import Testing

/// One row of a table of expected verdicts.
struct VerdictRow: Sendable, CustomTestStringConvertible {
    let name: String
    let document: [UInt8]
    let verdict: String
    let schema: String
    let reason: String

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Vectors/presence")

    /// The rows of `table`, each a list of its columns, the heading left out.
    static func columns(of table: String) -> [[String]] {
        let text = (try? String(contentsOf: folder.appending(path: table), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { $0.components(separatedBy: "\t") }
    }

    static let published: [VerdictRow] = columns(of: "verdicts.tsv").map { row in
        let document = (try? Data(contentsOf: folder.appending(path: row[0]))) ?? Data()
        return VerdictRow(
            name: row[0], document: [UInt8](document), verdict: row[1], schema: row[2], reason: row[3])
    }

    static let cases: [VerdictRow] = columns(of: "cases.tsv").map { row in
        VerdictRow(
            name: row[0], document: Array(row[1].utf8), verdict: row[2], schema: row[3], reason: row[4])
    }
}

@Suite("Verdicts on presence documents")
struct PresenceVerdictTests {
    private func verdict(on document: [UInt8]) -> String {
        do {
            _ = try PresenceDocument.read(document)
            return "accepted"
        } catch {
            return String(describing: error)
        }
    }

    @Test("every published document has a row, and every row a document")
    func tableIsComplete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: VerdictRow.folder.path)
            .filter { $0.hasSuffix(".xml") }
        #expect(Set(files) == Set(VerdictRow.published.map(\.name)))
        #expect(files.count == 26)
        #expect(VerdictRow.cases.count == 51)
    }

    @Test("published documents get the verdict of the table", arguments: VerdictRow.published)
    func published(row: VerdictRow) {
        #expect(verdict(on: row.document) == row.verdict)
    }

    @Test("single rules get the verdict of the table", arguments: VerdictRow.cases)
    func cases(row: VerdictRow) {
        #expect(verdict(on: row.document) == row.verdict)
    }

    @Test("each verdict has a reason", arguments: VerdictRow.published + VerdictRow.cases)
    func reasons(row: VerdictRow) {
        #expect(!row.reason.isEmpty)
        #expect(["valid", "invalid", "not-well-formed"].contains(row.schema))
    }
}
