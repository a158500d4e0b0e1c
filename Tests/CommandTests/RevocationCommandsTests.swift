import CMS
import CommandFiles
import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert revoke, ca crl, ca ocsp")
struct RevocationCommandsTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func serial(of uri: String) throws -> String {
        try #require(
            try Certificate.certificates(pem: lab.run("cert", "export", uri).output).first
        ).facts.serialNumber
    }

    @Test("what is revoked is refused at once, by receivers with date and reason, and by senders")
    func revoke() throws {
        let alice = lab.run("cert", "revoke", "sip:alice@example.test", "--reason", "keyCompromise")
        #expect(alice.status == .done && alice.output.isEmpty, "\(alice.words)")
        for command in ["decrypt", "verify"] {
            let refused = lab.run([command, "protected.sip", "--report", "report.json"])
            #expect(refused.status == .refused && refused.output.isEmpty)
            let report = try ReportObject(lab.directory.octets(of: "report.json"))
            #expect(report.reasonCode == "revoked" && report.sipStatus == 437)
            #expect(refused.words.contains("was revoked at 2026-11-23T12:00:00Z"), "\(refused.words)")
            #expect(refused.words.contains("keyCompromise") && refused.words.contains("hint: "))
        }
        // Its signatures would not be accepted.
        try lab.expectRefusal(
            .revoked, of: ["encrypt", "publish.sip"], says: ["was revoked", "cert issue"])
        #expect(lab.run("cert", "issue", "sip:alice@example.test").status == .done)
        #expect(lab.run("sign", "publish.sip").status == .done)
        #expect(lab.run("cert", "revoke", "sip:example.test").status == .done)
        try lab.expectRefusal(
            .untrustedRecipient, of: ["encrypt", "publish.sip"],
            says: ["the certificate of the recipient sip:example.test cannot be used", "was revoked"])
    }

    @Test("a CRL of one of two CAs of one name: the import says whose certificates it does not cover")
    func namesakes() throws {
        var identifiers: [String] = []
        for name in ["one", "two"] {
            let store = ["--store", "\(name).db"]
            #expect(lab.run(["ca", "init", "--domain", "same.test"] + store).status == .done)
            let certificate = lab.run(["ca", "show"] + store).output
            identifiers.append(
                String(try #require(Certificate.certificates(pem: certificate).first).fingerprint.prefix(16)))
            try lab.directory.write(certificate, to: "\(name).pem")
            try lab.directory.write(lab.run(["ca", "crl"] + store).output, to: "\(name).crl")
        }
        #expect(lab.run("trust", "add", "one.pem").status == .done)
        let alone = lab.run("trust", "crl", "import", "one.crl")
        #expect(alone.status == .done && !alone.words.contains("warning"), "\(alone.words)")
        #expect(lab.run("trust", "add", "two.pem").status == .done)
        for command in [
            ["trust", "crl", "import", "one.crl"], ["trust", "add", "one.pem", "--crl", "one.crl"],
        ] {
            let imported = lab.run(command)
            #expect(imported.status == .done)
            #expect(imported.words.contains("was signed by the CA \(identifiers[0]): "), "\(imported.words)")
            #expect(
                imported.words.contains("certificates of the CA \(identifiers[1]), which has the same name"))
        }
    }

    @Test("a message of before the revocation can be verified as of then")
    func asOfThen() throws {
        let later = CommandRun.noon + 86_400
        #expect(lab.run("cert", "revoke", "sip:alice@example.test", now: later).status == .done)
        let then = lab.run(["verify", "protected.sip", "--at", "2026-11-23T12:00:00Z"], now: later)
        #expect(then.status == .done, "\(then.words)")
        #expect(try ReportObject(then.output).warningCodes.isEmpty)
        try lab.expectRefusal(
            .revoked, of: ["verify", "protected.sip"], now: later,
            says: ["was revoked at 2026-11-24T12:00:00Z"])
    }

    @Test("with several certificates one is named, or all")
    func several() throws {
        let first = try serial(of: "sip:bob@example.test")
        #expect(lab.run("cert", "issue", "sip:bob@example.test").status == .done)
        let several = lab.run("cert", "revoke", "sip:bob@example.test")
        #expect(several.status == .refused && several.words.contains(first))
        #expect(several.words.contains("'--serial HEX', or all with '--all'"))
        #expect(
            lab.run("cert", "revoke", "sip:bob@example.test", "--serial", first.lowercased()).status == .done)
        // The one that is left is meant.
        let second = lab.run("cert", "revoke", "sip:bob@example.test")
        #expect(second.status == .done && !second.words.contains(first))
        let again = lab.run("cert", "revoke", "sip:bob@example.test", "--all")
        #expect(again.status == .refused && again.words.contains("was revoked at"), "\(again.words)")
        let unknown = lab.run("cert", "revoke", "sip:bob@example.test", "--serial", "00FF")
        #expect(unknown.status == .refused && unknown.words.contains("has serial number 00FF"))
        let both = lab.run("cert", "revoke", "sip:bob@example.test", "--all", "--serial", first)
        #expect(both.status == .usage)
        #expect(lab.run("cert", "revoke", "sip:bob@example.test", "--reason", "lost").status == .usage)
        #expect(lab.run("cert", "revoke", "sip:absent@example.test").status == .refused)
    }

    @Test("a certificate that was taken out of the store is revoked by its file")
    func byFile() throws {
        let bob = lab.run("cert", "export", "sip:bob@example.test", "--chain").output
        try lab.directory.write(bob, to: "bob.pem")
        let serial = try serial(of: "sip:bob@example.test")
        #expect(lab.run("cert", "remove", "sip:bob@example.test").status == .done)
        #expect(lab.run("cert", "revoke", "sip:bob@example.test").status == .refused)
        let revoked = lab.run("cert", "revoke", "--certificate", "bob.pem", "--reason", "keyCompromise")
        #expect(revoked.status == .done, "\(revoked.words)")
        #expect(revoked.words.contains("revoked sip:bob@example.test") && revoked.words.contains(serial))
        let list = try RevocationList.lists(pem: lab.run("ca", "crl").output)[0]
        let certificate = try Certificate.certificates(pem: bob)[0]
        #expect(list.entry(for: certificate)?.reason == .keyCompromise)
        let again = lab.run("cert", "revoke", "--certificate", "-", input: certificate.der)
        #expect(again.status == .refused && again.words.contains("was revoked at"), "\(again.words)")
    }

    @Test("a file revokes nothing that the CA did not issue, nor the CA itself, nor what is no certificate")
    func byUnfitFile() throws {
        // Of another CA with the same name: only the signature tells.
        let stranger = try CommandLab()
        _ = stranger.run("ca", "init", "--domain", "example.test")
        _ = stranger.run("cert", "issue", "sip:bob@example.test")
        let certificate = stranger.run("cert", "export", "sip:bob@example.test").output
        let before = lab.run("trust", "crl", "list").output
        for (octets, words) in [
            (certificate, "the CA of this store did not issue"), (lab.run("ca", "show").output, "CA"),
            (Array("hello".utf8), "holds no certificate"), ([], "holds no certificate"),
        ] {
            let refused = lab.run("cert", "revoke", "--certificate", "-", input: octets)
            #expect(refused.status == .refused && refused.words.contains(words), "\(refused.words)")
            #expect(refused.words.contains("hint: "))
        }
        #expect(lab.run("cert", "revoke", "--certificate", "absent").status == .environment)
        for arguments in [
            [], ["sip:bob@example.test", "--certificate", "-"], ["--certificate", "-", "--all"],
            ["--certificate", "-", "--serial", "01"],
        ] {
            #expect(lab.run(["cert", "revoke"] + arguments, input: certificate).status == .usage)
        }
        #expect(lab.run("trust", "crl", "list").output == before)
    }

    @Test("only its own CA can revoke a certificate")
    func foreign() throws {
        try lab.useTestCA("alice.pem")
        _ = lab.run("cert", "import", "alice.pem", "--allow-other-uri", "sip:foreign@example.test")
        let refused = lab.run("cert", "revoke", "sip:foreign@example.test")
        #expect(refused.status == .refused)
        #expect(refused.words.contains("the CA of this store did not issue"), "\(refused.words)")
        let other = try CommandLab()
        try other.useTestCA("alice.pem")
        _ = other.run("cert", "import", "alice.pem", "--allow-other-uri", "sip:foreign@example.test")
        let none = other.run("cert", "revoke", "sip:foreign@example.test")
        #expect(none.status == .environment && none.words.contains("the store has no CA"))
    }

    @Test("the CA's list is PEM or DER, rises in number and comes to its end as told")
    func list() throws {
        _ = lab.run("cert", "revoke", "sip:bob@example.test")
        let first = try RevocationList.lists(pem: lab.run("ca", "crl").output)[0]
        let second = try RevocationList(der: lab.run("ca", "crl", "--der", "--days", "7").output)
        #expect(Int(first.number ?? "") ?? 0 < Int(second.number ?? "") ?? 0)
        #expect(first.nextUpdate == CommandRun.noon + 30 * 86_400)
        #expect(second.nextUpdate == CommandRun.noon + 7 * 86_400 && second.count == 1)
        #expect(lab.run("ca", "crl", "--der", outputKind: .terminal).status == .usage)
        #expect(lab.run("ca", "crl", "--days", "0").status == .usage)
        try lab.expectFailure(
            .environment, of: ["ca", "crl", "--store", "none.db"], says: ["there is no store"])
    }

    @Test("a list that cannot be written uses up no number")
    func unwritableList() throws {
        func number() throws -> Int {
            let list = try RevocationList.lists(pem: lab.run("ca", "crl").output)[0]
            return Int(list.number ?? "") ?? 0
        }
        let before = try number()
        try lab.expectFailure(.environment, of: ["ca", "crl", "-o", "absent/crl"], says: ["cannot write"])
        #expect(try number() == before + 1)
    }

    @Test("an OCSP request is answered, and what is none is refused")
    func ocsp() throws {
        let answer = lab.run("ca", "ocsp", "--request", "request.der")
        #expect(answer.status == .done && answer.output.first == 0x30)
        #expect(answer.words.contains("certificates of other issuers, unknown: 1"))
        #expect(lab.run("ca", "ocsp").status == .usage)
        let garbage: [[UInt8]] = [[], Array("hello".utf8), [0x30, 0x00], try TestCA.octets(of: "ca.pem")]
        for octets in garbage {
            let refused = lab.run("ca", "ocsp", "--request", "-", input: octets)
            #expect(refused.status == .refused && refused.output.isEmpty)
            #expect(refused.words.contains("this is not an OCSP request"), "\(refused.words)")
            // With -o there is a response: malformedRequest (RFC 6960 §2.3, §4.2.1).
            let answered = lab.run("ca", "ocsp", "--request", "-", "-o", "answer", input: octets)
            #expect(answered.status == .refused && answered.words == refused.words)
            #expect(try lab.directory.octets(of: "answer") == [0x30, 3, 0x0A, 1, 1])
        }
        let empty = DERNode(
            0x30,
            elements: [
                DERNode(0x06, [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x02]), DERNode(0x04, [4, 0]),
            ])
        try lab.expectFailure(
            .refused, of: ["ca", "ocsp", "--request", "-"],
            input: OCSPRequests.ofUnknownIssuer(whole: empty).der,
            says: ["the nonce of the OCSP request does not have 1 to 128 octets"])
        let many = OCSPRequests.ofUnknownIssuer(certificates: 101).der
        let refused = lab.run("ca", "ocsp", "--request", "-", input: many)
        #expect(refused.status == .refused && refused.words.contains("more than 100 certificates"))
        let large = lab.run("ca", "ocsp", "--request", "-", input: [UInt8](repeating: 0x30, count: 70_000))
        #expect(large.status == .refused)
    }

    @Test("revoking needs the passphrase of an encrypted store, and changes nothing without")
    func encrypted() throws {
        let other = try CommandLab()
        try other.directory.write("secret\n".utf8, to: "pass")
        let pass = ["--passphrase-file", "pass"]
        #expect(other.run(["ca", "init", "--domain", "example.test"] + pass).status == .done)
        #expect(other.run(["cert", "issue", "sip:alice@example.test"] + pass).status == .done)
        let refused = other.run("cert", "revoke", "sip:alice@example.test")
        #expect(refused.status == .environment && refused.words.contains("--passphrase-file"))
        #expect(other.run("trust", "crl", "list").text.contains("revoked 0"))
        #expect(other.run(["cert", "revoke", "sip:alice@example.test"] + pass).status == .done)
        #expect(other.run("trust", "crl", "list").text.contains("revoked 1"))
    }
}

@Suite("trust crl")
struct TrustCRLTests {
    /// The store of the examples, whose CA revokes; and a receiver who trusts it.
    private let lab: CommandLab
    private static let server = ["--store", "watcher.db"]

    init() throws {
        lab = try CommandLab.example()
        let everything = lab.run("cert", "export", "sip:example.test", "--key").output
        try lab.directory.write(everything, to: "server.key")
        try lab.directory.write(lab.run("cert", "export", "sip:example.test").output, to: "server.pem")
        #expect(
            lab.run(["cert", "import", "server.pem", "--key", "server.key"] + Self.server).status == .done)
    }

    private func publish(_ name: String, at date: Date = CommandRun.noon, days: Int = 30) throws {
        let made = lab.run(["ca", "crl", "--days", String(days), "-o", name], now: date)
        #expect(made.status == .done, "\(made.words)")
    }

    private func take(_ name: String, at date: Date = CommandRun.noon) -> CommandRun {
        lab.run(["trust", "crl", "import", name] + Self.server, now: date)
    }

    private func verify(_ options: String..., at date: Date = CommandRun.noon) -> CommandRun {
        lab.run(["verify", "protected.sip"] + options + Self.server, now: date)
    }

    @Test("a CA without a list gives a warning, and a refusal where lists are wanted")
    func unlisted() throws {
        let warned = verify()
        #expect(warned.status == .done)
        #expect(try ReportObject(warned.output).warningCodes == ["no-revocation-list"])
        #expect(warned.words.contains("'trust crl import'") && warned.words.contains("'trust add --crl'"))
        #expect(warned.words.contains("no CRL for the authority"))
        try lab.expectRefusal(
            .revocationUnknown,
            of: ["verify", "protected.sip", "--require-revocation"] + Self.server,
            says: ["there is no CRL of", "trust crl import FILE"])
        try lab.expectRefusal(
            .untrustedRecipient,
            of: ["encrypt", "publish.sip", "--unsigned", "--require-revocation"] + Self.server,
            says: ["there is no CRL of"])
        #expect(take("crl.pem").status == .done)
        #expect(try ReportObject(verify("--require-revocation").output).warningCodes.isEmpty)
    }

    @Test("a revoked signer is refused from the list on")
    func revoked() throws {
        #expect(lab.run("cert", "revoke", "sip:alice@example.test").status == .done)
        #expect(verify().status == .done)
        try publish("new.pem")
        let taken = take("new.pem")
        #expect(taken.words.contains("1 revoked") && taken.words.contains("next update 2026-12-23T12:00:00Z"))
        try lab.expectRefusal(
            .revoked, of: ["verify", "protected.sip"] + Self.server, says: ["was revoked at"])
    }

    @Test("a list past its next update refuses, unless stale ones are allowed")
    func stale() throws {
        #expect(take("crl.pem").status == .done)
        let late = CommandRun.noon + 31 * 86_400
        try lab.expectRefusal(
            .revocationUnknown, of: ["verify", "protected.sip"] + Self.server, now: late,
            says: ["expired at 2026-12-23T12:00:00Z", "--allow-stale-crl"])
        let allowed = verify("--allow-stale-crl", at: late)
        #expect(allowed.status == .done, "\(allowed.words)")
        #expect(try ReportObject(allowed.output).warningCodes == ["stale-revocation-list"])
        let again = take("crl.pem", at: late)
        #expect(again.status == .done && again.words.contains("is already in the store"))
        #expect(again.words.contains("warning: it is out of date"))
        #expect(lab.run(["trust", "crl", "list"] + Self.server, now: late).text.contains("stale"))
        try publish("later.pem", at: late)
        #expect(take("later.pem", at: late).status == .done && verify(at: late).status == .done)
        // As of a time before the CRL it is unknown what was not revoked.
        try lab.expectRefusal(
            .revocationUnknown,
            of: ["verify", "protected.sip", "--at", "2026-11-23T12:00:00Z"] + Self.server, now: late,
            says: ["was issued only at 2026-12-24T12:00:00Z", "--allow-stale-crl"])
        let then = verify("--at", "2026-11-23T12:00:00Z", "--allow-stale-crl", at: late)
        #expect(then.status == .done)
    }

    @Test("a CRL issued in the future is imported with a warning, and counts from its date on")
    func future() throws {
        let later = CommandRun.noon + 3600
        try publish("later.pem", at: later)
        let taken = take("later.pem")
        #expect(taken.status == .done && taken.words.contains("warning: it is from the future"))
        #expect(verify().status == .refused)
        #expect(verify(at: later).status == .done)
    }

    @Test("an older list does not replace a newer one")
    func older() throws {
        try publish("new.pem", at: CommandRun.noon + 60)
        #expect(take("new.pem").status == .done)
        let older = take("crl.pem")
        #expect(older.status == .done && older.words.contains("the store has a later one"))
        // That one is out of date does not matter when another is held.
        let stale = lab.run(
            ["trust", "crl", "import", "crl.pem"] + Self.server, now: CommandRun.noon + 400 * 86_400)
        #expect(stale.status == .done && !stale.words.contains("warning"), "\(stale.words)")
        let listed = lab.run(["trust", "crl", "list", "--format", "json"] + Self.server).output
        let object = try JSONSerialization.jsonObject(with: Data(listed)) as? [String: Any]
        let lists = try #require(object?["revocationLists"] as? [[String: Any]])
        #expect(lists.count == 1 && lists.first?["thisUpdate"] as? String == "2026-11-23T12:01:00Z")
    }

    @Test("what is no list, or of no CA here, is refused, and the store stays as it is")
    func refused() throws {
        let before = lab.run(["trust", "crl", "list"] + Self.server).output
        try lab.directory.write("hello".utf8, to: "bad")
        for name in ["bad", "server.pem", "publish.sip"] {
            let refused = take(name)
            #expect(refused.status == .refused && refused.words.contains("holds no CRL"))
        }
        let stranger = take("testca.crl")
        #expect(stranger.status == .refused)
        #expect(stranger.words.contains("no CA in the store signed the CRL"))
        #expect(take("absent").status == .environment)
        let own = lab.run("trust", "crl", "import", "crl.pem")
        #expect(own.status == .done && own.words.contains("merged the CRL of"), "\(own.words)")
        #expect(lab.run("trust", "crl").status == .usage)
        #expect(lab.run(["trust", "crl", "list"] + Self.server).output == before)
    }

    @Test("is removed by its ID or its issuer; that of the store's own CA stays")
    func remove() throws {
        func listed() -> [Substring] {
            lab.run(["trust", "crl", "list"] + Self.server).text.split(separator: "\n")
        }
        let issuer = try #require(RevocationList.lists(pem: lab.directory.octets(of: "crl.pem")).first).issuer
        for arguments in [[], ["--issuer", issuer]] {
            #expect(take("crl.pem").status == .done)
            let name = arguments.isEmpty ? [String(try #require(listed().first).prefix(16))] : arguments
            let removed = lab.run(["trust", "crl", "remove"] + name + Self.server)
            #expect(removed.status == .done, "\(removed.words)")
            #expect(removed.words.contains("accepted again until a new CRL is imported") && listed().isEmpty)
            #expect(try ReportObject(verify().output).warningCodes == ["no-revocation-list"])
            #expect(lab.run(["trust", "crl", "remove"] + name + Self.server).status == .refused)
        }
        let own = lab.run("trust", "crl", "list").text
        let identifier = String(own.prefix(16))
        for name in [[identifier], ["--issuer", issuer]] {
            let refused = lab.run(["trust", "crl", "remove"] + name)
            #expect(refused.status == .refused && refused.words.contains("is from the CA of this store"))
        }
        #expect(lab.run("trust", "crl", "list").text == own)
        for wrong in [[], ["xyz"], ["0000"], [identifier, "--issuer", issuer]] {
            #expect(lab.run(["trust", "crl", "remove"] + wrong).status == .usage)
        }
        let none = lab.run("trust", "crl", "remove", "00000000", "--issuer=")
        #expect(none.status == .usage)
        #expect(lab.run("trust", "crl", "remove", "00000000").words.contains("hint: see"))
    }

    @Test("trust add takes the lists of its CAs along, or nothing at all")
    func add() throws {
        let other = try CommandLab()
        try other.useTestCA("ca.pem", "alice.pem")
        let alice = try Certificate.certificates(pem: TestCA.octets(of: "alice.pem"))[0]
        let revoked = RevokedCertificate(
            serialNumber: alice.facts.serialNumber, revokedAt: CommandRun.noon, reason: .superseded)
        try other.directory.write(
            TestCA.revocationList(of: [revoked], at: CommandRun.noon).der, to: "testca.crl")
        try other.directory.write(lab.directory.octets(of: "crl.pem"), to: "other.crl")
        let refused = other.run("trust", "add", "ca.pem", "--crl", "other.crl")
        #expect(refused.status == .refused)
        #expect(try !other.directory.names().contains("store.db"))
        let added = other.run("trust", "add", "ca.pem", "--crl", "testca.crl")
        #expect(added.status == .done && added.words.contains("1 revoked"), "\(added.words)")
        _ = other.run("cert", "import", "alice.pem")
        let publish = try lab.directory.octets(of: "publish.sip")
        try other.expectRefusal(
            .untrustedRecipient,
            of: ["encrypt", "--unsigned", "--to", "sip:alice@example.test"], input: publish,
            says: ["was revoked"])
        #expect(other.run("trust", "add", "-", "--crl", "-").status == .usage)
        // A list of the store's own CA among them: then the new CA is not trusted either.
        let both = try lab.run("ca", "show").output + TestCA.octets(of: "ca.pem")
        let before = lab.run("trust", "list").output
        let testCA = try TestCA.authority().certificate.fingerprint
        #expect(lab.run("trust", "remove", testCA).status == .done)
        let without = lab.run("trust", "list").output
        #expect(before != without)
        let own = lab.run("trust", "add", "-", "--crl", "crl.pem", input: both)
        #expect(own.status == .refused && own.words.contains("is from the CA of this store"), "\(own.words)")
        #expect(lab.run("trust", "list").output == without)
    }
}
