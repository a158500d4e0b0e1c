import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert release, cert show")
struct CertificateReleaseTests {
    private let lab: CommandLab
    private static let alice = "sip:alice@example.test"

    init() throws {
        lab = try CommandLab.onEitherBackend()
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(lab.run("cert", "issue", Self.alice).status == .done)
    }

    private func revoke(_ reason: String, _ arguments: String...) {
        let run = lab.run(["cert", "revoke", Self.alice, "--reason", reason] + arguments)
        #expect(run.status == .done, "\(run.words)")
    }

    private func state(_ arguments: String...) throws -> [String: Any] {
        let run = lab.run(["cert", "show", Self.alice, "--format", "json"] + arguments)
        let document = try JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
        return try #require((document?["certificates"] as? [[String: Any]])?.first)
    }

    @Test("lifts a hold, here at once and elsewhere with the next CRL")
    func release() throws {
        revoke("certificateHold")
        let held = try RevocationList(der: lab.run("ca", "crl", "--der").output)
        #expect(held.count == 1)
        #expect(lab.run("cert", "list", "--state", "revoked").text.contains(Self.alice))
        let run = lab.run(["cert", "release", Self.alice], now: CommandRun.noon + 5)
        #expect(run.status == .done && run.output.isEmpty && run.words.contains("lifted the hold"))
        #expect(lab.run("cert", "list", "--state", "valid").text.contains(Self.alice))
        let next = try RevocationList(der: lab.run(["ca", "crl", "--der"], now: CommandRun.noon + 5).output)
        #expect(next.count == 0 && lab.run("store", "check").status == .done)

        // Another store, which has imported the CRL with the hold, accepts the later one.
        try lab.directory.write(lab.run("ca", "show").output, to: "ca.pem")
        try lab.directory.write(held.pem(), to: "1.crl")
        try lab.directory.write(next.pem(), to: "2.crl")
        let other = ["--store", "other.db"]
        #expect(lab.run(["trust", "add", "ca.pem"] + other).status == .done)
        try lab.directory.write(lab.run("cert", "export", Self.alice).output, to: "alice.pem")
        #expect(lab.run(["cert", "import", "alice.pem"] + other).status == .done)
        for (file, state) in [("1.crl", "revoked"), ("2.crl", "valid")] {
            #expect(lab.run(["trust", "crl", "import", file] + other).status == .done)
            #expect(lab.run(["cert", "list", "--state", state] + other).text.contains(Self.alice), "\(file)")
        }
    }

    @Test("lifts nothing but a hold", arguments: ["superseded", "keyCompromise", "unspecified"])
    func permanent(reason: String) throws {
        revoke("certificateHold")
        revoke(reason)
        let run = lab.run("cert", "release", Self.alice)
        #expect(run.status == .refused && run.words.contains("is revoked (\(reason))"), "\(run.words)")
        #expect(try state()["state"] as? String == "revoked")
    }

    @Test("refuses what is not revoked, what is not there, and several on hold without a choice")
    func refusals() throws {
        let good = lab.run("cert", "release", Self.alice)
        #expect(good.status == .refused && good.words.contains("is not revoked"), "\(good.words)")
        #expect(lab.run("cert", "release", "sip:absent@example.test").status == .refused)
        #expect(lab.run("cert", "release").status == .usage)
        #expect(lab.run(["cert", "renew", Self.alice], now: CommandRun.noon + 1).status == .done)
        revoke("certificateHold", "--all")
        let several = lab.run("cert", "release", Self.alice)
        #expect(several.status == .refused && several.words.contains("--serial HEX"), "\(several.words)")
        #expect(lab.run("cert", "release", Self.alice, "--all").status == .done)
        #expect(lab.run("cert", "list", "--state", "revoked").text.isEmpty)
    }

    @Test("cert show has the state of a certificate, and date and reason of a revocation")
    func shown() throws {
        #expect(try state()["state"] as? String == "valid" && state()["revokedAt"] == nil)
        #expect(lab.run("cert", "show", Self.alice).text.hasPrefix("state:          valid\n"))
        let early = lab.run(["cert", "show", Self.alice], now: CommandRun.noon - 86_400)
        #expect(early.text.hasPrefix("state:          not-yet-valid\n"))
        let late = lab.run(["cert", "show", Self.alice], now: CommandRun.noon + 366 * 86_400)
        #expect(late.text.hasPrefix("state:          expired\n"))
        revoke("keyCompromise")
        let shown = try state()
        #expect(shown["state"] as? String == "revoked")
        #expect(shown["revokedAt"] as? String == "2026-11-23T12:00:00Z")
        #expect(shown["revocationReason"] as? String == "keyCompromise")
        let text = lab.run("cert", "show", Self.alice).text
        #expect(text.hasPrefix("state:          revoked at 2026-11-23T12:00:00Z (keyCompromise)\n"))
    }

    @Test("cert show knows what the CRL of another CA says")
    func foreign() throws {
        revoke("superseded")
        try lab.directory.write(lab.run("ca", "show").output, to: "ca.pem")
        try lab.directory.write(lab.run("ca", "crl").output, to: "ca.crl")
        try lab.directory.write(lab.run("cert", "export", Self.alice).output, to: "alice.pem")
        let other = ["--store", "other.db"]
        for command in [["trust", "add", "ca.pem"], ["cert", "import", "alice.pem"]] {
            #expect(lab.run(command + other).status == .done)
        }
        #expect(try state("--store", "other.db")["state"] as? String == "valid")
        #expect(lab.run(["trust", "crl", "import", "ca.crl"] + other).status == .done)
        let shown = try state("--store", "other.db")
        #expect(shown["state"] as? String == "revoked")
        #expect(shown["revocationReason"] as? String == "superseded")
    }
}
