import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Telephone numbers")
struct TelephoneCommandTests {
    private static let uri = "sip:+49301234567@example.test"
    private static let number = "tel:+49301234567"

    private func lab() throws -> CommandLab {
        let lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        #expect(lab.run("cert", "issue", Self.uri, "--tel").status == .done)
        #expect(lab.run("cert", "issue", "sip:example.test").status == .done)
        return lab
    }

    private func publish(from: String, target: String) -> [UInt8] {
        let document =
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='\(Self.number)'>"
            + "<tuple id='t'><status><basic>open</basic></status></tuple></presence>"
        let lines = [
            "PUBLISH \(target) SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.5;branch=z9hG4bKa", "Max-Forwards: 70",
            "From: <\(from)>;tag=1", "To: <\(target)>", "Call-ID: c1", "CSeq: 1 PUBLISH", "Event: presence",
            "Content-Type: application/pidf+xml", "Content-Length: \(document.utf8.count)", "", document,
        ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    @Test(
        "'cert issue --tel' lists both URIs; the certificate is found by either and keeps them when it is renewed"
    )
    func issue() throws {
        let lab = try lab()
        for _ in 0..<2 {
            for name in [Self.uri, "tel:+49-30-1234567"] {
                let shown = lab.run("cert", "show", name)
                #expect(shown.text.contains("\(Self.uri);user=phone") && shown.text.contains(Self.number))
            }
            #expect(lab.run("cert", "renew", Self.number).status == .done)
        }
    }

    @Test(
        "'cert issue --tel' needs a global number, and no tel URI alone gets a certificate",
        arguments: [
            ["sip:alice@example.test", "--tel"], ["sip:4930@example.test", "--tel"],
            ["sip:example.test", "--tel"],
            ["sip:+49-30@example.test", "--tel"], ["tel:+4930"], ["tel:+4930", "--tel"],
            ["sip:+4930{01}@example.test", "--count", "2", "--tel"],
        ])
    func refused(arguments: [String]) throws {
        let lab = try lab()
        #expect(lab.run(["cert", "issue"] + arguments).status == .usage)
    }

    @Test("errors about numbers say what to write")
    func hints() throws {
        let lab = try lab()
        try lab.directory.write(Array("sip:+4930@example.test\n".utf8), to: "list")
        let bulk = ["'--tel' works for one subscriber at a time", "cert issue URI --tel"]
        try lab.expectFailure(.usage, of: ["cert", "issue", "--from", "list", "--tel"], says: bulk)
        try lab.expectFailure(
            .usage, of: ["cert", "issue", "sip:+4930{01}@example.test", "--count", "2", "--tel"], says: bulk)
        try lab.expectFailure(
            .usage, of: ["cert", "issue", "tel:+4930"],
            says: ["is not a SIP URI but a telephone number", "cert issue sip:+4930@DOMAIN --tel"])
        let message = publish(from: "tel:+4930", target: "sip:example.test")
        try lab.expectFailure(
            .usage, of: ["encrypt"], input: message,
            says: ["give '--from URI'", "cert issue sip:+4930@DOMAIN --tel"])
        try lab.expectFailure(
            .usage, of: ["encrypt", "--to", "tel:+4931"], input: publish(from: Self.number, target: Self.uri),
            says: ["'tel:+4931' given for --to", "--to sip:USER@DOMAIN"])
        for (target, words) in [
            (Self.number, "names no presence server"), (Self.uri, "is not a SIP URI but a telephone number"),
        ] {
            let assessed = lab.run(
                "assess", "--format", "json", input: publish(from: Self.number, target: target))
            #expect(assessed.status == .done && assessed.text.contains(words), "\(assessed.text)")
        }
    }

    @Test(
        "a document about the number is protected and opened, whatever of both From and the Request-URI are")
    func roundTrip() throws {
        let lab = try lab()
        for from in ["\(Self.uri);user=phone", Self.number, "tel:+49-30-1234567"] {
            for target in ["\(Self.uri);user=phone", Self.number] {
                let message = publish(from: from, target: target)
                let sealed = lab.run("encrypt", "--to", "sip:example.test", input: message)
                #expect(sealed.status == .done, "\(sealed.words)")
                let opened = lab.run("decrypt", input: sealed.output)
                #expect(opened.status == .done && opened.output == message, "\(opened.words)")
            }
        }
        let plain = lab.run("encrypt", input: publish(from: Self.uri, target: Self.uri))
        #expect(plain.status == .refused && plain.words.contains("cert issue --tel"))
    }

    @Test("a Request-URI that is a number names no server, and the hint says so")
    func server() throws {
        let lab = try lab()
        try lab.expectFailure(
            .usage, of: ["encrypt"], input: publish(from: Self.number, target: Self.number),
            says: ["names no presence server", "hint: name the server with '--to sip:DOMAIN'"])
    }

    @Test("'--to' and '--from' take a number that a certificate of the store lists")
    func options() throws {
        let lab = try lab()
        let message = publish(from: Self.uri, target: "sip:example.test")
        let sealed = lab.run(
            "encrypt", "--from", Self.number, "--to", "tel:+49(30)1234567", "--no-binding", input: message)
        #expect(sealed.status == .done && sealed.words.contains("for \(Self.uri)"), "\(sealed.words)")
        let opened = lab.run("decrypt", "--from", Self.number, input: sealed.output)
        #expect(opened.status == .done, "\(opened.words)")
        #expect(lab.run("decrypt", "--from", "tel:+49301", input: sealed.output).status == .refused)
    }
}
