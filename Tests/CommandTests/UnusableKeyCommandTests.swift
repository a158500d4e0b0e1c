import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Certificates whose keys cannot be used, or only sign")
struct UnusableKeyCommandTests {
    private let lab: CommandLab
    private let alice = "sip:alice@example.test"

    init() throws {
        lab = try CommandLab.example()
        try lab.directory.write(TestIdentity.odd("ca").certificate.pem(), to: "odd-ca.pem")
        #expect(lab.run("trust", "add", "odd-ca.pem").status == .done)
    }

    @discardableResult
    private func imports(_ name: String) throws -> CommandRun {
        let identity = try TestIdentity.odd(name)
        try lab.directory.write(identity.certificate.pem() + identity.key.pem().copied(), to: "\(name).pem")
        return lab.run("cert", "import", "\(name).pem")
    }

    private func serial(_ name: String) throws -> String {
        try TestIdentity.odd(name).certificate.facts.serialNumber
    }

    @Test("a newer one does not prevent the use of alice's own, in every command")
    func others() throws {
        for name in ["pss", "pss-sha1", "brainpoolP256r1", "secp256k1", "ed448", "explicit", "P-521"] {
            #expect(try imports(name).status == .done, "\(name)")
        }
        #expect(lab.run("sign", "publish.sip", "-o", "signed.sip").status == .done)
        #expect(lab.run("encrypt", "publish.sip", "--to", alice, "-o", "protected.sip").status == .done)
        #expect(lab.run("decrypt", "protected.sip", "--any-entity").status == .done)
        #expect(lab.run("verify", "signed.sip").status == .done)
        #expect(lab.run("cert", "list").status == .done)
        #expect(lab.run("cert", "export", "--directory", "all", "--key").status == .done)
        let file = URL(filePath: lab.directory.file("all/user_key_alice@example.test.pem"))
        let key = try PrivateKey(pem: SecretOctets([UInt8](Data(contentsOf: file))))
        #expect(key.algorithm == .p256)
        for name in ["pss", "pss-sha1", "ed448", "explicit"] {
            let exported = try lab.run("cert", "export", alice, "--serial", serial(name), "--key")
            #expect(
                try PrivateKey(pem: SecretOctets(exported.output)).isConsistent(
                    with: TestIdentity.odd(name).certificate))
        }
        let check = lab.run("store", "check")
        #expect(check.status == .done && check.words.contains("sound"))
        #expect(lab.run("cert", "renew", alice).status == .done)
    }

    @Test("a key for RSASSA-PSS alone signs, and is named if a message should be encrypted for it")
    func pss() throws {
        #expect(lab.run("cert", "remove", alice, "--all").status == .done)
        let imported = try imports("pss")
        #expect(imported.status == .done && !imported.words.contains("warning: it cannot"))
        #expect(lab.run("sign", "publish.sip", "-o", "signed.sip").status == .done)
        let report = lab.run("verify", "signed.sip", "--report", "-")
        #expect(report.text.contains("RSA-PSS"))
        let encrypted = lab.run("encrypt", "publish.sip", "--to", alice)
        #expect(encrypted.status == .refused && encrypted.words.contains("RSASSA-PSS keys can only sign"))
        #expect(lab.run("store", "check").words.contains("sound"))
    }

    @Test(
        "a signature of PKCS#1 v1.5 is never made as RSASSA-PSS: it is refused, or another key makes it",
        arguments: [["sign"], ["encrypt", "--to", "sip:example.test"]])
    func signatureKind(command: [String]) throws {
        try imports("pss")
        let asked = command + ["publish.sip", "--rsa-signature", "pkcs1"]
        #expect(lab.run(asked).status == .done)
        #expect(lab.run("cert", "remove", alice, "--all").status == .done)
        try imports("pss")
        try lab.expectFailure(
            .usage, of: asked, says: ["is for an RSASSA-PSS key", "'--rsa-signature pss'"])
        for options in [[], ["--rsa-signature", "pss"]] {
            #expect(lab.run(command + ["publish.sip"] + options).status == .done)
        }
    }

    @Test(
        "the key is the reason, at import and in use",
        arguments: [
            ("brainpoolP256r1", "brainpoolP256r1"), ("secp256k1", "secp256k1"), ("ed448", "ED448"),
            ("explicit", "P-256 (explicit parameters)"),
            ("pss-mask", "RSASSA-PSS (sha-256, sha-512 in the mask)"),
        ])
    func reason(name: String, kind: String) throws {
        #expect(lab.run("cert", "remove", alice, "--all").status == .done)
        let words = "\(kind) keys are not supported"
        let imported = try imports(name)
        #expect(imported.status == .done && imported.words.contains(words))
        let signed = lab.run("sign", "publish.sip")
        #expect(signed.status == .refused && signed.words.contains(words))
        guard name != "pss-mask" else { return }
        let encrypted = lab.run("encrypt", "publish.sip", "--to", alice)
        #expect(encrypted.status == .refused && encrypted.words.contains(words))
        #expect(!encrypted.words.contains("keyUsage"))
    }

    @Test("a serial number is found as other programs write it")
    func serialNumbers() throws {
        try imports("pss")
        for text in ["30", "0030", "00:30"] {
            #expect(lab.run("cert", "export", alice, "--serial", text).status == .done, "\(text)")
        }
        for text in ["3", "0", "", "300"] {
            #expect(lab.run("cert", "export", alice, "--serial", text).status != .done, "\(text)")
        }
    }
}
