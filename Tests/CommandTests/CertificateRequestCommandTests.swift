import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("cert issue --csr and --usage")
struct CertificateRequestCommandTests {
    private let lab: CommandLab
    private let erin = "sip:erin@example.test"

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        for name in ["erin", "everything", "rsa1024", "sha1", "ed25519", "rsa-pss"] {
            try lab.directory.write(Vectors.octets("requests/\(name).csr"), to: "\(name).csr")
        }
    }

    @Test("writes and files a certificate for the key of the request, and has no private key of it")
    func issue() throws {
        let issued = lab.run("cert", "issue", erin, "--csr", "erin.csr")
        #expect(issued.status == .done && issued.words.contains("issued \(erin), serial "))
        let certificate = try #require(Certificate.certificates(pem: issued.output).first)
        let key = try PrivateKey(pem: SecretOctets(Vectors.octets("requests/erin.key")))
        #expect(key.matches(certificate))
        #expect(lab.run("cert", "export", erin, "--der").output == certificate.der)
        #expect(lab.run("cert", "export", erin, "--key").words.contains("has no private key"))
        #expect(!issued.words.contains("warning"))
    }

    @Test(
        "never certifies a compromised key again, for any subscriber, and any other key any number of times")
    func compromised() throws {
        #expect(lab.run("cert", "issue", erin, "--csr", "erin.csr").status == .done)
        #expect(lab.run("cert", "revoke", erin, "--reason", "superseded").status == .done)
        #expect(lab.run("cert", "issue", erin, "--csr", "erin.csr").status == .done)
        #expect(lab.run("cert", "revoke", erin, "--all", "--reason", "keyCompromise").status == .done)
        for uri in [erin, "sip:frank@example.test"] {
            let refused = lab.run("cert", "issue", uri, "--csr", "erin.csr")
            #expect(refused.status == .refused && refused.output.isEmpty)
            #expect(refused.words.contains("revoked for keyCompromise"))
            #expect(refused.words.contains("hint: its holder makes a new key"))
        }
    }

    @Test("each of a pair for signing and for encrypting can be written, named by its serial number")
    func exportedPair() throws {
        for usage in ["sign", "encrypt"] {
            #expect(lab.run("cert", "issue", erin, "--usage", usage).status == .done)
        }
        let listed = try #require(
            try JSONSerialization.jsonObject(with: Data(lab.run("cert", "list", "--format", "json").output))
                as? [String: Any])
        let pair = try #require(listed["certificates"] as? [[String: Any]])
        #expect(Set(pair.compactMap { $0["usage"] as? String }) == ["sign", "encrypt"])
        for one in pair {
            let serial = try #require(one["serialNumber"] as? String)
            let written = lab.run("cert", "export", erin, "--serial", serial)
            #expect(written.status == .done && written.words.isEmpty)
            #expect(try Certificate.certificates(pem: written.output).map(\.facts.serialNumber) == [serial])
        }
        #expect(lab.run("cert", "export", erin).words.contains("wrote both of a pair"))
        #expect(lab.run("cert", "export", erin, "--der").words.contains("the newest of 2 certificates"))
        #expect(lab.run("cert", "export", erin, "--serial", "0F").status == .refused)
    }

    @Test("reads the request from standard input and writes the certificate to a file")
    func streams() throws {
        let issued = lab.run(
            "cert", "issue", erin, "--csr", "-", "-o", "erin.pem", "--days", "7", "--usage", "sign",
            input: try PEM.decode(Vectors.octets("requests/erin.csr")))
        #expect(issued.status == .done && issued.output.isEmpty)
        let certificate = try #require(
            Certificate.certificates(pem: lab.directory.octets(of: "erin.pem")).first)
        #expect(certificate.facts.keyUsage == .digitalSignature)
        #expect(certificate.facts.notAfter == CommandRun.noon + 7 * 86_400 - 1)
    }

    @Test("files nothing where the certificate cannot be written, to whatever place")
    func unwritable() throws {
        let before = lab.run("cert", "list").text
        let command = ["cert", "issue", erin, "--csr", "erin.csr"]
        for name in ["absent/erin.pem", ".", "/dev/full"] {
            try lab.expectFailure(
                .environment, of: command + ["-o", name], says: ["cannot write '\(name)'", "hint: "])
        }
        try lab.expectFailure(
            .environment, of: command, writeError: SystemError(code: EPIPE),
            says: ["cannot write standard output: broken pipe"])
        #expect(lab.run("cert", "list").text == before)
        #expect(lab.run("cert", "show", erin).status == .refused)
        // The store can be written again, and the one that counts is the only one.
        #expect(lab.run(command + ["-o", "erin.pem"]).status == .done)
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == 1)
    }

    @Test("uses the profile, and warns if the request asks for the address of another subscriber")
    func everything() throws {
        let issued = lab.run("cert", "issue", erin, "--csr", "everything.csr")
        #expect(issued.status == .done)
        #expect(issued.words.contains("warning: the certificate does not name these addresses"))
        #expect(issued.words.contains("sip:mallory@example.test") && !issued.words.contains("SIP:erin"))
        let facts = try #require(Certificate.certificates(pem: issued.output).first).facts
        #expect(facts.uris == [erin, "pres:erin@example.test", "im:erin@example.test"])
        #expect(facts.subject == "CN=erin@example.test" && !facts.isCertificationAuthority)
        #expect(facts.keyUsage == [.digitalSignature, .keyAgreement] && facts.dnsNames.isEmpty)
        #expect(lab.run("cert", "show", "sip:mallory@example.test").status == .refused)
    }

    @Test("of Ed25519 is for signatures alone, and refused for encryption")
    func signaturesAlone() throws {
        let issued = lab.run("cert", "issue", erin, "--csr", "ed25519.csr")
        let facts = try #require(Certificate.certificates(pem: issued.output).first).facts
        #expect(facts.key == .ed25519 && facts.keyUsage == .digitalSignature)
        let refused = lab.run("cert", "issue", erin, "--csr", "ed25519.csr", "--usage", "encrypt")
        #expect(refused.status == .refused && refused.output.isEmpty)
        #expect(refused.words.contains("has an Ed25519 key, which can only sign"))
        #expect(refused.words.contains("hint: "))
    }

    @Test("refuses what is no request, or not that of the key's holder, and files nothing")
    func refusals() throws {
        var forged = try DERNode(parsing: PEM.decode(Vectors.octets("requests/erin.csr")))
        forged[0, 1] = DERNode(0x30, elements: [])
        try lab.directory.write(forged.der, to: "forged.csr")
        try lab.useTestCA("alice.pem")
        try lab.directory.write(Array(repeating: 0x30, count: 70_000), to: "long.csr")
        for (file, words) in [
            ("forged.csr", "was not signed with the private key"),
            ("alice.pem", "holds no certificate request"),
            ("rsa1024.csr", "uses RSA-1024, which is too weak"), ("sha1.csr", "sha1WithRSAEncryption"),
            ("rsa-pss.csr", "for a key of kind RSASSA-PSS"), ("long.csr", "more than 65536 octets"),
        ] {
            let result = lab.run("cert", "issue", erin, "--csr", file, "-o", "out.pem")
            #expect(result.status == .refused && result.words.contains(words), "\(result.words)")
            #expect(result.words.contains("hint: "))
        }
        #expect(lab.run("cert", "issue", erin, "--csr", "absent.csr").status == .environment)
        #expect(lab.run("cert", "list").output.isEmpty)
        #expect(try !lab.directory.names().contains("out.pem"))
    }

    @Test("says that the CA has expired, for a request as for a key made here")
    func expiredAuthority() {
        let late = CommandRun.noon + 11 * 365 * 86_400
        for options in [[], ["--csr", "erin.csr"]] {
            let result = lab.run(["cert", "issue", erin] + options, now: late)
            #expect(
                result.status == .refused && result.words.contains("expired on 2036-11-22"), "\(result.words)"
            )
            #expect(result.words.contains("ca init"))
        }
        #expect(lab.run("cert", "list").output.isEmpty)
    }

    @Test("says so where the options have no meaning together")
    func usageErrors() {
        for arguments in [
            ["--csr", "erin.csr", "--key", "p256"], ["-o", "erin.pem"], ["--usage", "wrap"],
            ["--csr", "erin.csr", "-o", "erin.csr"],
        ] {
            #expect(lab.run(["cert", "issue", erin] + arguments).status == .usage)
        }
    }

    @Test(
        "picks the certificate for each use, whichever is newer",
        arguments: [["sign", "encrypt"], ["encrypt", "sign"]])
    func twoCertificates(order: [String]) throws {
        let lab = try CommandLab.example()
        _ = lab.run("cert", "remove", "sip:alice@example.test")
        _ = lab.run("cert", "remove", "sip:bob@example.test")
        for (index, usage) in order.enumerated() {
            for user in ["alice", "bob"] {
                let issued = lab.run(
                    "cert", "issue", "sip:\(user)@example.test", "--usage", usage,
                    now: CommandRun.noon + Double(index) * 60)
                #expect(issued.status == .done)
            }
        }
        let later = CommandRun.noon + 3600
        let signed = lab.run("encrypt", "publish.sip", "--to", "sip:bob@example.test", now: later)
        #expect(signed.status == .done, "\(signed.words)")
        let report = lab.run(["verify"], input: signed.output, now: later)
        #expect(report.status == .done, "\(report.words)")
        let members = try ReportObject(report.output).members
        let layers = try #require(members["layers"] as? [[String: Any]])
        let recipient = try Self.certificate(lab, "sip:bob@example.test", usage: "encrypt")
        #expect((layers[0]["recipients"] as? [String])?.first?.contains(recipient.facts.serialNumber) == true)
        let signer = try Self.certificate(lab, "sip:alice@example.test", usage: "sign")
        #expect((layers[1]["signer"] as? [String: Any])?["fingerprint"] as? String == signer.fingerprint)
    }

    private static func certificate(_ lab: CommandLab, _ uri: String, usage: String) throws -> Certificate {
        let store = try CertStore.open(lab.directory.file("store.db"))
        let found = try store.certificates(forURI: uri).map(\.certificate).filter {
            $0.maySign == (usage == "sign")
        }
        return try #require(found.first)
    }
}
