import Exposure
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// Downgrade attacks: `assess` must not count protection that does not exist.
@Suite("Downgrades of an access leg end in not protected")
struct DowngradeTests {
    private struct Report: Decodable {
        struct Message: Decodable {
            struct Leg: Decodable {
                struct Confidentiality: Decodable {
                    let state: String
                    let isClaimed: Bool
                }
                let isProtected: Bool
                let confidentiality: Confidentiality
                let link: Confidentiality
            }
            let leg: Leg
        }
        struct Row: Decodable {
            struct Cell: Decodable {
                let observer: String
                let information: String
                let visibility: String
            }
            let alternative: String
            let cells: [Cell]
        }
        struct Body: Decodable {
            let state: String
            let reason: String
        }
        let messages: [Message]
        let body: Body?
        let matrix: [Row]
    }

    private static let list =
        "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;ealg=aes-cbc;spi-c=11;spi-s=12;port-c=5062;port-s=5064"
    private static let clear =
        "ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;ealg=null;spi-c=11;spi-s=12;port-c=5062;port-s=5064"

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A fixture with another line before its Call-ID, and with replaced text.
    private func write(
        _ fixture: String, as name: String, adding line: String? = nil, replacing old: String = "",
        with new: String = ""
    ) throws {
        var text = try String(decoding: Vectors.octets("ims/reconstructed-\(fixture).sip"), as: UTF8.self)
        if let line { text = text.replacingOccurrences(of: "Call-ID:", with: "\(line)\r\nCall-ID:") }
        if !old.isEmpty { text = text.replacingOccurrences(of: old, with: new) }
        try directory.write(Array(text.utf8), to: name)
    }

    private func report(_ arguments: String...) throws -> Report {
        let run = CommandRun.of(
            ["assess", "--format", "json", "--rounds", "0"] + arguments, in: directory.path)
        #expect(run.status == .done, "\(run.words)")
        return try JSONDecoder().decode(Report.self, from: Data(run.output))
    }

    private func eavesdropped(_ report: Report) -> Set<String> {
        let row = report.matrix.first { $0.alternative == "baseline" }
        return Set(row?.cells.filter { $0.observer == "access-eavesdropper" }.map(\.visibility) ?? [])
    }

    @Test("an agreement that was verified protects, so that its loss is a loss")
    func agreed() throws {
        try write(
            "subscribe-200", as: "1.sip", adding: "Security-Server: \(Self.list)", replacing: "200 OK",
            with: "494 Security Agreement Required")
        try write("subscribe", as: "2.sip", adding: "Security-Verify: \(Self.list)")
        try write("a5-notify", as: "3.sip")
        let report = try report("1.sip", "2.sip", "3.sip")
        #expect(report.messages.map(\.leg.isProtected) == [false, true, true])
    }

    @Test("security headers stripped from a later SUBSCRIBE")
    func stripped() throws {
        try write(
            "subscribe-200", as: "1.sip", adding: "Security-Server: \(Self.list)", replacing: "200 OK",
            with: "494 Security Agreement Required")
        try write("subscribe", as: "2.sip", adding: "Security-Verify: \(Self.list)")
        try write("subscribe", as: "3.sip")
        try write("a5-notify", as: "4.sip")
        let report = try report("1.sip", "2.sip", "3.sip", "4.sip")
        #expect(report.messages.map(\.leg.isProtected) == [false, true, false, false])
        #expect(eavesdropped(report).contains("exposed"))
    }

    @Test("an encryption algorithm struck out of the list on its way to the terminal")
    func struckOut() throws {
        try write(
            "subscribe-200", as: "1.sip", adding: "Security-Server: \(Self.list)", replacing: "200 OK",
            with: "494 Security Agreement Required")
        try write("subscribe", as: "2.sip", adding: "Security-Verify: \(Self.clear)")
        let report = try report("1.sip", "2.sip")
        #expect(report.messages[1].leg.confidentiality.state == "not-protected")
        #expect(eavesdropped(report).contains("exposed"))
    }

    @Test("protection that only the terminal claims: its lists, its Via, its flag, its network")
    func claimed() throws {
        for (line, old, new) in [
            ("Security-Verify: \(Self.list)", "", ""), ("Security-Client: \(Self.list)", "", ""),
            ("X-Nothing: 1", "SIP/2.0/UDP", "SIP/2.0/TLS"),
            ("X-Nothing: 1", "234151D0FCE11", "234151D0FCE11;network-provided;access-confidentiality=on"),
        ] {
            try write("subscribe", as: "claim.sip", adding: line, replacing: old, with: new)
            let leg = try report("claim.sip").messages[0].leg
            #expect(!leg.isProtected && leg.confidentiality.isClaimed, "\(line) \(new)")
            #expect(eavesdropped(try report("claim.sip")).contains("exposed"))
        }
    }

    @Test("ciphering that the path file has from the terminal")
    func claimedCiphering() throws {
        try directory.write(
            Array(
                "{\"version\":1,\"watcher\":{\"accessNetwork\":\"3GPP-UTRAN-TDD\",\"ciphering\":\"on\",\"cipheringSource\":\"terminal\"}}"
                    .utf8), to: "path.json")
        try write("subscribe", as: "1.sip")
        let report = try report("--leg", "path.json", "1.sip")
        #expect(report.messages[0].leg.link.isClaimed)
        #expect(eavesdropped(report).contains("exposed") && !eavesdropped(report).contains("partly"))
    }

    @Test("a handover from UTRAN to open WLAN within the subscription")
    func handover() throws {
        try directory.write(
            Array(
                "{\"version\":1,\"watcher\":{\"accessNetwork\":\"3GPP-UTRAN-TDD\",\"ciphering\":\"on\"}}".utf8
            ),
            to: "path.json")
        try write("subscribe", as: "1.sip")
        try write("a5-notify", as: "2.sip")
        try write(
            "subscribe", as: "3.sip", replacing: "3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11",
            with: "IEEE-802.11b")
        try write("a5-notify", as: "4.sip")
        let before = try report("--leg", "path.json", "1.sip", "2.sip")
        #expect(before.messages.map(\.leg.link.state) == ["protected", "protected"])
        let after = try report("--leg", "path.json", "1.sip", "2.sip", "3.sip", "4.sip")
        #expect(
            after.messages.map(\.leg.link.state) == [
                "protected", "protected", "not-protected", "not-protected",
            ])
        #expect(eavesdropped(after).contains("exposed"))
    }

    @Test("a body sent in clear after 415")
    func unsupportedMediaType() throws {
        let lab = try ExampleLab.directory()
        let refusal =
            "SIP/2.0 415 Unsupported Media Type\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652hsge\r\n"
            + "To: <sip:alice@example.test>;tag=2\r\nFrom: <sip:alice@example.test>;tag=1234wxyz\r\n"
            + "Call-ID: 81818181@192.0.2.1\r\nCSeq: 1 PUBLISH\r\nContent-Length: 0\r\n\r\n"
        try directory.write(lab.octets(of: "protected.sip"), to: "1.sip")
        try directory.write(Array(refusal.utf8), to: "2.sip")
        try directory.write(lab.octets(of: "publish.sip"), to: "3.sip")
        func body(_ report: Report) -> String? {
            report.matrix.first { $0.alternative == "baseline" }?.cells
                .first { $0.observer == "p-cscf" && $0.information == "body" }?.visibility
        }
        let before = try report("1.sip", "2.sip")
        #expect(body(before) == "hidden" && before.body?.state == "protected")
        let after = try report("1.sip", "2.sip", "3.sip")
        #expect(body(after) == "exposed" && after.body?.state == "not-protected")
        #expect(after.body?.reason.contains("After a refusal") == true)
    }
}
