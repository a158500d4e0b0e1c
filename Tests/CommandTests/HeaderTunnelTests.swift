import Foundation
import SIPMessage
import TestSupport
import Testing

@testable import smime_presence

@Suite("What the report says of a header field beside what encrypt --tunnel does with it")
struct HeaderTunnelTests {
    /// What became of a field outside.
    private enum Fate { case same, withoutDisplayName, other, absent }

    private let lab: CommandLab
    private let names: [HeaderName]
    private let sent: SIPMessage
    private let findings: [String: [String: Any]]

    /// Fields that are signed with a body and stand in no message.
    private static let bodyFields: Set<HeaderName> = ["Intended-Recipient", "Intended-Message"]

    private static let values: [HeaderName: String] = [
        "Via": "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", "Contact": "\"Al\" <sip:alice@192.0.2.1>",
        "Date": "Mon, 23 Nov 2026 12:00:00 GMT", "Route": "<sip:a;lr>", "Record-Route": "<sip:a;lr>",
        "Max-Forwards": "70", "MIME-Version": "1.0", "Content-Disposition": "render",
        "Content-Transfer-Encoding": "binary", "Content-Encoding": "identity", "Content-Language": "en",
        "Content-ID": "<1@a>", "Expires": "60",
    ]

    /// A PUBLISH with every field that the table of facts has, and some that it does not have.
    init() throws {
        lab = try CommandLab.example()
        names =
            HeaderName.listed.filter { !Self.bodyFields.contains($0) } + [
                "X-Own", "Own", "P-Own", "Content-Own",
            ]
        let publish = try SIPMessage.parse(lab.directory.octets(of: "publish.sip"))
        var text = String(decoding: publish.octets, as: UTF8.self)
        for name in ["From", "To"] { text = text.replacing("\r\n\(name): <", with: "\r\n\(name): \"Al\" <") }
        let others = names.filter { publish.values(of: $0).isEmpty }
        let lines = others.map { "\($0.longForm): \(Self.values[$0] ?? "value")\r\n" }
        text = text.replacing("CSeq: ", with: lines.joined() + "CSeq: ", maxReplacements: 1)
        sent = try SIPMessage.parse(Array(text.utf8))
        try lab.directory.write(sent.octets, to: "all.sip")
        let report = lab.run("exposure", "all.sip", "--report", "report.json")
        #expect(report.status == .done, "\(report.words)")
        let object = try ReportObject(lab.directory.octets(of: "report.json"))
        let exposure = try #require(object.members["exposure"] as? [String: Any])
        let headers = try #require(exposure["headers"] as? [[String: Any]])
        findings = Dictionary(
            headers.map { ($0["name"] as? String ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func outside(_ options: String...) throws -> SIPMessage? {
        let run = lab.run(["encrypt", "--tunnel", "all.sip"] + options)
        return run.status == .done ? try SIPMessage.parse(run.output) : nil
    }

    /// What stands outside with a FILE that names the field; nil if the field must not be named.
    private func outside(omitting name: HeaderName) throws -> SIPMessage? {
        try lab.directory.write(Array("\(name.longForm)\n".utf8), to: "fields.txt")
        return try outside("--outer-headers", "fields.txt")
    }

    private func fate(_ name: HeaderName, in outer: SIPMessage?) -> Fate {
        guard let outer else { return .same }
        let (before, after) = (sent.values(of: name), outer.values(of: name))
        if after.isEmpty { return .absent }
        if before == after { return .same }
        let (inside, outside) = (before.compactMap(NameAddress.parse), after.compactMap(NameAddress.parse))
        return !inside.isEmpty && inside.map(\.uri) == outside.map(\.uri)
            && outside.allSatisfy { $0.displayName == nil }
            ? .withoutDisplayName : .other
    }

    private func says(_ name: String, _ hideable: String, _ words: String?) throws {
        let finding = try #require(findings[name], "\(name)")
        #expect(finding["hideable"] as? String == hideable, "\(name)")
        let mitigation = try #require(finding["mitigation"] as? String)
        #expect(mitigation.contains(words ?? "."), "\(name): \(mitigation)")
    }

    @Test("is the same for every header field and every policy")
    func everyHeader() throws {
        let none = try #require(try outside("--outer-headers", "none"))
        let usual = try #require(try outside())
        let anonymous = try #require(try outside("--outer-headers", "anonymous"))
        let rewritten = try #require(
            try outside("--outer-headers", "anonymous", "--rewrite-dialog", "dialog.json"))
        for name in names where !name.isContentField && name != "MIME-Version" {
            let named = fate(name, in: try outside(omitting: name))
            let text = name.longForm
            #expect(fate(name, in: none) == .same, "\(text)")
            switch (fate(name, in: usual), fate(name, in: anonymous), named, fate(name, in: rewritten)) {
            case (.absent, .absent, .absent, .absent):
                try says(text, "omit-outer", "encrypt --tunnel leaves it out of the outer message.")
            case (.same, .absent, .absent, .absent):
                try says(text, "omit-outer", "--outer-headers anonymous, or with --outer-headers FILE")
            case (.same, .same, .absent, .same):
                let finding = try #require(findings[text])
                let isKnown = try #require(finding["known"] as? Bool)
                try says(
                    text, "omit-outer", isKnown ? "with --outer-headers FILE if FILE names it" : "X- fields")
                #expect((finding["mitigation"] as? String)?.contains("--outer-headers anonymous") == false)
            case (.withoutDisplayName, .withoutDisplayName, .same, .other):
                try says(text, "inner-alt", "--rewrite-dialog")
                try says("\(text);display-name", "omit-outer", "encrypt --tunnel leaves it out")
            case (.same, .same, .same, .other):
                // Another identifier ties the messages together as the true one
                // does; only its host tells more.
                try says(text, "no", nil)
                try says("\(text);host part", "inner-alt", "--rewrite-dialog")
            case (.same, .same, .same, .same),
                (.withoutDisplayName, .withoutDisplayName, .same, .withoutDisplayName):
                let finding = try #require(findings[text])
                let hideable = try #require(finding["hideable"] as? String)
                #expect(["no", "ignored", "n/a"].contains(hideable), "\(text): \(hideable)")
                let isKnown = try #require(finding["known"] as? Bool)
                #expect(
                    (finding["mitigation"] as? String)?.contains("--outer-headers") == !isKnown, "\(text)")
            default: Issue.record("\(text) is treated in a way that no report can say")
            }
        }
    }

    @Test("is that a field of the body inside has another outside, which describes the protected one")
    func contentFields() throws {
        let outer = try #require(try outside())
        #expect(outer.values(of: "Content-Type").first?.hasPrefix("application/pkcs7-mime") == true)
        #expect(outer.values(of: "Content-Language").isEmpty && outer.values(of: "Content-Own").isEmpty)
        for name in names where name.isContentField || name == "MIME-Version" {
            try says(name.longForm, "mime-inner", nil)
        }
    }
}
