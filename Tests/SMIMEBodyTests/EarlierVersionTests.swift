import CMS
import Foundation
import MIME
import PIDF
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Messages protected by version 0.1")
struct EarlierVersionTests {
    /// A row of outcomes.tsv: a file, its verdict or reason, its warnings, and why.
    struct Row: CustomTestStringConvertible {
        let file: String
        let verdict: String
        let warnings: [String]

        var testDescription: String { file }

        static func all() throws -> [Row] {
            try Vectors.table("version-0.1/outcomes.tsv", columns: 4).map { cells in
                Row(
                    file: cells[0], verdict: cells[1],
                    warnings: cells[2].split(separator: " ").map(String.init))
            }
        }
    }

    /// An hour in which they are valid: they were signed on 2026-11-29.
    private static let instant = Date(timeIntervalSince1970: 1_795_982_400)

    private static func opener() throws -> Opener<Never> {
        let keyed = try ["alice", "bob", "presence-server"].map { name in
            KeyedCertificate(
                certificate: try Certificate.certificates(pem: TestCA.octets(of: "\(name).pem"))[0],
                key: try PrivateKey(pem: SecretOctets(TestCA.octets(of: "\(name)-TEST-ONLY.key"))))
        }
        let list = try TestCA.revocationList(at: instant - 60)
        let anchors = try TrustAnchors([TestCA.authority().certificate], revocationLists: [list])
        return Opener(keys: KeyRing(keyed), certificates: KeyRing(keyed), trusting: anchors)
    }

    @Test(
        "open as before, except responses without a signed start line",
        arguments: try Row.all())
    func outcome(row: Row) throws {
        let message = try SIPMessage.parse(Vectors.octets("version-0.1/\(row.file)"))
        let context = OpeningContext(of: message, at: Self.instant)
        do {
            let opened = try Self.opener().open(#require(message.bodyEntity()), in: context)
            #expect(row.verdict == "accepted")
            #expect(opened.warnings.map { "\($0)" } == row.warnings)
            #expect(opened.presence?.entity == "pres:alice@example.test")
        } catch let refusal as OpeningRefusal {
            #expect(refusal.reason.code?.rawValue == row.verdict, "\(refusal.reason)")
        }
    }

    @Test("are all in the table")
    func complete() throws {
        #expect(try Row.all().map(\.file) == Vectors.names(in: "version-0.1", ending: ".sip"))
    }
}
