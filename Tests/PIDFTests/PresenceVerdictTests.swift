import PIDF
import TestSupport
import Testing

/// One row of a table of expected verdicts.
struct VerdictRow: Sendable, CustomTestStringConvertible {
    let name: String
    let document: [UInt8]
    let verdict: String
    let schema: String
    let reason: String

    var testDescription: String { name }

    static func published() throws -> [VerdictRow] {
        try Vectors.table("presence/verdicts.tsv", columns: 4).map { row in
            VerdictRow(
                name: row[0], document: try Vectors.octets("presence/\(row[0])"), verdict: row[1],
                schema: row[2], reason: row[3])
        }
    }

    static func cases() throws -> [VerdictRow] {
        try Vectors.table("presence/cases.tsv", columns: 5).map { row in
            VerdictRow(
                name: row[0], document: Array(row[1].utf8), verdict: row[2], schema: row[3], reason: row[4])
        }
    }
}

@Suite("Verdicts on presence documents")
struct PresenceVerdictTests {
    private func verdict(on document: [UInt8]) -> String {
        do {
            let departures = try PresenceDocument.read(document).nonconformities
            return departures.isEmpty
                ? "accepted"
                : departures.listed.map { "departs: " + caseDescription($0) }.joined(separator: " ")
        } catch {
            return caseDescription(error)
        }
    }

    @Test("every published document has a row, and every row a document")
    func tableIsComplete() throws {
        let files = try Vectors.names(in: "presence", ending: ".xml")

        #expect(try Set(files) == Set(VerdictRow.published().map(\.name)))
        #expect(files.count == 26)
        #expect(try VerdictRow.cases().count == 51)
    }

    @Test("published documents get the verdict of the table", arguments: try VerdictRow.published())
    func published(row: VerdictRow) {
        #expect(verdict(on: row.document) == row.verdict)
    }

    @Test("single rules get the verdict of the table", arguments: try VerdictRow.cases())
    func cases(row: VerdictRow) {
        #expect(verdict(on: row.document) == row.verdict)
    }

    @Test("each verdict has a reason", arguments: try VerdictRow.published() + VerdictRow.cases())
    func reasons(row: VerdictRow) {
        #expect(!row.reason.isEmpty)
        #expect(["valid", "invalid", "not-well-formed"].contains(row.schema))
    }
}
