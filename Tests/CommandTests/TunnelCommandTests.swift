import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Tunnelling on the command line")
struct TunnelCommandTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.example()
        let publish = try lab.changed(
            "publish.sip", "Event: presence",
            "Event: presence\r\nSubject: lunch\r\nUser-Agent: phone/1\r\nP-Access-Network-Info: 3GPP-UTRAN")
        try lab.directory.write(publish, to: "talkative.sip")
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try lab.directory.octets(of: name), as: UTF8.self)
    }

    private func report(_ name: String = "report.json") throws -> ReportObject {
        try ReportObject(lab.directory.octets(of: name))
    }

    @Test("a message goes inside, and comes back as it was, with a Date")
    func roundTrip() throws {
        let date = "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
        for policy in [[], ["--outer-headers", "none"], ["--outer-headers", "minimal"]] {
            let sent = lab.run(["encrypt", "--tunnel", "talkative.sip"] + policy)
            #expect(sent.status == .done, "\(sent.words)")
            #expect(sent.words.contains("the whole message inside"))
            #expect(sent.text.contains("Subject: lunch") == policy.contains("none"))
            let opened = lab.run("decrypt", "--max-age", "300", input: sent.output)
            #expect(opened.text.replacing(date, with: "") == (try text("talkative.sip")), "\(opened.words)")
            #expect(opened.text.contains(date) && opened.words.contains("the whole message was inside"))
        }
    }

    @Test("sign --tunnel signs the whole message, and what is changed on the way is refused")
    func signed() throws {
        for form in ["detached", "opaque"] {
            let sent = lab.run(
                "sign", "--tunnel", "--form", form, "talkative.sip", "--report", "report.json")
            #expect(sent.status == .done && sent.words.contains("readable to every hop"), "\(sent.words)")
            #expect(sent.text.split(separator: "Subject: lunch").count == 4, "outside, declared and inside")
            let tunnel = try #require(try report().members["tunnel"] as? [String: Any])
            #expect(tunnel["outerHeaders"] as? String == "none" && tunnel["leftOut"] as? [String] == [])
            let opened = lab.run("decrypt", input: sent.output)
            let date = "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n"
            #expect(opened.text.replacing(date, with: "") == (try text("talkative.sip")), "\(opened.words)")
            let octets = try #require(String(data: Data(sent.output), encoding: .isoLatin1))
            let changed = octets.replacing("Subject: lunch", with: "Subject: dinner", maxReplacements: 1)
            let refused = lab.run(
                "decrypt", input: Array(try #require(changed.data(using: .isoLatin1))))
            #expect(refused.status == .refused && refused.text.isEmpty)
            #expect(refused.words.contains("Subject"), "\(refused.words)")
        }
        #expect(lab.run("sign", "--tunnel", "--no-binding", "talkative.sip").status == .usage)
    }

    @Test("the display name of Contact is left out of the outside, and comes back")
    func contactName() throws {
        let contact = "Contact: \"Alice's phone\" <sip:alice@192.0.2.1>"
        let message = try lab.changed("publish.sip", "Event: presence", "\(contact)\r\nEvent: presence")
        try lab.directory.write(message, to: "contact.sip")
        let sent = lab.run("encrypt", "--tunnel", "contact.sip")
        #expect(sent.text.contains("Contact: <sip:alice@192.0.2.1>\r\n"), "\(sent.words)")
        #expect(lab.run("decrypt", input: sent.output).text.contains(contact + "\r\n"))
    }

    @Test("the reports say what stands inside only, how long it is, and what became of each field")
    func reports() throws {
        let sent = lab.run("encrypt", "--tunnel", "talkative.sip", "--report", "report.json")
        let sending = try report()
        let tunnel = try #require(sending.members["tunnel"] as? [String: Any])
        #expect(tunnel["outerHeaders"] as? String == "minimal")
        #expect(tunnel["leftOut"] as? [String] == ["Subject", "User-Agent"])
        #expect((sending.members["padding"] as? [String: Any])?["bucket"] as? Int == 256)
        let way = try #require(String(data: Data(sent.output), encoding: .isoLatin1))
            .replacing(
                "Via: ", with: "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\nVia: ", maxReplacements: 1)
        let octets = Array(try #require(way.data(using: .isoLatin1)))
        #expect(lab.run("verify", "--report", "report.json", input: octets).status == .done)
        let opening = try report()
        let headers = try #require(opening.members["headers"] as? [[String: Any]])
        let states = Dictionary(
            uniqueKeysWithValues: headers.map { ($0["name"] as? String, $0["state"] as? String) })
        #expect(states["Subject"] == "declared" && states["Via"] == "changed" && states["Date"] == "same")
        let permitted = headers.filter { $0["permitted"] as? Bool == true }
        #expect(permitted.map { $0["name"] as? String } == ["Via"])
        let places = try #require(opening.members["tunnel"] as? [String: [String: String]])
        #expect(places["inside"]?["from"] == "sip:alice@example.test" && places.count == 2)
        #expect((opening.members["content"] as? [String: Any])?["type"] as? String == "application/pidf+xml")
    }

    @Test(
        "changed fields that proxies may change are named in a warning; Via and similar fields are not")
    func changedOnTheWay() throws {
        let sent = lab.run("encrypt", "--tunnel", "--outer-headers", "none", "talkative.sip")
        let way = try #require(String(data: Data(sent.output), encoding: .isoLatin1))
        func opened(_ changes: (String, String)...) throws -> [CommandRun] {
            var text = way
            for (old, new) in changes {
                try #require(text.contains(old))
                text = text.replacing(old, with: new, maxReplacements: 1)
            }
            let octets = Array(try #require(text.data(using: .isoLatin1)))
            return ["decrypt", "verify"].map { lab.run($0, input: octets) }
        }
        let hop = (
            "Via: ", "Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx\r\nRecord-Route: <sip:p.test;lr>\r\nVia: "
        )
        for run in try opened(hop) {
            #expect(run.status == .done && !run.words.contains("changed-on-the-way"), "\(run.words)")
        }
        for run in try opened(
            hop, ("PUBLISH sip:alice@example.test", "PUBLISH sip:alice@EXAMPLE.test;transport=tcp"),
            ("3GPP-UTRAN", "3GPP-GERAN"), ("Event: ", "Priority: emergency\r\nEvent: "))
        {
            #expect(run.status == .done && run.words.contains("(changed-on-the-way)"), "\(run.words)")
            #expect(run.words.contains("Request-URI, P-Access-Network-Info, Priority"), "\(run.words)")
        }
    }

    @Test("anonymous changes From and Call-ID only with --rewrite-dialog, whose file is for its owner alone")
    func anonymous() throws {
        let anonymous = ["encrypt", "--tunnel", "--outer-headers", "anonymous", "talkative.sip"]
        let kept = lab.run(anonymous + ["--report", "report.json"])
        #expect(kept.status == .done && kept.words.contains("(not-anonymous)"))
        #expect(kept.text.contains("From: <sip:alice@example.test>") && !kept.text.contains("3GPP"))
        #expect(try report().warningCodes == ["not-anonymous"])
        let sent = lab.run(anonymous + ["--rewrite-dialog", "dialog.json"])
        #expect(sent.status == .done && !sent.words.contains("not-anonymous"), "\(sent.words)")
        #expect(sent.text.contains("From: \"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1234wxyz\r\n"))
        #expect(!sent.text.contains("192.0.2.1\r\n") && !sent.text.contains("3GPP"))
        let attributes = try FileManager.default.attributesOfItem(atPath: lab.directory.file("dialog.json"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let mapping = try report("dialog.json").members
        let (inner, outer) = (mapping["inner"] as? [String: String], mapping["outer"] as? [String: String])
        #expect(inner == ["from": "<sip:alice@example.test>;tag=1234wxyz", "callID": "81818181@192.0.2.1"])
        let callID = try #require(outer?["callID"])
        #expect(callID.hasSuffix("@anonymous.invalid") && sent.text.contains("Call-ID: \(callID)\r\n"))
        let opened = lab.run("decrypt", input: sent.output)
        #expect(opened.text.contains("From: <sip:alice@example.test>;tag=1234wxyz\r\n"), "\(opened.words)")
        #expect(opened.text.contains("P-Access-Network-Info: 3GPP-UTRAN"))
    }

    @Test("the mapping of an earlier message is not written over")
    func mappingKept() throws {
        let sent = [
            "encrypt", "--tunnel", "--outer-headers", "anonymous", "--rewrite-dialog", "d.json",
            "talkative.sip",
        ]
        #expect(lab.run(sent).status == .done)
        let mapping = try lab.directory.octets(of: "d.json")
        try lab.expectFailure(.environment, of: sent, says: ["'d.json' exists already"])
        #expect(try lab.directory.octets(of: "d.json") == mapping)
    }

    @Test(
        "anonymous is refused where the other end needs to know the sender",
        arguments: [
            ("publish.sip", "To: <sip:alice@example.test>", "To: <sip:alice@example.test>;tag=x"),
            ("notify.sip", "Max-Forwards: 70", "Max-Forwards: 69"),
            ("publish.sip", "PUBLISH sip:alice@example.test SIP/2.0", "SIP/2.0 200 OK"),
        ])
    func inDialog(name: String, old: String, new: String) throws {
        let input = try lab.changed(name, old, new)
        for dialog in [[], ["--rewrite-dialog", "dialog.json"]] {
            try lab.expectFailure(
                .usage, of: ["encrypt", "--tunnel", "--outer-headers", "anonymous"] + dialog, input: input,
                says: ["cannot be anonymous", "minimal"])
        }
    }

    @Test(
        "options that mean nothing together are refused",
        arguments: [
            (["--tunnel", "--no-binding"], ["'--tunnel' and '--no-binding' cannot be combined"]),
            (["--tunnel", "--unsigned"], ["'--tunnel' and '--unsigned' cannot be combined"]),
            (["--outer-headers", "none"], ["'--outer-headers' requires '--tunnel'"]),
            (["--rewrite-dialog", "d"], ["'--rewrite-dialog' requires '--tunnel'"]),
            (["--tunnel", "--outer-headers", "-"], ["the name of a file"]),
            (["--tunnel", "--outer-headers", "list", "-o", "list"], ["'list' and 'list' are the same file"]),
            (
                ["--tunnel", "--rewrite-dialog", "d"],
                ["'--rewrite-dialog' requires '--outer-headers anonymous'"]
            ),
            (
                ["--tunnel", "--outer-headers", "anonymous", "--rewrite-dialog", "-"],
                ["would both go to standard output"]
            ),
            (
                ["--tunnel", "--outer-headers", "anonymous", "--rewrite-dialog", "publish.sip"],
                ["are the same file"]
            ),
        ])
    func options(arguments: [String], words: [String]) throws {
        try lab.expectFailure(.usage, of: ["encrypt"] + arguments + ["publish.sip"], says: words)
    }

    @Test("a body on its own is not tunnelled")
    func entity() throws {
        let parties = ["--from", "sip:alice@example.test", "--to", "sip:bob@example.test"]
        try lab.expectFailure(
            .usage, of: ["encrypt", "--tunnel"] + parties,
            input: Array("Content-Type: text/plain\r\n\r\nhello".utf8),
            says: ["'--tunnel'", "whole SIP message"])
    }

    @Test("a file names the fields to leave out, and none that SIP needs or that is unknown")
    func file() throws {
        let tunnel = ["encrypt", "--tunnel", "talkative.sip", "--outer-headers", "list.txt"]
        try lab.directory.write(Array("# mine\nuser-agent\n".utf8), to: "list.txt")
        let sent = lab.run(tunnel)
        #expect(sent.status == .done && !sent.text.contains("User-Agent") && sent.text.contains("Subject"))
        for (list, words) in [
            ("Event\n", "Event cannot be left out"), ("Subjct\n", "'Subjct' is not a header field"),
        ] {
            try lab.directory.write(Array(list.utf8), to: "list.txt")
            try lab.expectFailure(.usage, of: tunnel, says: [words])
        }
        try lab.directory.write([UInt8](repeating: 0x0A, count: 65_537), to: "list.txt")
        #expect(lab.run(tunnel).status == .refused)
        try lab.expectFailure(
            .environment, of: ["encrypt", "--tunnel", "talkative.sip", "--outer-headers", "absent.txt"],
            says: ["absent.txt"])
    }

    @Test("a misspelt policy that is not a file gets the nearest policy as hint")
    func misspeltPolicy() throws {
        let tunnel = ["encrypt", "--tunnel", "talkative.sip", "--outer-headers"]
        try lab.expectFailure(
            .environment, of: tunnel + ["anonymus"],
            says: ["cannot read 'anonymus': no such file or directory", "hint: did you mean 'anonymous'?"])
        try lab.directory.write(Array("Subject\n".utf8), to: "anonymus")
        #expect(lab.run(tunnel + ["anonymus"]).status == .done)
    }

    @Test("a message without a body is tunnelled, and refused without --tunnel")
    func withoutBody() throws {
        let whole = try text("talkative.sip")
        let end = try #require(whole.range(of: "\r\nContent-Type"))
        let message = Array((String(whole[..<end.lowerBound]) + "\r\nContent-Length: 0\r\n\r\n").utf8)
        try lab.expectRefusal(.missingBody, of: ["encrypt"], input: message, says: ["no body"])
        let sent = lab.run("encrypt", "--tunnel", input: message)
        #expect(sent.status == .done && !sent.text.contains("Subject"), "\(sent.words)")
        #expect(lab.run("decrypt", input: sent.output).text.contains("Subject: lunch"))
    }

    @Test("octets after the body are left out with a warning, as without --tunnel")
    func surplus() throws {
        let sent = lab.run(
            "encrypt", "--tunnel", input: try lab.directory.octets(of: "talkative.sip") + [0x0A])
        #expect(sent.status == .done && sent.words.contains("(surplus-octets)"), "\(sent.words)")
        #expect(try lab.run("decrypt", input: sent.output).text.hasSuffix(text("talkative.sip").suffix(40)))
    }

    @Test("for an answer to an anonymous sender the hint says where the name is")
    func anonymousRecipient() throws {
        let request = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        let response =
            request
            .replacing("PUBLISH sip:alice@example.test SIP/2.0", with: "SIP/2.0 200 OK")
            .replacing("From: <sip:alice@example.test>", with: "From: <sip:anonymous@anonymous.invalid>")
        #expect(response.contains("200 OK") && response.contains("anonymous.invalid"), "\(request)")
        try lab.directory.write(Array(response.utf8), to: "response.sip")
        let sent = lab.run("encrypt", "--tunnel", "response.sip")
        #expect(sent.status == .refused && sent.words.contains("tunnel.inside.from"), "\(sent.words)")
    }

    @Test("a response is tunnelled as a request is")
    func response() throws {
        let response = try lab.changed(
            "publish.sip", "PUBLISH sip:alice@example.test SIP/2.0", "SIP/2.0 200 OK")
        let text = String(decoding: response, as: UTF8.self)
            .replacing("Event: presence", with: "Server: ps/1").replacing(
                "alice@example.test>\r\nFrom", with: "alice@example.test>;tag=t\r\nFrom")
        let sent = lab.run(
            "encrypt", "--tunnel", "--from", "sip:example.test", "--any-entity", input: Array(text.utf8))
        #expect(sent.text.hasPrefix("SIP/2.0 200 OK\r\n") && !sent.text.contains("Server"), "\(sent.words)")
        let opened = lab.run("decrypt", "--any-entity", input: sent.output)
        #expect(opened.text.contains("Server: ps/1"), "\(opened.words)")
    }

    @Test("a tunnel in a tunnel is neither made nor opened, and a field changed on the way is refused")
    func refused() throws {
        let sent = lab.run("encrypt", "--tunnel", "talkative.sip")
        try lab.expectRefusal(
            .malformed, of: ["encrypt", "--tunnel"], input: sent.output, says: ["contains another message"])
        let twice = lab.run("encrypt", input: sent.output)
        #expect(twice.status == .done)
        let text = try #require(String(data: Data(sent.output), encoding: .isoLatin1))
            .replacing("Event: presence", with: "Event: dialog", maxReplacements: 1)
        let changed = Array(try #require(text.data(using: .isoLatin1)))
        try lab.expectRefusal(.headerTampered, of: ["decrypt"], input: changed, says: ["Event changed"])
    }

    @Test("--once counts a tunnelled message once")
    func once() throws {
        let sent = lab.run("encrypt", "--tunnel", "talkative.sip")
        #expect(lab.run("decrypt", "--once", input: sent.output).status == .done)
        try lab.expectRefusal(
            .replayed, of: ["decrypt", "--once"], input: sent.output, says: ["accepted before"])
    }
}
