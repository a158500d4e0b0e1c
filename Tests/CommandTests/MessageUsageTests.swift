import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("How the message commands are used")
struct MessageUsageTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    @Test(
        "an option that is not built yet is unknown, not ignored",
        arguments: [
            ["sign", "--outer-headers", "none"],
            ["sign", "--pad", "64"], ["encrypt", "--at", "2026-11-23T12:00:00Z"],
            ["encrypt", "--allow-weak"],
            ["sign", "--cipher", "aes-256-gcm"],
            ["sign", "--require-revocation"], ["sign", "--allow-stale-crl"],
            ["verify", "--polite-block"], ["decrypt", "--polite-block"],
            ["verify", "-o", "out.sip"],
            ["inspect", "--store", "store.db"], ["exposure", "--policy", "rules.xml"],
        ])
    func unknown(arguments: [String]) throws {
        let option = arguments[1]
        let message = ["protected.sip", "--report", "report.json"]
        try lab.expectFailure(.usage, of: arguments + message, says: ["unknown option '\(option)'"])
    }

    @Test(
        "a command that is not built yet is unknown",
        arguments: ["serve"])
    func unknownCommand(command: String) throws {
        try lab.expectFailure(.usage, of: [command, "protected.sip"], says: ["unknown command '\(command)'"])
    }

    @Test(
        "values and combinations that mean nothing are refused before anything is read",
        arguments: [
            (
                ["exposure", "--format", "htm"],
                ["invalid value 'htm' for '--format'", "text, json, html, sarif"]
            ),
            (
                ["exposure", "--fail-on", "low"],
                ["invalid value 'low' for '--fail-on'", "critical, high, medium"]
            ),
            (["encrypt", "--cipher", "des-ede3-cbc"], ["for '--cipher'", "aes-256-gcm"]),
            (["sign", "--form", "clear"], ["for '--form'", "detached, opaque"]),
            (["encrypt", "--pad", "0"], ["invalid value '0' for '--pad'", "1 to 65536"]),
            (["encrypt", "--pad", "65537"], ["invalid value '65537' for '--pad'"]),
            (["encrypt", "--pad", "64", "--unsigned"], ["'--pad' and '--unsigned' cannot be combined"]),
            (["encrypt", "--pad", "64", "--no-binding"], ["'--pad' and '--no-binding' cannot be combined"]),
            (["decrypt", "--at", "yesterday"], ["invalid time 'yesterday' for '--at'", "RFC 3339"]),
            (
                ["encrypt", "--unsigned", "--cipher", "aes-256-cbc"],
                ["'--unsigned' and '--cipher aes-256-cbc'"]
            ),
            (["encrypt", "--cipher=aes-128-cbc", "--unsigned"], ["'--unsigned' and '--cipher aes-128-cbc'"]),
            (
                ["decrypt", "--any-sender", "--from", "sip:a@b"],
                ["'--any-sender' and '--from' cannot be combined"]
            ),
            (
                ["verify", "--from", "sip:a@b", "--any-sender"],
                ["'--any-sender' and '--from' cannot be combined"]
            ),
            (["decrypt", "--any-sender", "--any-sender"], ["more than once"]),
            (["decrypt", "protected.sip"], ["missing option '-o'"]),
            (["answer", "protected.sip"], ["unexpected argument"]),
        ])
    func values(arguments: [String], words: [String]) throws {
        try lab.expectFailure(.usage, of: arguments + ["absent.sip", "--report", "report.json"], says: words)
    }

    @Test(
        "an address that is no SIP URI is refused",
        arguments: [
            ["encrypt", "--to", "bob"], ["encrypt", "--to", ""], ["encrypt", "--to", "tel:+442079460123"],
            ["encrypt", "--to", "sip:bob@example.test", "--to", "sip:"], ["encrypt", "--from", "alice"],
            ["sign", "--from", "mailto:alice@example.test"],
            ["decrypt", "--from", "sip:al ice@example.test"],
            ["encrypt", "--body", "not a type"], ["encrypt", "--body", "text/plain\r\nX: y"],
        ])
    func addresses(arguments: [String]) throws {
        try lab.expectFailure(
            .usage, of: arguments + ["publish.sip"],
            says: [
                "given for \(arguments[1]) is not", "hint: see 'smime-presence \(arguments[0]) --help'",
            ])
    }

    @Test("a method without a rule of its own needs --to, and an address no certificate can own --from")
    func needsOption() throws {
        let info = try lab.changed("publish.sip", "PUBLISH sip", "INFO sip")
        let cseq = try #require(Data(info).range(of: Data("1 PUBLISH".utf8)))
        let message = Array(info[..<cseq.lowerBound] + Array("1 INFO".utf8) + info[cseq.upperBound...])
        try lab.expectFailure(
            .usage, of: ["encrypt"], input: message,
            says: ["'INFO' does not say who the recipient is", "'--to URI'"])
        let sealed = lab.run("encrypt", "--to", "sip:bob@example.test", input: message)
        #expect(lab.run("decrypt", input: sealed.output).output == message)
        let telephone = try lab.changed("publish.sip", "From: <sip:alice@example.test>", "From: <tel:+44207>")
        try lab.expectFailure(
            .usage, of: ["sign"], input: telephone, says: ["'tel:+44207' does not say", "'--from URI'"])
        let signed = lab.run("sign", "--from", "sip:alice@example.test", input: telephone)
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt"], input: signed.output, says: ["not the sender tel:+44207"])
        #expect(lab.run("decrypt", "--any-sender", input: signed.output).output == telephone)
    }

    @Test("an unsigned message is from the sender it names")
    func unsignedFrom() throws {
        try lab.expectFailure(
            .usage, of: ["encrypt", "--unsigned", "--from", "sip:alice@example.test", "publish.sip"],
            says: ["'--unsigned' and '--from' cannot be combined"])
    }

    @Test("warns the sender of what options leave unproven")
    func loose() throws {
        for (command, option, code) in [
            ("encrypt", "--no-binding", "unbound"), ("sign", "--no-binding", "unbound"),
            ("encrypt", "--any-entity", "entity-unchecked"),
        ] {
            let run = lab.run(command, option, "publish.sip", "-o", "out.sip", "--report", "r.json")
            #expect(run.status == .done && run.words.contains("(\(code))"), "\(run.words)")
            #expect(try ReportObject(lab.directory.octets(of: "r.json")).warningCodes == [code])
        }
        #expect(!lab.run("encrypt", "--unsigned", "--no-binding", "publish.sip").words.contains("(unbound)"))
    }

    @Test("a MIME entity needs to be told sender and recipient, and comes out as one")
    func entity() throws {
        let entity = Array("Content-Type: text/plain\r\n\r\nI am here".utf8)
        let from = ["--from", "sip:alice@example.test"]
        let to = ["--to", "sip:bob@example.test"]
        try lab.expectFailure(.usage, of: ["encrypt"] + to, input: entity, says: ["give '--from URI'"])
        try lab.expectFailure(.usage, of: ["encrypt"] + from, input: entity, says: ["give '--to URI'"])
        let sealed = lab.run(["encrypt"] + from + to, input: entity)
        #expect(sealed.text.hasPrefix("Content-Type: application/pkcs7-mime; smime-type=authEnveloped-data"))
        try lab.expectFailure(
            .usage, of: ["decrypt"], input: sealed.output, says: ["'--from URI' or '--any-sender'"])
        #expect(lab.run(["decrypt"] + from, input: sealed.output).output == entity)
        #expect(lab.run("decrypt", "--any-sender", input: sealed.output).output == entity)
        try lab.expectRefusal(
            .signerNotSender, of: ["decrypt"] + to.map { $0 == "--to" ? "--from" : $0 }, input: sealed.output,
            says: ["sip:alice@example.test", "not the sender sip:bob@example.test"])
    }

    @Test("a bare body is told its Content-Type, parameters included")
    func bareBody() throws {
        let body = Array("PUBLISH is a word\r\n".utf8)
        let parties = ["--from", "sip:alice@example.test", "--to", "sip:bob@example.test"]
        let type = "text/plain; charset=\"utf-8\""
        let sealed = lab.run(
            ["encrypt", "--transfer-encoding", "binary", "--body", type] + parties, input: body)
        let opened = lab.run("decrypt", "--any-sender", input: sealed.output)
        #expect(opened.text == "Content-Type: \(type)\r\n\r\nPUBLISH is a word\r\n")
        let entity = sealed.output
        let end = try #require(Data(entity).range(of: Data("\r\n\r\n".utf8))?.upperBound)
        let object = Array(entity[end...])
        let plain = ["decrypt", "--any-sender", "--body", "application/pkcs7-mime"]
        #expect(lab.run(plain, input: object).output == opened.output)
        try lab.expectRefusal(.missingBody, of: ["encrypt", "--body", type] + parties, says: ["no body"])
    }

    @Test("unsigned content is opened only with --allow-unsigned")
    func unsigned() throws {
        let sealed = lab.run("encrypt", "--unsigned", "publish.sip")
        #expect(sealed.words.contains("warning: it is not signed"))
        try lab.expectRefusal(
            .unsigned, of: ["decrypt", "-o", "out.sip"], input: sealed.output,
            says: ["the content is not signed", "--allow-unsigned"])
        let opened = lab.run("decrypt", "--allow-unsigned", "--report", "report.json", input: sealed.output)
        #expect(opened.output == (try lab.directory.octets(of: "publish.sip")))
        #expect(opened.words.contains("warning: it is not signed"))
        #expect(try ReportObject(lab.directory.octets(of: "report.json")).warningCodes == ["unsigned"])
    }

    @Test("a recipient named twice gets one copy")
    func sameRecipient() throws {
        let bob = ["--to", "sip:bob@example.test", "--to", "sip:bob@EXAMPLE.test:5060"]
        let sealed = lab.run(["encrypt"] + bob + ["publish.sip"]).output
        let layer = try #require(ReportObject(lab.run("inspect", input: sealed).output).layers.first)
        #expect((layer["recipients"] as? [String])?.count == 1)
    }

    @Test("every cipher, form and transfer encoding that is offered comes back")
    func offers() throws {
        let publish = try lab.directory.octets(of: "publish.sip")
        let ciphers = Encrypt.Cipher.allCases.map { ["encrypt", "--cipher", $0.rawValue] }
        let forms = Sign.Form.allCases.map { ["sign", "--form", $0.rawValue] }
        for command in ciphers + forms {
            for encoding in ["binary", "base64"] {
                let sealed = lab.run(command + ["--transfer-encoding", encoding], input: publish)
                #expect(sealed.status == .done, "\(sealed.words)")
                #expect(lab.run("decrypt", input: sealed.output).output == publish, "\(command) \(encoding)")
            }
        }
    }

    @Test("--to is said to be repeatable once")
    func help() {
        let entry = lab.run("encrypt", "--help").text.components(separatedBy: "\n  --")
            .filter { $0.hasPrefix("to URI") }
        #expect(entry.map { $0.components(separatedBy: "repeatable").count } == [2])
    }
}
