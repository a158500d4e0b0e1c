import CertStore
import CertificateAdministration
import CommandFailures
import Foundation
import Octets
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Hints that people copy into a shell, and words of other programs")
struct CopiedHintTests {
    @Test(
        "names in commands are quoted if a shell would change them, and never taken as options",
        arguments: [
            ("a.pcap", "a.pcap"), ("a b.pcap", "'a b.pcap'"), ("it's.pcap", "'it'\\''s.pcap'"),
            ("-x.pcap", "./-x.pcap"), ("$(id).pcap", "'$(id).pcap'"), ("", "''"),
        ])
    func files(name: String, word: String) throws {
        #expect(ShellWord.file(name) == word)
        let directory = CertStoreError.directoryOpenToOthers(path: name, mode: 0o777).failure.hint
        #expect(directory.hasSuffix("chmod go-w \(word)"))
        #expect(CertStoreError.readableByOthers(path: name, mode: 0o644).failure.hint.hasSuffix(" \(word)"))
    }

    @Test("addresses in commands are quoted too")
    func addresses() {
        let uri = "sip:o'brien&co@example.test"
        let word = "'sip:o'\\''brien&co@example.test'"
        #expect(RenewalRefusal.keyElsewhere(uri: uri).failure.hint.contains("cert issue \(word) --csr"))
        #expect(SelectionError.noSuchSerial(uri: uri, serial: "1").failure.hint.contains("show \(word)"))
        #expect(SMIMEError.noCertificate(uri: uri, .signing).failure.hint.contains("cert issue \(word)'"))
        let plain = "sip:alice@example.test"
        #expect(RenewalRefusal.keyElsewhere(uri: plain).failure.hint.contains("cert issue \(plain) --csr"))
    }

    @Test("a message of a capture that is not there is listed by a command that works as written")
    func numbered() throws {
        let lab = try CommandLab.example()
        let line = "----------------------------------------------- 2026-11-23 12:00:00.000000\n"
        let publish = try lab.directory.octets(of: "publish.sip")
        let log = Array("\(line)UDP message sent (\(publish.count) bytes):\n\n".utf8) + publish + [0x0A]
        try lab.directory.write(log, to: "a b.log")
        let run = lab.run("inspect", "a b.log#7")
        #expect(run.status == .environment)
        #expect(run.words.contains("hint: list them: smime-presence inspect 'a b.log'\n"), "\(run.words)")
    }

    @Test("keys from files are named beside the store where one is missing")
    func files() throws {
        let lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        try lab.directory.write(
            Array(
                "PUBLISH sip:alice@example.test SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                    .utf8)
                + Array(
                    "From: <sip:alice@example.test>;tag=1\r\nTo: <sip:alice@example.test>\r\nCall-ID: 1\r\n"
                        .utf8)
                + Array("CSeq: 1 PUBLISH\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi".utf8),
            to: "m.sip")
        #expect(lab.run("sign", "m.sip").words.contains("give files with '--signer FILE --key FILE'"))
        _ = lab.run("cert", "issue", "sip:alice@example.test")
        #expect(lab.run("encrypt", "m.sip").words.contains("give it with '--recipient FILE'"))
    }

    @Test("a missing directory is named together with the command that makes it")
    func directory() throws {
        let lab = try CommandLab()
        let run = lab.run("man", "--directory", "my pages")
        #expect(run.status == .environment)
        #expect(run.words.contains("cannot write 'my pages/smime-presence.1': no such file or directory"))
        #expect(run.words.contains("hint: make the directory: mkdir -p 'my pages'\n"), "\(run.words)")
    }

    @Test(
        "a word that other programs use, or a subcommand without its noun, leads to the command",
        arguments: [
            ("crl", "'ca crl' or 'trust crl "), ("revoke", "'cert revoke'?"), ("gencrl", "'ca crl'"),
            ("issue", "'cert issue'?"), ("cert delete", "'cert remove'?"), ("cert rm", "'cert remove'?"),
            ("cert create", "'cert issue'?"), ("cert new", "'cert issue'?"), ("ca create", "'ca init'?"),
            ("cert unrevoke", "'cert release'?"), ("cert view", "'cert show'?"), ("protect", "'encrypt'?"),
            ("trust ls", "'trust list'?"), ("verfy", "'verify'?"),
            ("cert export --p12", "'--pkcs12'?"), ("cert export --pfx", "'--pkcs12'?"),
            ("encrypt --out", "'--output'?"), ("encrypt --inkey", "'--key'?"),
            ("verify --CAfile", "'--trust'?"),
            ("encrypt --recip", "'--recipient'?"), ("cert revoke --crl_reason", "'--reason'?"),
        ])
    func foreign(words: String, meant: String) throws {
        let lab = try CommandLab()
        let run = lab.run(words.split(separator: " ").map(String.init))
        #expect(run.status == .usage)
        #expect(run.words.contains("hint: did you mean \(meant)"), "\(run.words)")
    }

    @Test("nothing is suggested for a word that is not known")
    func unknown() throws {
        let lab = try CommandLab()
        for words in [["zzz"], ["cert", "zzz"], ["ca", "view", "x"]] {
            let run = lab.run(words)
            #expect(run.status == .usage && !run.words.contains("did you mean 'zzz"))
        }
        #expect(lab.run("zzz").words.contains("hint: see 'smime-presence --help'"))
    }
}
