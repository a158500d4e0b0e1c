import CMS
import MIME
import SMIMEBody
import TestSupport
import Testing

/// NSS's cmsutil supports RSA with PKCS#1 v1.5 and CBC.
@Suite(
    "NSS cmsutil",
    .enabled(if: Tool.arePresent("cmsutil", "certutil", "pk12util"), "the NSS tools are not installed"))
struct NSSTests {
    private let lab: InteropLab

    init() throws {
        lab = try InteropLab(.rsa(bits: 2048))
        try lab.tool("certutil")("-N", "-d", "sql:.", "--empty-password")
        try lab.tool("certutil")("-A", "-d", "sql:.", "-n", "ca", "-t", "CT,C,C", "-i", "ca.der")
        for (name, identity) in [("alice", lab.alice), ("bob", lab.bob)] {
            let file = PKCS12(certificate: identity.certificate, key: identity.key, chain: [])
            try lab.directory.write(file.der(password: SecretOctets("x")).copied(), to: "\(name).p12")
            try lab.tool("pk12util")("-i", "\(name).p12", "-d", "sql:.", "-W", "x", "-K", "")
        }
    }

    /// The nickname under which pk12util stored a certificate.
    private func nickname(_ name: String) throws -> String {
        let list = try String(decoding: lab.tool("certutil")("-L", "-d", "sql:."), as: UTF8.self)
        let line = try #require(list.split(separator: "\n").first { $0.contains("\(name)@example.test") })
        return line.split(separator: "  ").first.map(String.init) ?? ""
    }

    @Test("opens and verifies messages of this library")
    func opens() throws {
        for cipher in [ContentCipher.aes256CBC, .aes128CBC] {
            try lab.directory.write(lab.protected(cipher, transport: .pkcs1).body, to: "m.p7m")
            let inner = try MIMEEntity.parse(lab.tool("cmsutil")("-D", "-d", "sql:.", "-i", "m.p7m"))
            try lab.directory.write(inner.body, to: "m.p7s")
            let opened = try lab.tool("cmsutil")("-D", "-d", "sql:.", "-i", "m.p7s", "-u", "4")
            #expect(opened == InteropLab.content)
        }
    }

    @Test("creates messages that open here, with the indefinite lengths it writes")
    func makes() throws {
        let alice = try nickname("alice")
        try lab.tool("certutil")("-A", "-d", "sql:.", "-n", "recipient", "-t", ",,", "-i", "bob.der")
        try lab.tool("cmsutil")("-S", "-G", "-P", "-d", "sql:.", "-N", alice, "-i", "content", "-o", "m.p7s")
        let signature = try lab.directory.octets(of: "m.p7s")
        #expect(try lab.open(lab.entity(signature)) == InteropLab.content)
        try lab.directory.write(lab.entity(signature).octets, to: "signed")
        try lab.tool("cmsutil")("-E", "-d", "sql:.", "-r", try nickname("bob"), "-i", "signed", "-o", "m.p7m")
        let envelope = try lab.directory.octets(of: "m.p7m")
        #expect(try lab.open(lab.entity(envelope)) == InteropLab.content)
    }

    @Test("reads PKCS#12 of both kinds, and writes it, with indefinite lengths, so that it is read here")
    func pkcs12() throws {
        let file = PKCS12(certificate: lab.alice.certificate, key: lab.alice.key, chain: [])
        for encryption in [PKCS12.Encryption.current, .legacy] {
            let der = try file.der(password: SecretOctets("x"), encryption: encryption)
            try lab.directory.write(der.copied(), to: "ours.p12")
            let list = try lab.tool("pk12util")("-l", "ours.p12", "-d", "sql:.", "-W", "x", "-K", "")
            #expect(String(decoding: list, as: UTF8.self).contains("alice@example.test"))
        }
        try lab.tool("pk12util")(
            "-o", "theirs.p12", "-n", try nickname("alice"), "-d", "sql:.", "-W", "x", "-K", "")
        let octets = SecretOctets(try lab.directory.octets(of: "theirs.p12"))
        #expect(PKCS12.isLikely(octets.copied()))
        let read = try PKCS12.read(der: octets, password: SecretOctets("x"))
        #expect(read.certificate == lab.alice.certificate && read.key?.matches(read.certificate) == true)
        #expect(throws: CMSError.wrongPassphrase) {
            try PKCS12.read(der: octets, password: SecretOctets("y"))
        }
    }
}
