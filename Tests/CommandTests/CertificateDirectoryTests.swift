import CMS
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Certificate directories of reSIProcate")
struct CertificateDirectoryTests {
    private let lab: CommandLab
    private let alice = "sip:alice@example.test"

    init() throws { lab = try CommandLab.example() }

    private func names(_ directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: lab.directory.file(directory)).sorted()
    }

    private func other(_ arguments: String..., input: [UInt8] = []) -> CommandRun {
        CommandRun.of(arguments + ["--store", "other.db"], input: input, in: lab.directory.path)
    }

    @Test("go out with keys for their owner only, and come in with what they say")
    func roundTrip() throws {
        #expect(lab.run("cert", "export", "--directory", "dir", "--key").status == .done)
        let names = try names("dir")
        #expect(
            names.filter { !$0.hasPrefix("root_cert_") } == [
                "domain_cert_example.test.pem", "domain_key_example.test.pem",
                "user_cert_alice@example.test.pem", "user_cert_bob@example.test.pem",
                "user_key_alice@example.test.pem", "user_key_bob@example.test.pem",
            ])
        // The store's own CA, and certs/testca.
        #expect(names.count { $0.hasPrefix("root_cert_") } == 2)
        #expect(try lab.directory.permissions(of: "dir") == 0o700)
        for name in names where name.contains("_key_") {
            #expect(try lab.directory.permissions(of: "dir/\(name)") == 0o600)
        }

        let imported = other("cert", "import", "dir")
        #expect(imported.status == .done && imported.words.contains("skipped 2 root certificates: "))
        #expect(other("trust", "list").output.isEmpty)
        #expect(other("cert", "import", "dir", "--trust-roots").words.contains("trusted "))
        #expect(other("trust", "list").text.split(separator: "\n").count == 2)
        for uri in [alice, "sip:example.test"] {
            #expect(
                other("cert", "export", uri, "--der").output == lab.run("cert", "export", uri, "--der").output
            )
            #expect(other("cert", "export", uri, "--key").status == .done)
        }
    }

    @Test("go out with what is not revoked before what is, and say so where there is nothing else")
    func revoked() throws {
        let names = { (words: String) in
            words.contains("warning: wrote 1 revoked certificate: serial ")
        }
        let old = lab.run("cert", "export", alice, "--der").output
        #expect(lab.run(["cert", "renew", alice], now: CommandRun.noon + 60).status == .done)
        let serial = try Certificate(der: lab.run("cert", "export", alice, "--der").output).facts.serialNumber
        #expect(!lab.run("cert", "export", alice, "--directory", "dir").words.contains("warning"))
        let revoke = ["cert", "revoke", alice, "--serial", serial]
        #expect(lab.run(revoke, now: CommandRun.noon + 90).status == .done)
        let single = lab.run("cert", "export", alice, "--der")
        #expect(
            single.output == old && single.words.contains("newest that is not revoked of 2"),
            "\(single.words)")
        #expect(names(lab.run("cert", "export", alice, "--serial", serial, "-o", "alice.pem").words))
        #expect(!lab.run("cert", "export", alice, "--directory", "dir").words.contains("warning"))
        let written = try lab.directory.octets(of: "dir/user_cert_alice@example.test.pem")
        #expect(try Certificate.certificates(pem: written).map(\.der) == [old])
        #expect(lab.run(["cert", "revoke", alice, "--all"], now: CommandRun.noon + 90).status == .done)
        #expect(names(lab.run("cert", "export", alice, "--directory", "dir").words))
    }

    @Test("of a weak key come in with a warning")
    func weak() throws {
        let weak = try TestIdentity.odd("rsa1024").certificate
        try lab.directory.write(weak.pem(), to: "weak.pem")
        let imported = other("cert", "import", "weak.pem", "--allow-other-uri", "sip:weak@example.test")
        #expect(imported.status == .done, "\(imported.words)")
        #expect(imported.words.contains("warning: its key, RSA-1024, is too weak"), "\(imported.words)")
    }

    @Test("go out without keys unless they are asked for, and for the addresses named")
    func selection() throws {
        #expect(lab.run("cert", "export", alice, "--directory", "dir").status == .done)
        #expect(try names("dir").filter { !$0.hasPrefix("root") } == ["user_cert_alice@example.test.pem"])
        // A key that lies there already goes with the certificate that was there.
        let key = "user_key_alice@example.test.pem"
        try lab.directory.write([], to: "dir/\(key)")
        let beside = lab.run("cert", "export", alice, "--directory", "dir")
        #expect(beside.status == .done && beside.words.contains("warning: 'dir/\(key)' already existed"))
        #expect(try lab.directory.octets(of: "dir/\(key)").isEmpty)
        #expect(!lab.run("cert", "export", alice, "--directory", "dir", "--key").words.contains("warning"))
        #expect(
            lab.run("cert", "export", "--directory", "none", alice, "sip:absent@example.test").status
                == .refused)
        #expect(try !lab.directory.names().contains("none"))
    }

    @Test("contain both certificates of a pair, which another store can import")
    func pair() throws {
        let bob = "sip:bob@example.test"
        _ = lab.run("cert", "remove", bob)
        for usage in ["sign", "encrypt"] { _ = lab.run("cert", "issue", bob, "--usage", usage) }
        let exported = lab.run("cert", "export", "--directory", "dir", "--key")
        #expect(exported.status == .done && !exported.words.contains("warning"), "\(exported.words)")
        let first = try Certificate.certificates(
            pem: lab.directory.octets(of: "dir/user_cert_bob@example.test.pem"))
        let half = first[0].maySign ? "encrypt" : "sign"
        let second = try Certificate.certificates(
            pem: lab.directory.octets(of: "dir/\(half)_user_cert_bob@example.test.pem"))
        let certificates = [first[0], second[0]]
        #expect(certificates.filter(\.maySign).count == 1 && certificates.filter(\.mayEncrypt).count == 1)
        #expect(lab.run("cert", "import", "dir", "--store", "pair.db").status == .done)
        for certificate in certificates {
            let key = lab.run(
                "cert", "export", bob, "--key", "--store", "pair.db", "--serial",
                certificate.facts.serialNumber)
            #expect(key.status == .done, "\(key.words)")
        }
        // What was renewed has a successor there.
        _ = lab.run(["cert", "renew", alice], now: CommandRun.noon + 60)
        #expect(!lab.run("cert", "export", "--directory", "dir", alice).words.contains("room"))
    }

    @Test(
        "keep keys out of a directory that other users own or can write to",
        arguments: [0o770, 0o702, 0o1777])
    func openToOthers(mode: Int) throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("dir"), withIntermediateDirectories: false)
        func set(_ attribute: FileAttributeKey, _ value: Int) throws {
            try FileManager.default.setAttributes([attribute: value], ofItemAtPath: lab.directory.file("dir"))
        }
        try set(.posixPermissions, mode)
        func expectRefusal() throws {
            let refused = lab.run("cert", "export", "--directory", "dir", "--key")
            #expect(refused.status == .environment && refused.words.contains("hint: name a directory"))
            #expect(refused.words.contains("other users can write to 'dir'"), "\(refused.words)")
            #expect(try names("dir").isEmpty)
        }
        try expectRefusal()
        // Only root can give a directory away.
        if geteuid() == 0 {
            try set(.posixPermissions, 0o755)
            try set(.ownerAccountID, 65_534)
            try expectRefusal()
        }
        #expect(lab.run("cert", "export", "--directory", "dir").status == .done)
    }

    @Test("keep keys encrypted that were exported with a password")
    func encrypted() throws {
        try lab.directory.write(Array("secret".utf8), to: "password")
        let options = ["--key", "--password-file", "password"]
        #expect(lab.run(["cert", "export", "--directory", "dir"] + options).status == .done)
        let key = try lab.directory.octets(of: "dir/user_key_alice@example.test.pem")
        #expect(String(decoding: key, as: UTF8.self).hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        #expect(other("cert", "import", "dir").words.contains("is encrypted"))
        #expect(try !lab.directory.names().contains("other.db"))
        #expect(other("cert", "import", "dir", "--password-file", "password").status == .done)
    }

    @Test(
        "write no file for an address that is no name of a file",
        arguments: ["sip:a/b@example.test", "sip:../../x/alice@example.test", "sip:%2F..%2Fa@example.test"])
    func hostileAddress(uri: String) throws {
        let before = try lab.directory.names()
        #expect(lab.run("cert", "issue", uri).status == .done)
        let result = lab.run("cert", "export", "--directory", "dir", "--key")
        let written = try FileManager.default.subpathsOfDirectory(atPath: lab.directory.path)
        if result.status == .done {
            // An escaped slash stays escaped.
            #expect(written.contains { $0.hasPrefix("dir/user_cert_%2F") })
        } else {
            #expect(
                result.status == .refused && result.words.contains("cannot be part of a file name"))
            #expect(try lab.directory.names() == before)
        }
        #expect(!written.contains { $0.contains("/x/") || $0.hasPrefix("user_cert") })
    }

    @Test("go through no link and into no pipe that lies where a file belongs")
    func inTheWay() throws {
        let certificate = "user_cert_alice@example.test.pem"
        try lab.directory.write(Array("precious".utf8), to: "precious")
        for (name, target) in [("there", "../precious"), ("nowhere", "../new")] {
            try FileManager.default.createDirectory(
                atPath: lab.directory.file(name), withIntermediateDirectories: false)
            try FileManager.default.createSymbolicLink(
                atPath: lab.directory.file("\(name)/\(certificate)"), withDestinationPath: target)
        }
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("pipe"), withIntermediateDirectories: false)
        #expect(unsafe mkfifo(lab.directory.file("pipe/user_key_alice@example.test.pem"), 0o600) == 0)
        for name in ["there", "nowhere", "pipe"] {
            let result = lab.run("cert", "export", "--directory", name, alice, "--key")
            #expect(
                result.status == .environment && result.words.contains("is not a regular file"), "\(name)")
            #expect(try names(name).count == 1)
        }
        #expect(try lab.directory.octets(of: "precious") == Array("precious".utf8))
        #expect(try !lab.directory.names().contains("new"))
    }

    @Test("are refused whole where a file is not what its name says")
    func refusals() throws {
        #expect(lab.run("cert", "export", "--directory", "dir", "--key").status == .done)
        let good = try lab.directory.octets(of: "dir/user_cert_alice@example.test.pem")
        func expectRefusal(_ name: String, _ octets: [UInt8], says words: String) throws {
            try lab.directory.write(octets, to: "dir/\(name)")
            let result = other("cert", "import", "dir", "--trust-roots")
            #expect(result.status == .refused && result.words.contains(words), "\(result.words)")
            #expect(result.words.contains("hint: "))
            #expect(try !lab.directory.names().contains("other.db"))
            try FileManager.default.removeItem(atPath: lab.directory.file("dir/\(name)"))
        }
        try expectRefusal(
            "user_cert_mallory@example.test.pem", good, says: "does not name sip:mallory@example.test")
        try expectRefusal("domain_cert_example.com.pem", good, says: "does not name sip:example.com")
        try expectRefusal("user_cert_no address.pem", good, says: "does not name the holder")
        try expectRefusal("user_cert_a@b.pem", Array("hello".utf8), says: "holds no certificate")
        try expectRefusal("root_cert_bad.pem", Array("hello".utf8), says: "holds no certificate")
        let bob = try lab.directory.octets(of: "dir/user_key_bob@example.test.pem")
        try lab.directory.write(bob, to: "dir/user_key_alice@example.test.pem")
        #expect(other("cert", "import", "dir").words.contains("does not belong to the certificate"))
        #expect(try !lab.directory.names().contains("other.db"))
    }

    @Test("leave nothing behind where the store takes one certificate and refuses the next")
    func wholeOrNothing() throws {
        try lab.directory.write(Array("secret".utf8), to: "passphrase")
        #expect(lab.run("cert", "export", "--directory", "dir", "--key").status == .done)
        let bob = lab.run("cert", "export", "sip:bob@example.test", "--key").output
        try lab.directory.write(bob, to: "bob.key")
        let pem = lab.run("cert", "export", "sip:bob@example.test").output
        #expect(
            other("cert", "import", "-", "--key", "bob.key", "--passphrase-file", "passphrase", input: pem)
                .status == .done)
        let before = other("cert", "list").text
        // Alice's comes first, and without its key needs no passphrase.
        try FileManager.default.removeItem(atPath: lab.directory.file("dir/user_key_alice@example.test.pem"))
        let result = other("cert", "import", "dir")
        #expect(result.status != .done && !result.words.contains("imported"), "\(result.words)")
        #expect(other("cert", "list").text == before)
    }

    @Test("may hold other files, and a key without a certificate, which are skipped")
    func otherFiles() throws {
        #expect(lab.run("cert", "export", "--directory", "dir").status == .done)
        for name in [
            "readme", "other.pem", "user_cert_.pem", "user_key_x@example.test.pem", "user_cert_x.pem.bak",
        ] {
            try lab.directory.write(Array("hello".utf8), to: "dir/\(name)")
        }
        let imported = other("cert", "import", "dir")
        #expect(imported.status == .done)
        #expect(imported.words.contains("user_key_x@example.test.pem: it has no certificate"))
    }

    @Test("are told from files and from empty directories, and never waited for")
    func kinds() throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("empty"), withIntermediateDirectories: false)
        #expect(other("cert", "import", "empty").words.contains("is no certificate directory"))
        let pipe = unsafe mkfifo(lab.directory.file("empty/user_cert_a@example.test.pem"), 0o600)
        #expect(pipe == 0)
        #expect(other("cert", "import", "empty").status == .refused)
        #expect(other("cert", "import", "certificates", "--key", "publish.sip").status == .usage)
        #expect(other("cert", "import", "testca.pem", "--trust-roots").status == .usage)
        #expect(lab.run("cert", "export", "--directory", "publish.sip").status == .environment)
        #expect(lab.run("cert", "export", "--directory", "dir", "--der").status == .usage)
        #expect(lab.run("cert", "export", "--directory", "dir", "-o", "file").status == .usage)
        #expect(lab.run("cert", "export").status == .usage)
        #expect(lab.run("cert", "export", alice, "sip:bob@example.test").status == .usage)
    }

    @Test("file a domain's certificate that names it by DNS only under its SIP URI")
    func domainByName() throws {
        let certificate = try TestIdentity.odd("dns-domain")
        let domain = try #require(certificate.certificate.facts.dnsNames.first)
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("dir"), withIntermediateDirectories: false)
        try lab.directory.write(certificate.certificate.pem(), to: "dir/domain_cert_\(domain).pem")
        try lab.directory.write(certificate.key.pem().copied(), to: "dir/domain_key_\(domain).pem")
        #expect(other("cert", "import", "dir").status == .done)
        #expect(other("cert", "export", "sip:\(domain)", "--key").status == .done)
    }
}
