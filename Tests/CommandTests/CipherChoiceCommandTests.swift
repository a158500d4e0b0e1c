import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// Which cipher `encrypt` uses, what `cert learn` keeps for it, and what the report says of it.
@Suite("The cipher that recipients announce")
struct CipherChoiceCommandTests {
    private let lab: CommandLab
    private let bob = "sip:bob@example.test"

    init() throws { lab = try CommandLab.example() }

    private var database: CertStore { get throws { try CertStore.open(lab.store) } }

    private func certificate(_ uri: String) throws -> Certificate {
        try Certificate(der: lab.run("cert", "export", uri, "--der").output)
    }

    private func kept(_ uri: String) throws -> SMIMECapabilities? {
        try database.capabilities(of: certificate(uri))
    }

    /// `cipherChoice` in the report of an encryption for these recipients.
    private func choice(_ options: String..., for recipients: [String]) throws -> [String: String] {
        let to = recipients.flatMap { ["--to", $0] }
        let run = lab.run(["encrypt", "--report", "report.json"] + to + options + ["publish.sip"])
        #expect(run.status == .done, "\(run.words)")
        let report = try ReportObject(lab.directory.octets(of: "report.json"))
        let choice = try #require(report.members["cipherChoice"] as? [String: String])
        let cipher = try #require(choice["cipher"])
        #expect(report.layers.first?["contentEncryption"] as? String == cipher)
        #expect(report.layers.first?["contentKeyDerivation"] as? String == choice["keyDerivation"])
        #expect(run.words.contains("enveloped (\(cipher)"))
        return choice
    }

    @Test("is AES-256-GCM where nothing is known, and the report says why")
    func unknown() throws {
        let expected = ["cipher": "aes-256-gcm", "reason": "unknown-capabilities"]
        #expect(try choice(for: [bob]) == expected)
    }

    @Test("is the first that the kept lists of all recipients name, and --cipher wins")
    func lists() throws {
        let store = try database
        let server = "sip:example.test"
        try store.keep(
            .listing(.aes256CBC, .aes128GCM, .aes256GCM), of: certificate(bob), signed: CommandRun.noon)
        #expect(
            try choice(for: [bob]) == ["cipher": "aes-128-gcm", "reason": "capabilities"])
        #expect(
            try choice("--cipher", "aes-256-cbc", for: [bob])
                == ["cipher": "aes-256-cbc", "reason": "requested"])
        #expect(try choice(for: [bob, server])["reason"] == "unknown-capabilities")
        try store.keep(.listing(.aes256GCM), of: certificate(server), signed: CommandRun.noon)
        #expect(
            try choice(for: [bob, server]) == ["cipher": "aes-256-gcm", "reason": "capabilities"])
        try store.keep(.listing(.aes256CBC), of: certificate(server), signed: CommandRun.noon + 1)
        #expect(
            try choice(for: [bob, server]) == ["cipher": "aes-256-gcm", "reason": "none-in-common"])
    }

    @Test("is learned from a signed message, with the derivation that its signer's programs open")
    func learned() throws {
        let signed = lab.run("sign", "--from", bob, "--no-binding", "--any-entity", "publish.sip").output
        let options = ["--from", bob, "--any-entity"]
        for command in [["verify"], ["decrypt"]] {
            #expect(lab.run(command + options, input: signed).status == .done)
            #expect(try kept(bob) == nil)
        }
        let learned = lab.run(["cert", "learn"] + options, input: signed)
        #expect(learned.status == .done, "\(learned.words)")
        #expect(learned.words.contains("the signer's programs open: aes-256-gcm, "))
        #expect(try kept(bob) == .own)
        #expect(
            try choice(for: [bob]) == [
                "cipher": "aes-256-gcm", "reason": "capabilities", "keyDerivation": "hkdf-sha256",
            ])
        // Again, it is not later.
        #expect(
            !lab.run(["cert", "learn"] + options, input: signed).words.contains("the signer's programs open"))
    }

    @Test("is not learned from a message signed more than 300 seconds ago, or as of another time")
    func notCurrent() throws {
        let options = ["cert", "learn", "--from", bob, "--any-entity"]
        let signed = lab.run("sign", "--from", bob, "--no-binding", "--any-entity", "publish.sip").output
        let at = ["--at", "2026-11-23T12:00:00Z"]
        for (command, now) in [
            (options, CommandRun.noon + 301), (options + at, CommandRun.noon),
            (options + ["--allow-weak"], CommandRun.noon),
            (options + ["--allow-future"], CommandRun.noon - 301),
        ] {
            let run = lab.run(command, input: signed, now: now)
            #expect(run.status == .done || run.words.contains("not valid"), "\(run.words)")
            #expect(try kept(bob) == nil, "\(command)")
        }
        #expect(lab.run(options, input: signed, now: CommandRun.noon + 300).status == .done)
        #expect(try kept(bob) == .own)
    }

    @Test("is not learned where the signature covers an envelope that may be another sender's")
    func outerSignature() throws {
        let inner = lab.run("encrypt", "--unsigned", "--to", bob, "publish.sip").output
        let outer = lab.run("sign", "--no-binding", "-", input: inner).output
        let learned = lab.run("cert", "learn", input: outer)
        #expect(learned.status == .done, "\(learned.words)")
        #expect(try kept("sip:alice@example.test") == nil)
    }
}
