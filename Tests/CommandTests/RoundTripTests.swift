import Foundation
import SIPMessage
import SMIMEAgent
import TestSupport
import Testing

@testable import smime_presence

@Suite("Round trips of recorded and printed messages")
struct RoundTripTests {
    /// What becomes of one message on its way through `encrypt` and `decrypt`.
    struct Row: Equatable, Sendable, CustomTestStringConvertible {
        let file: String
        /// What came of it, in a word.
        ///
        /// `identical`: every octet came back. `equal`: the body and every line but those of Content-*,
        /// MIME-Version and Content-Length did. `refused`, `no-body`, `unparsed`: it was not protected.
        let outcome: String
        /// The reason code of a refusal, the error of the parser; empty where there is none.
        let detail: String
        var testDescription: String { "\(file): \(outcome) \(detail)" }
    }

    /// The table as written, by folder; the last column says why.
    static func table(_ folder: String) throws -> [Row] {
        try Vectors.table("roundtrip-\(folder).tsv", columns: 4).map { cells in
            Row(file: cells[0], outcome: cells[1], detail: cells[2])
        }
    }

    @Test(
        "the tables have one row with a reason for each message",
        arguments: [("captures", ".sip", 49), ("sip-flows", ".txt", 55)])
    func tableIsWhole(folder: String, ending: String, count: Int) throws {
        let rows = try Self.table(folder)
        #expect(rows.count == count)
        #expect(rows.map(\.file) == (try Vectors.names(in: folder, ending: ending)))
    }

    @Test("every recorded message comes back as the table says", arguments: try table("captures"))
    func recorded(row: Row) throws {
        #expect(try Self.outcome(of: row.file, in: "captures") == row)
    }

    @Test("every message printed in an RFC comes back as the table says", arguments: try table("sip-flows"))
    func printed(row: Row) throws {
        #expect(try Self.outcome(of: row.file, in: "sip-flows") == row)
    }

    @Test("a document about another user is protected and opened with --any-entity")
    func anyEntity() throws {
        let octets = try Vectors.octets("captures/t3-ct-alice-17-tx-PUBLISH.sip")
        let trip = try RoundTrip(octets, of: SIPMessage.parse(octets), options: ["--any-entity"])
        #expect(trip.back == octets)
    }

    private static func outcome(of file: String, in folder: String) throws -> Row {
        let octets = try Vectors.octets("\(folder)/\(file)")
        let message: SIPMessage
        do throws(SIPMessageError) {
            message = try SIPMessage.parse(octets)
        } catch {
            let run = try CommandLab().run("encrypt", input: octets)
            #expect(run.status == .refused && run.output.isEmpty)
            return Row(
                file: file, outcome: "unparsed", detail: String(caseDescription(error).prefix { $0 != "(" }))
        }
        guard !message.body.isEmpty else {
            let run = try CommandLab().run("encrypt", input: octets)
            #expect(run.status == .refused && run.words.contains("no body"))
            return Row(file: file, outcome: "no-body", detail: "")
        }
        let trip = try RoundTrip(octets, of: message)
        if let reason = trip.reason { return Row(file: file, outcome: "refused", detail: reason) }
        let back = try SIPMessage.parse(trip.back)
        #expect(back.body == message.body)
        #expect(trip.back.otherLines == octets.otherLines)
        let isIdentical = trip.back == message.octets
        return Row(file: file, outcome: isIdentical ? "identical" : "equal", detail: "")
    }
}

/// One message through `encrypt` and `decrypt`, in a store with certificates for its own parties.
private struct RoundTrip {
    /// What came back.
    var back: [UInt8] = []
    /// The reason code where it was not protected.
    var reason: String?

    init(_ octets: [UInt8], of message: SIPMessage, options: [String] = []) throws {
        let lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        let sender = try Parties.sender(of: message).addressOfRecord
        // Methods without a rule of their own are for whom To names.
        let known = try? Parties.recipient(of: message)
        let recipient = try #require(known ?? message.to.sipURI).addressOfRecord
        for party in Set([sender, recipient]) {
            #expect(lab.run("cert", "issue", party, "--allow-other-domain").status == .done)
        }
        let to = known == nil ? ["--to", recipient] : []
        let protected = CommandRun.of(
            ["encrypt", "--store", "store.db", "--report", "report.json"] + to + options, input: octets,
            in: lab.directory.path)
        guard protected.status == .done else {
            #expect(protected.status == .refused && protected.output.isEmpty)
            reason = try ReportObject(lab.directory.octets(of: "report.json")).reasonCode
            return
        }
        #expect(protected.output.otherLines == octets.otherLines)
        #expect(!protected.output.contains(message.body))
        let opened = CommandRun.of(
            ["decrypt", "--store", "store.db"] + options, input: protected.output, in: lab.directory.path)
        #expect(opened.status == .done, "\(opened.words)")
        back = opened.output
    }
}

extension [UInt8] {
    /// Whether `other` stands somewhere in these octets.
    fileprivate func contains(_ other: [UInt8]) -> Bool { Data(self).range(of: Data(other)) != nil }
}

extension [UInt8] {
    /// The lines of a message's header, folds kept, without those that describe the body.
    ///
    /// Taken from the octets by themselves, so that a mistake of the parser does not hide one of its own.
    fileprivate var otherLines: [String] {
        let text = String(decoding: self, as: UTF8.self)
        var lines: [String] = []
        for line in text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n") {
            if line.isEmpty { break }
            if line.hasPrefix(" ") || line.hasPrefix("\t") {
                lines[lines.count - 1] += "\n" + line
            } else {
                lines.append(line)
            }
        }
        return lines.filter { line in
            let name = line.prefix { $0 != ":" && $0 != " " }.lowercased()
            return !name.hasPrefix("content-") && !["c", "e", "l", "mime-version"].contains(name)
        }
    }
}
