import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("assess")
struct AssessTests {
    private struct Report: Decodable {
        struct Cell: Decodable {
            let observer: String
            let information: String
            let visibility: String
            let precondition: String
            let reason: String
        }
        struct Row: Decodable {
            let alternative: String
            let usableFor: Int
            let obstacles: [String]
            let cells: [Cell]
        }
        struct Leg: Decodable {
            let role: String
            let matrix: [Row]
        }
        struct Confidentiality: Decodable {
            let state: String
            let isClaimed: Bool
        }
        struct MessageLeg: Decodable {
            let role: String
            let direction: String
            let transport: String?
            let isProtected: Bool
            let confidentiality: Confidentiality
            let link: Confidentiality
            let flag: Confidentiality
        }
        struct Message: Decodable {
            let file: String
            let leg: MessageLeg
        }
        struct Cost: Decodable {
            let alternative: String
            let form: String?
            let messageOctets: Int?
            let octetsOnAir: Int?
            let tooLongForUDP: Int?
            let roundTrips: Int?
        }
        struct Time: Decodable {
            let form: String
            let protectMicroseconds: Double
            let openMicroseconds: Double
            let rounds: Int
        }
        let version: Int
        let operation: String
        let messages: [Message]
        let legs: [Leg]
        let matrix: [Row]
        let costs: [Cost]
        let measured: [Time]

        func row(_ alternative: String) -> Row? { matrix.first { $0.alternative == alternative } }

        func visibility(_ alternative: String, _ observer: String, _ information: String) -> String? {
            row(alternative)?.cells.first { $0.observer == observer && $0.information == information }?
                .visibility
        }
    }

    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for name in ["publish", "subscribe", "a5-notify", "a6-subscribe-winfo"] {
            try directory.write(Vectors.octets("ims/reconstructed-\(name).sip"), to: "\(name).sip")
        }
    }

    private func run(_ arguments: String...) -> CommandRun {
        CommandRun.of(["assess"] + arguments, in: directory.path)
    }

    private func report(_ arguments: String...) throws -> Report {
        let run = CommandRun.of(
            ["assess", "--format", "json", "--rounds", "0"] + arguments, in: directory.path)
        #expect(run.status == .done && run.words == "")
        return try JSONDecoder().decode(Report.self, from: Data(run.output))
    }

    @Test("one message passes one leg, and a dialog both; the worse of them counts")
    func legs() throws {
        let one = try report("publish.sip")
        #expect(one.version == 1 && one.operation == "assess" && one.legs.map(\.role) == ["presentity"])
        let both = try report("publish.sip", "subscribe.sip", "a5-notify.sip")
        #expect(both.legs.map(\.role) == ["presentity", "watcher"])
        #expect(both.messages.map(\.leg.direction) == ["from-terminal", "from-terminal", "to-terminal"])
        #expect(one.visibility("baseline", "access-eavesdropper", "relation") == "hidden")
        #expect(both.visibility("baseline", "access-eavesdropper", "relation") == "exposed")
        #expect(both.matrix.count == 9 && both.matrix.allSatisfy { $0.cells.count == 30 })
        #expect(both.matrix.allSatisfy { $0.cells.allSatisfy { !$0.reason.isEmpty } })
    }

    @Test("TLS is not applicable over UDP, ciphering not on WLAN, and both say why")
    func applicability() throws {
        let onUDP = try report("--access-network", "IEEE-802.11b", "a6-subscribe-winfo.sip")
        #expect(onUDP.row("4")?.usableFor == 0 && onUDP.row("3+4")?.usableFor == 0)
        #expect(onUDP.row("4")?.obstacles.first?.contains("UDP") == true)
        try directory.write(
            Array(
                String(decoding: Vectors.octets("ims/reconstructed-publish.sip"), as: UTF8.self)
                    .replacingOccurrences(of: "3GPP-UTRAN-TDD", with: "IEEE-802.11a")
                    .replacingOccurrences(of: "SIP/2.0/UDP", with: "SIP/2.0/TCP").utf8),
            to: "wlan.sip")
        let onWLAN = try report("wlan.sip")
        #expect(onWLAN.row("2")?.usableFor == 0 && onWLAN.row("2")?.obstacles.first?.contains("WLAN") == true)
        #expect(onWLAN.row("4")?.usableFor == 1 && onWLAN.row("5")?.usableFor == 1)
        let text = run("--rounds", "0", "a6-subscribe-winfo.sip").text
        #expect(text.contains("The message travels over UDP, which TLS cannot carry."))
    }

    @Test(
        "a leg that is known to be encrypted hides from an eavesdropper; one that is claimed to be does not")
    func known() throws {
        let known = try report("--hop", "ipsec", "--roaming", "off", "publish.sip")
        #expect(known.messages[0].leg.isProtected)
        #expect(known.visibility("baseline", "access-eavesdropper", "body") == "hidden")
        #expect(known.visibility("baseline", "p-cscf", "body") == "exposed")
        #expect(known.row("1")?.usableFor == 0)
        let flagged = try report("--confidentiality-flag", "on", "publish.sip")
        #expect(flagged.messages[0].leg.confidentiality.isClaimed && !flagged.messages[0].leg.isProtected)
        #expect(flagged.visibility("baseline", "access-eavesdropper", "body") == "exposed")
        let trusted = try report("--confidentiality-flag", "on", "--trust-network", "publish.sip")
        #expect(trusted.visibility("baseline", "access-eavesdropper", "body") == "hidden")
    }

    @Test("a path file describes both legs, and a faulty one is wrong usage")
    func pathFile() throws {
        try directory.write(
            Array("{\"version\":1,\"watcher\":{\"hops\":{\"terminalToPcscf\":\"ipsec\"}}}".utf8),
            to: "path.json")
        let both = try report("--leg", "path.json", "publish.sip", "subscribe.sip")
        #expect(both.messages.map(\.leg.isProtected) == [false, true])
        #expect(both.visibility("baseline", "access-eavesdropper", "identities") == "exposed")
        try directory.write(Array("{\"version\":1,\"wachter\":{}}".utf8), to: "path.json")
        let run = run("--leg", "path.json", "publish.sip")
        #expect(run.status == .usage && run.output.isEmpty && run.words.contains("'wachter'"))
        #expect(self.run("--leg", "path.json", "--hop", "tls", "publish.sip").status == .usage)
    }

    @Test("what cannot be used has no figures that would look like the best offer")
    func unusableCosts() {
        let text = run("--rounds", "0", "publish.sip").text
        let costs = text.split(separator: "\n").filter {
            $0.hasPrefix("  3+4    S/MIME and TLS, body") || $0.hasPrefix("  3      S/MIME, body")
        }
        #expect(costs.count == 2, "\(text)")
        #expect(costs.last?.contains("n/a") == true && costs.first?.contains("n/a") == false, "\(costs)")
    }

    @Test("sizes are those of really protected messages, and what is too long for UDP is counted")
    func costs() throws {
        let report = try report("publish.sip", "subscribe.sip")
        let plain =
            try Vectors.octets("ims/reconstructed-publish.sip").count
            + Vectors.octets("ims/reconstructed-subscribe.sip").count
        func cost(_ alternative: String, _ form: String? = nil) -> Report.Cost? {
            report.costs.first { $0.alternative == alternative && $0.form == form }
        }
        #expect(cost("baseline")?.messageOctets == plain && cost("baseline")?.tooLongForUDP == 0)
        #expect(cost("1")?.messageOctets == 0)
        let body = try #require(cost("3", "body"))
        let tunnel = try #require(cost("3", "tunnel"))
        // The PUBLISH grows beyond what UDP may carry; the SUBSCRIBE has no body and does not.
        let (bodies, tunnels) = (body.messageOctets ?? 0, tunnel.messageOctets ?? 0)
        #expect(bodies > plain + 1000 && body.tooLongForUDP == 1 && body.roundTrips == 1)
        #expect(tunnels > bodies && tunnel.tooLongForUDP == 2)
        let (ipsec, plainOnAir) = (cost("5")?.octetsOnAir, cost("baseline")?.octetsOnAir)
        #expect(try #require(ipsec) > #require(plainOnAir))
        // Over UDP no message can use TLS.
        #expect(cost("4")?.messageOctets == nil && cost("3+4", "body")?.octetsOnAir == nil)
        #expect(cost("4")?.roundTrips == nil && cost("4")?.tooLongForUDP == nil)
    }

    @Test("time is measured as often as asked, and not without")
    func measured() throws {
        #expect(try report("publish.sip").measured.isEmpty)
        let run = run("--format", "json", "--rounds", "3", "publish.sip")
        let times = try JSONDecoder().decode(Report.self, from: Data(run.output)).measured
        #expect(times.map(\.form) == ["body", "tunnel"] && times.allSatisfy { $0.rounds == 3 })
        #expect(times.allSatisfy { $0.protectMicroseconds > 0 && $0.openMicroseconds > 0 })
        #expect(self.run("--rounds", "2", "publish.sip").text.contains("the median of 2 rounds"))
    }

    @Test("a message whose user cannot have a certificate is assessed without S/MIME, and it says so")
    func withoutCertificates() throws {
        let text = try String(decoding: Vectors.octets("ims/reconstructed-publish.sip"), as: UTF8.self)
            .replacingOccurrences(of: "sip:user2_public1@home2.net", with: "sip:001010123456789@home2.net")
        try directory.write(Array(text.utf8), to: "imsi.sip")
        let imsi = try report("imsi.sip")
        #expect(
            imsi.row("3")?.usableFor == 0 && imsi.row("3")?.obstacles.first?.contains("S/MIME cannot") == true
        )
        #expect(imsi.visibility("3", "p-cscf", "body") == "exposed")
    }

    @Test("a message that is protected already stays as it is, and its body is hidden")
    func alreadyProtected() throws {
        let lab = try ExampleLab.directory()
        let run = CommandRun.of(
            ["assess", "--format", "json", "--rounds", "0", lab.file("protected.sip")], in: directory.path)
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output))
        #expect(report.visibility("baseline", "p-cscf", "body") == "hidden")
        #expect(report.visibility("3", "p-cscf", "body") == "hidden")
        #expect(report.visibility("baseline", "presence-server", "body") == "legitimate")
    }

    @Test("lines for people are short, and what a message says cannot steer the terminal")
    func text() throws {
        let hostile = try String(decoding: Vectors.octets("ims/reconstructed-publish.sip"), as: UTF8.self)
            .replacingOccurrences(of: "3GPP-UTRAN-TDD;", with: "\(String(repeating: "x", count: 5000));")
        try directory.write(Array(hostile.utf8), to: "odd\u{1B}[2J.sip")
        let run = run("--rounds", "1", "odd\u{1B}[2J.sip", "a5-notify.sip")
        #expect(run.status == .done && !run.text.contains("\u{1B}"))
        #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    }

    @Test(
        "what cannot be assessed is refused, and nothing is written",
        arguments: ["", "nonsense", "Content-Type: text/plain\r\n\r\nx", "PUBLISH sip:a@b SIP/2.0\r\n\r\n"])
    func refused(octets: String) throws {
        let run = CommandRun.of(["assess", "-o", "out.txt"], input: Array(octets.utf8), in: directory.path)
        #expect(run.status == .refused && run.output.isEmpty && run.words.contains("hint:"))
        #expect(try !directory.names().contains("out.txt"))
    }

    @Test("--report writes the same object beside the text, no store is made, and a refusal has its reason")
    func reports() throws {
        let before = try directory.names()
        let run = CommandRun.of(
            ["assess", "--rounds", "0", "--report", "report.json", "publish.sip"],
            environment: ["SMIME_PRESENCE_STORE": directory.file("store.db")], in: directory.path)
        #expect(run.status == .done && run.text.contains("The presentity's leg"))
        #expect(Set(try directory.names()) == Set(before + ["report.json"]))
        let report = try JSONDecoder().decode(Report.self, from: Data(directory.octets(of: "report.json")))
        #expect(report.matrix.count == 9)
        #expect(self.run("--report", "-", "publish.sip").status != .done)
        let refused = CommandRun.of(
            ["assess", "--report", "refused.json"], input: Array("nonsense".utf8), in: directory.path)
        #expect(refused.status == .refused)
        let text = String(decoding: try directory.octets(of: "refused.json"), as: UTF8.self)
        #expect(text.contains("\"malformed\"") && text.contains("\"verdict\" : null"))
    }

    @Test("inputs are not written over, absent files and too many messages are said")
    func environmentErrors() throws {
        #expect(run("-o", "publish.sip", "publish.sip").status != .done)
        #expect(try directory.octets(of: "publish.sip") == Vectors.octets("ims/reconstructed-publish.sip"))
        #expect(run("absent.sip").status == .environment)
        let many = CommandRun.of(
            ["assess", "--rounds", "0"] + Array(repeating: "publish.sip", count: 65), in: directory.path)
        #expect(many.status == .refused && many.words.contains("64"))
        #expect(run("--hop", "wet string", "publish.sip").status == .usage)
        #expect(run("--access-network", "a b", "publish.sip").status == .usage)
    }
}
