import TestSupport
import Testing

@testable import SIPMessage

@Suite("Tables of outcomes")
struct OutcomeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let file: String
        let outcome: String
        let detail: String
        let reason: String
        var testDescription: String { "\(file): \(outcome), \(reason)" }
    }

    static func table(_ folder: String) throws -> [Row] {
        try Vectors.table("\(folder)/outcomes.tsv", columns: 5).map { cells in
            Row(file: cells[0], outcome: cells[1], detail: cells[2], reason: cells[4])
        }
    }

    @Test(
        "the tables have one row with a reason for each message",
        arguments: [("rfc4475", ".dat", 49), ("sip-flows", ".txt", 55)])
    func tableIsWhole(folder: String, ending: String, count: Int) throws {
        let rows = try Self.table(folder)
        #expect(rows.count == count)
        #expect(rows.map(\.file).sorted() == (try Vectors.names(in: folder, ending: ending)))
        #expect(rows.allSatisfy { !$0.reason.isEmpty })
    }

    @Test(
        "the parser handles each torture message of RFC 4475 as the table says",
        arguments: try table("rfc4475"))
    func tortureMessage(row: Row) throws {
        try check(row, in: "rfc4475")
    }

    @Test(
        "the parser handles each message printed in an RFC as the table says",
        arguments: try table("sip-flows"))
    func printedMessage(row: Row) throws {
        try check(row, in: "sip-flows")
    }

    @Test("refuses the display name of baddn.dat once its header is ended")
    func badDisplayName() throws {
        let octets = try Vectors.octets("rfc4475/baddn.dat") + [0x0D, 0x0A]
        let from = "Bell, Alexander <sip:a.g.bell@example.com>;tag=43"
        #expect(refusal(of: octets) == .malformedField(name: "From", value: from))
    }

    private func check(_ row: Row, in folder: String) throws {
        let octets = try Vectors.octets("\(folder)/\(row.file)")
        var outcome = "refuse"
        var detail = ""
        do throws(SIPMessageError) {
            let message = try SIPMessage.parse(octets)
            outcome = message.warnings.isEmpty ? "accept" : "accept-with-warning"
            if let warning = message.warnings.first { detail = Self.name(of: warning) }
            #expect(octets.starts(with: message.octets))
        } catch {
            detail = Self.name(of: error)
        }
        #expect(outcome == row.outcome)
        #expect(detail == row.detail)
    }

    /// The case, with the name of the field if it is about one.
    private static func name(of error: SIPMessageError) -> String {
        switch error {
        case .missingField(let name): "missingField \(name)"
        case .duplicateField(let name): "duplicateField \(name)"
        case .malformedField(let name, _): "malformedField \(name)"
        default: name(of: error as Any)
        }
    }

    private static func name(of warning: SIPMessageWarning) -> String {
        if case .unparsedField(let name, _) = warning {
            "unparsedField \(name)"
        } else {
            name(of: warning as Any)
        }
    }

    private static func name(of value: Any) -> String {
        String(caseDescription(value).prefix { $0 != "(" })
    }
}
