import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// Each kind of input that the certificate commands must not take: a clear error, a
/// hint, and the store as it was.
@Suite("What is not taken into a store")
struct UnfitInputTests {
    private let lab: CommandLab
    private static let erin = "sip:erin@example.test"

    init() throws {
        lab = try CommandLab.example()
        try lab.useTestCA("ca.pem", "alice.pem", "bob-TEST-ONLY.key")
        for name in ["erin", "rsa1024"] {
            try lab.directory.write(Vectors.octets("requests/\(name).csr"), to: "\(name).csr")
        }
        try lab.directory.write(Array("wrong\n".utf8), to: "wrong.txt")
        try lab.directory.write(Array("right\n".utf8), to: "right.txt")
        try lab.directory.write(Array("hello".utf8), to: "hello.txt")
        let file = lab.run(
            "cert", "export", "sip:bob@example.test", "--pkcs12", "--password-file", "right.txt")
        try lab.directory.write(file.output, to: "bob.p12")
        let mailOnly = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: CommandRun.noon, days: 30)
        ).issue(
            .user(address: "mail-only", uris: ["mailto:mail-only@example.test"]), for: .generate(.p256),
            validity: CertificateValidity(from: CommandRun.noon, days: 1))
        try lab.directory.write(mailOnly.der, to: "mail-only.der")
    }

    /// All that a store tells of itself.
    private func content() -> [String] {
        [["cert", "list", "--format", "json"], ["trust", "list"], ["trust", "crl", "list"]].map {
            lab.run($0).text
        }
    }

    @Test(
        "a request, key, file or certificate that is not fit, and a CA that has expired",
        arguments: [
            (["cert", "issue", erin, "--csr", "hello.txt"], "holds no certificate request"),
            (["cert", "issue", erin, "--csr", "rsa1024.csr"], "uses RSA-1024, which is too weak"),
            (
                ["cert", "import", "alice.pem", "--key", "bob-TEST-ONLY.key"],
                "does not belong to the certificate"
            ),
            (["cert", "import", "bob.p12", "--password-file", "wrong.txt"], "the password does not open"),
            (["cert", "import", "bob.p12"], "is encrypted"),
            (["cert", "import", "mail-only.der"], "names no SIP URI"),
            (["cert", "import", "ca.pem"], "is an authority's"),
            (["cert", "import", "ca.pem", "--allow-other-uri", erin], "is an authority's"),
            (["cert", "import", "hello.txt"], "holds no certificate"),
            (["trust", "add", "hello.txt"], "holds no certificate"),
            (["trust", "crl", "import", "ca.pem"], "holds no CRL"),
            (["cert", "revoke", "--certificate", "alice.pem"], "the CA of this store did not issue"),
        ])
    func unfit(arguments: [String], words: String) {
        let before = content()
        let result = lab.run(arguments)
        #expect([.refused, .environment].contains(result.status) && result.output.isEmpty)
        #expect(result.words.contains(words) && result.words.contains("hint: "), "\(result.words)")
        #expect(content() == before)
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("a CA that has expired issues nothing, in bulk neither")
    func expiredAuthority() {
        let before = content()
        let late = CommandRun.noon + 11 * 365 * 86_400
        for options in [
            [Self.erin], [Self.erin, "--csr", "erin.csr"], ["sip:u{1}@example.test", "--count", "3"],
        ] {
            let result = lab.run(["cert", "issue"] + options, now: late)
            #expect(result.status == .refused && result.output.isEmpty)
            #expect(result.words.contains("expired on") && result.words.contains("hint: "), "\(result.words)")
        }
        let renewed = lab.run("cert", "renew", "sip:bob@example.test", now: late)
        #expect(renewed.status == .refused && renewed.words.contains("expired on"), "\(renewed.words)")
        #expect(content() == before)
    }

    @Test(
        "a store of a newer version, and what is no store, are not touched, whatever is asked of them",
        arguments: [
            ["cert", "issue", erin], ["cert", "issue", erin, "--csr", "erin.csr"],
            [
                "cert", "import", "bob.p12",
                "--password-file", "right.txt",
            ], ["cert", "list"], ["cert", "remove", erin],
            ["cert", "revoke", erin], ["ca", "init", "--domain", "example.test"], ["ca", "crl"],
            ["trust", "add", "ca.pem"], ["trust", "crl", "import", "crl.pem"], ["store", "check"],
            ["store", "backup", "copy.db"],
        ])
    func otherFiles(arguments: [String]) throws {
        var newer = try lab.directory.octets(of: "store.db")
        // The user_version, four octets from 60 on (sqlite.org/fileformat2.html §1.3).
        newer[63] = 99
        let text = Array("this is not a store, and may still be needed\n".utf8)
        for (name, octets, words) in [
            ("newer.db", newer, "has version 99"), ("text.db", text, "is not a store of smime-presence"),
        ] {
            try lab.directory.write(octets, to: name)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: lab.directory.file(name))
            let before = try lab.directory.names()
            let result = lab.run(arguments + ["--store", name])
            #expect(result.status == .environment && result.output.isEmpty)
            #expect(result.words.contains(words) && result.words.contains("hint: "), "\(result.words)")
            #expect(try lab.directory.octets(of: name) == octets)
            #expect(try lab.directory.names() == before)
        }
    }
}
