import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("ca renew, ca rotate")
struct CARotationTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"
    private static let year = 365 * 86_400.0
    private static let later = CommandRun.noon + 60

    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("cert", "issue", Self.alice).status == .done)
        #expect(lab.run("cert", "issue", "sip:example.test").status == .done)
        try lab.directory.write(ExampleLab.publish, to: "publish.sip")
    }

    private func authority(_ lab: CommandLab? = nil, _ arguments: String...) throws -> Certificate {
        try Certificate(der: (lab ?? self.lab).run(["ca", "show", "--der"] + arguments).output)
    }

    private func identifier(_ certificate: Certificate) -> String {
        String(certificate.fingerprint.prefix(16))
    }

    private func lists(_ run: CommandRun) throws -> [RevocationList] {
        #expect(run.status == .done, "\(run.words)")
        return try RevocationList.lists(pem: run.output)
    }

    /// A receiver with a store of its own, which trusts what `anchors` hold.
    private func receiver(trusting anchors: Certificate...) throws -> [String] {
        let name = "receiver-\(UUID().uuidString).db"
        for anchor in anchors {
            try lab.directory.write(anchor.pem(), to: "anchor.pem")
            #expect(lab.run("trust", "add", "anchor.pem", "--store", name).status == .done)
        }
        return ["--store", name]
    }

    @Test("a renewed CA has its key and its name, issued certificates stay valid, and both are trusted")
    func renew() throws {
        let old = try authority()
        let message = lab.run("sign", "publish.sip").output
        let renewal = lab.run(["ca", "renew", "--days", "5000"], now: Self.later)
        #expect(renewal.status == .done, "\(renewal.words)")
        let new = try authority()
        #expect(new != old && new.facts.subject == old.facts.subject)
        #expect(try new.publicKeyDigest() == old.publicKeyDigest())
        #expect(new.facts.notAfter == Self.later + 5000 * 86_400 - 1)
        #expect(lab.run(["verify"], input: message, now: Self.later).status == .done)
        let ids = lab.run("trust", "list").text
        #expect(ids.contains(identifier(old)) && ids.contains(identifier(new)))
        #expect(ids.components(separatedBy: "own CA").count == 3 && !ids.contains("former"))

        // A receiver with either anchor alone accepts certificates from before and after.
        #expect(lab.run(["cert", "issue", "sip:bob@example.test"], now: Self.later).status == .done)
        for anchor in [old, new] {
            let store = try receiver(trusting: anchor)
            let opened = lab.run(["verify", "--any-target"] + store, input: message, now: Self.later)
            #expect(opened.status == .done, "\(opened.words)")
            let crl = try lists(lab.run(["ca", "crl"], now: Self.later))
            try lab.directory.write(crl[0].pem(), to: "crl.pem")
            #expect(
                lab.run(["trust", "crl", "import", "crl.pem"] + store, now: Self.later).status == .done)
            let again = lab.run(["verify", "--any-target"] + store, input: message, now: Self.later)
            #expect(again.status == .done, "\(again.words)")
        }
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("a renewed CA revokes what it issued before, and an instant before the renewal can be asked about")
    func renewedRevokes() throws {
        let message = lab.run("sign", "publish.sip").output
        #expect(lab.run(["ca", "renew"], now: Self.later).status == .done)
        #expect(
            lab.run(["verify", "--at", "2026-11-23T12:00:30Z"], input: message, now: Self.later).status
                == .done)
        #expect(lab.run(["cert", "revoke", Self.alice], now: Self.later).status == .done)
        #expect(lab.run(["verify"], input: message, now: Self.later + 1).status == .refused)
        #expect(try lists(lab.run(["ca", "crl"], now: Self.later + 1)).map(\.count) == [1])
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("a CA that ends before its certificates would is renewed first")
    func lastYear() throws {
        let late = CommandRun.noon + 3500 * 86_400
        let refused = lab.run(["cert", "renew", Self.alice], now: late)
        #expect(refused.status == .refused && refused.words.contains("ca renew"), "\(refused.words)")
        #expect(lab.run(["ca", "renew"], now: late).status == .done)
        #expect(lab.run(["cert", "renew", Self.alice], now: late).status == .done)
    }

    @Test("a rotated CA issues with a new key and name, and the former one stays an anchor")
    func rotate() throws {
        let old = try authority()
        let message = lab.run("sign", "publish.sip").output
        let run = lab.run(["ca", "rotate", "--key", "p384"], now: Self.later)
        #expect(run.status == .done && run.words.contains(identifier(old)), "\(run.words)")
        let new = try authority()
        #expect(new.facts.key == .p384 && old.facts.key == .p256)
        #expect(new.facts.subject == "CN=CA of example.test (2),O=smime-presence test CA")
        #expect(try authority(nil, "--ca", identifier(old)) == old)
        #expect(lab.run(["verify"], input: message, now: Self.later).status == .done)
        let anchors = lab.run("trust", "list").text
        #expect(anchors.contains("\(identifier(old))  \(old.facts.subject)"))
        #expect(anchors.components(separatedBy: "own CA, former key").count == 2)

        #expect(lab.run(["cert", "renew", Self.alice], now: Self.later).status == .done)
        let renewed = try Certificate(der: lab.run("cert", "export", Self.alice, "--der").output)
        #expect(renewed.isIssued(by: new))
        #expect(lab.run(["ca", "rotate"], now: Self.later + 1).status == .done)
        #expect(try authority().facts.subject == "CN=CA of example.test (3),O=smime-presence test CA")
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("each key revokes what it issued, in a CRL of its own, until its last certificate has expired")
    func listsOfKeys() throws {
        let old = try authority()
        let oldSerial = try Certificate(der: lab.run("cert", "export", Self.alice, "--der").output)
            .facts.serialNumber
        #expect(lab.run(["ca", "rotate"], now: Self.later).status == .done)
        let new = try authority()
        #expect(lab.run(["cert", "renew", Self.alice], now: Self.later).status == .done)
        #expect(
            lab.run(["cert", "revoke", Self.alice, "--serial", oldSerial], now: Self.later).status == .done)
        let both = try lists(lab.run(["ca", "crl"], now: Self.later + 1))
        #expect(both.map(\.issuer) == [new.facts.subject, old.facts.subject])
        #expect(both.map(\.count) == [0, 1] && both[0].isIssued(by: new) && both[1].isIssued(by: old))
        let der = lab.run(["ca", "crl", "--der"], now: Self.later + 2)
        #expect(der.status == .usage && der.output.isEmpty && der.words.contains("--ca ID"), "\(der.words)")
        let one = lab.run(["ca", "crl", "--der", "--ca", identifier(old)], now: Self.later + 2)
        #expect(try RevocationList(der: one.output).isIssued(by: old))
        #expect(lab.run("ca", "crl", "--ca", "00ff").status == .refused)

        let last = CommandRun.noon + Self.year
        #expect(try lists(lab.run(["ca", "crl"], now: last - 1)).count == 2)
        #expect(try lists(lab.run(["ca", "crl"], now: last + 61)).map(\.issuer) == [new.facts.subject])
        let none = lab.run(["ca", "crl", "--ca", identifier(old)], now: last + 61)
        #expect(none.status == .refused && none.words.contains("retired"), "\(none.words)")
    }

    @Test("trust in a compromised key ends at once, and its subscribers move to the new one")
    func compromised() throws {
        let old = try authority()
        let message = lab.run("sign", "publish.sip").output
        #expect(lab.run(["ca", "renew"], now: Self.later).status == .done)
        let run = lab.run(["ca", "rotate", "--compromised"], now: Self.later)
        #expect(run.status == .done && run.words.contains("trust remove"), "\(run.words)")
        let refused = lab.run(["verify"], input: message, now: Self.later)
        #expect(refused.status == .refused)
        #expect(lab.run("trust", "list").text.components(separatedBy: "own CA").count == 2)
        #expect(!lab.run("trust", "list").text.contains(identifier(old)))
        let new = try authority()
        #expect(try lists(lab.run(["ca", "crl"], now: Self.later)).map(\.issuer) == [new.facts.subject])
        #expect(lab.run(["cert", "renew", Self.alice], now: Self.later).status == .done)
        let again = lab.run(["sign", "publish.sip"], now: Self.later + 1)
        #expect(lab.run(["verify"], input: again.output, now: Self.later + 1).status == .done)
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("a key that only others have is not certified again after a compromise: anyone could have made it")
    func compromisedReuse() throws {
        let certificate = try Certificate(der: lab.run("cert", "export", Self.alice, "--der").output)
        try lab.directory.write(certificate.pem(), to: "alice.pem")
        #expect(lab.run("cert", "remove", Self.alice).status == .done)
        #expect(lab.run("cert", "import", "alice.pem").status == .done)
        #expect(lab.run(["ca", "rotate", "--compromised"], now: Self.later).status == .done)
        let refused = lab.run(["cert", "renew", Self.alice, "--reuse-key"], now: Self.later)
        #expect(refused.status == .refused && refused.words.contains("--csr"), "\(refused.words)")
    }

    @Test("a CA with published keys keeps its mark and its validity")
    func published() throws {
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "x.test", "--allow-long-validity").status == .done)
        for command in ["renew", "rotate"] {
            #expect(other.run("ca", command).status == .done)
            let certificate = try authority(other)
            #expect(certificate.isTestAuthorityWithPublishedKeys)
            #expect(certificate.facts.notAfter == Date(internetTime: "2049-12-31T23:59:59Z"))
        }
    }

    @Test("OCSP requests about a former key are answered with that key")
    func ocsp() throws {
        let old = try authority()
        let alice = try Certificate(der: lab.run("cert", "export", Self.alice, "--der").output)
        #expect(lab.run(["ca", "rotate"], now: Self.later).status == .done)
        try lab.directory.write(old.pem(), to: "old.pem")
        try lab.directory.write(alice.pem(), to: "alice.pem")
        try Tool(name: "openssl", directory: lab.directory)(
            "ocsp", "-issuer", "old.pem", "-cert", "alice.pem", "-reqout", "request.der")
        let run = lab.run(["ca", "ocsp", "--request", "request.der"], now: Self.later)
        #expect(run.status == .done && run.words.contains("good"), "\(run.words)")
    }

    @Test("without a store or with too many days each says what to do", arguments: ["renew", "rotate"])
    func refusals(command: String) throws {
        let none = try CommandLab()
        #expect(none.run("ca", command).status == .environment)
        #expect(none.run("trust", "list").status == .environment)
        let late = lab.run("ca", command, "--days", "20000")
        #expect(late.status == .usage && late.words.contains("2049-12-31"), "\(late.words)")
    }

    @Test("days of a CA may be many, those of a subscriber a year at most")
    func days() throws {
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "x.test", "--days", "4000").status == .done)
        #expect(try authority(other).facts.notAfter == CommandRun.noon + 4000 * 86_400 - 1)
        #expect(other.run("cert", "issue", "sip:a@x.test", "--days", "366").status == .usage)
        #expect(other.run("ca", "crl", "--days", "366").status == .usage)
    }

    @Test(
        "every command says in the same words that days are 1 to 365", arguments: ["0", "366", "100001", "x"])
    func daysWords(days: String) throws {
        for command in [
            ["cert", "issue", Self.alice], ["cert", "renew", Self.alice], ["ca", "crl"],
            ["ca", "ocsp", "--request", "absent"],
        ] {
            let run = lab.run(command + ["--days", days])
            #expect(run.status == .usage && run.output.isEmpty, "\(command)")
            #expect(run.words.contains("invalid value '\(days)' for '--days'"), "\(run.words)")
            #expect(run.words.contains("--days takes a number from 1 to 365"), "\(run.words)")
        }
        let list = lab.run("cert", "list").text
        #expect(list.split(separator: "\n").count == 2)
    }

    @Test("more days than a year are only for certificates with published keys")
    func manyDays() throws {
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "x.test", "--allow-long-validity").status == .done)
        for command in ["issue", "renew"] {
            let long = ["cert", command, "sip:a@x.test", "--days", "1000"]
            #expect(other.run(long).status == .usage)
            #expect(other.run(long + ["--allow-long-validity"]).status == .done)
        }
        let refused = lab.run(
            "cert", "issue", "sip:b@example.test", "--days", "4000", "--allow-long-validity")
        #expect(refused.status == .refused || refused.status == .usage, "\(refused.words)")
    }
}
