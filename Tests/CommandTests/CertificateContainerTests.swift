import CMS
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Files with several subscribers, or with an empty password")
struct CertificateContainerTests {
    private let directory: TemporaryDirectory
    private let users = ["alice", "bob", "carol"]
    private let identities: [TestIdentity]

    init() throws {
        directory = try TemporaryDirectory()
        let laboratory = try TestLab.shared()
        identities = try users.map { user in
            let address = "\(user)@example.test"
            let key = try PrivateKey.generate(.p256)
            let certificate = try laboratory.authority.issue(
                .user(address: address, uris: ["sip:\(address)"], usage: .both), for: key.publicKey,
                validity: CertificateValidity(from: TestLab.now - 60, days: 30))
            return TestIdentity(certificate: certificate, key: key)
        }
    }

    private func run(_ arguments: String..., input: [UInt8] = []) -> CommandRun {
        CommandRun.of(arguments + ["--store", "store.db"], input: input, in: directory.path)
    }

    private func imports(_ octets: [UInt8], _ options: String...) throws -> CommandRun {
        try? FileManager.default.removeItem(atPath: directory.file("store.db"))
        return CommandRun.of(
            ["cert", "import", "-", "--store", "store.db"] + options, input: octets,
            in: directory.path)
    }

    /// The users in the store, and those of them whose keys are there.
    private func stored() -> (all: [String], keyed: [String]) {
        let shown = users.map { (user: $0, run: run("cert", "show", "sip:\($0)@example.test")) }
        return (
            shown.filter { $0.run.status == .done }.map(\.user),
            shown.filter {
                $0.run.text.contains("in this store") && !$0.run.text.contains("not in this store")
            }
            .map(\.user)
        )
    }

    private func pem(_ identity: TestIdentity) throws -> [UInt8] { try identity.certificate.pem() }

    private func secret(_ identity: TestIdentity, _ passphrase: String? = nil) throws -> [UInt8] {
        try identity.key.pem(passphrase: passphrase.map { SecretOctets($0) }).copied()
    }

    @Test("PEM: every subscriber comes in, each with the key that is its own, in any order")
    func pem() throws {
        let authority = try TestLab.shared().authority.certificate.pem()
        let certificates = try identities.flatMap(pem)
        #expect(try imports(certificates).status == .done)
        #expect(stored() == (users, []))
        #expect(try imports(authority + certificates).status == .done && stored() == (users, []))

        let keys = try identities.reversed().flatMap { try secret($0) }
        #expect(try imports(keys + certificates + authority).status == .done && stored() == (users, users))
        let some = try pem(identities[0]) + pem(identities[1]) + secret(identities[1])
        #expect(try imports(some).status == .done && stored() == (["alice", "bob"], ["bob"]))
    }

    @Test("PEM: encrypted keys need the password, and a key of no subscriber is skipped and named")
    func pemKeys() throws {
        try directory.write(Array("secret\n".utf8), to: "password")
        let closed = try identities.flatMap { try pem($0) + secret($0, "secret") }
        #expect(try imports(closed).words.contains("is encrypted"))
        #expect(try imports(closed, "--password-file", "password").status == .done)
        #expect(stored() == (users, users))
        let strange = try identities.prefix(2).flatMap(pem) + secret(identities[2])
        let skipped = try imports(strange + secret(identities[0]))
        #expect(skipped.status == .done && stored() == (["alice", "bob"], ["alice"]))
        let digest = try identities[2].key.publicKey.fingerprint.prefix(16)
        #expect(
            skipped.words.contains(
                "skipped in '-': private key 1 (P-256, SHA-256 of its public key \(digest)): no subscriber's certificate"
            ))
        #expect(skipped.words.contains("imported sip:bob@example.test, serial"))
        #expect(skipped.words.contains(", without a private key\n"))
        #expect(!(try imports(identities.flatMap(pem))).words.contains("without a private key"))
        #expect(try imports(strange).status == .done && stored() == (["alice", "bob"], []))

        // One certificate with the key of another, or such a key named by '--key', is a mistake.
        let refused = try imports(pem(identities[0]) + secret(identities[2]))
        #expect(refused.status == .refused && refused.words.contains("does not belong to the certificate"))
        #expect(refused.words.contains("private key 1 (P-256, SHA-256 of its public key \(digest))"))
        try directory.write(secret(identities[2]), to: "carol.key")
        let several = try imports(identities.prefix(2).flatMap(pem), "--key", "carol.key")
        #expect(several.status == .refused && several.words.contains("in 'carol.key'"))
        #expect(!FileManager.default.fileExists(atPath: directory.file("store.db")))
    }

    /// PEM of a key whose algorithm is unknown, id-ml-dsa-44 (RFC 9881).
    private func unknownKey() throws -> (der: DERNode, pem: [UInt8]) {
        var key = try DERNode(parsing: identities[2].key.der().copied())
        key[1, 0].octets = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11]
        let text = Data(key.der).base64EncodedString(options: .lineLength64Characters)
        return (key, Array("-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n".utf8))
    }

    @Test("PEM: a key of an unknown algorithm or with broken Base64 is named, and the others are imported")
    func unknownKeys() throws {
        let broken = Array("-----BEGIN PRIVATE KEY-----\nMIIB!!!!\n-----END PRIVATE KEY-----\n".utf8)
        let keys = try secret(identities[0]) + unknownKey().pem + broken + secret(identities[1])
        let imported = try imports(identities.prefix(2).flatMap(pem) + keys)
        #expect(imported.status == .done && stored() == (["alice", "bob"], ["alice", "bob"]))
        #expect(imported.words.contains("private key 2 (2.16.840.1.101.3.4.3.17): it cannot be read"))
        #expect(imported.words.contains("private key 3: it cannot be read"))

        let alone = try imports(pem(identities[0]) + unknownKey().pem)
        #expect(alone.status == .done && stored() == (["alice"], []))
        #expect(alone.words.contains("private key 1 (2.16.840.1.101.3.4.3.17): it cannot be read"))
        try directory.write(unknownKey().pem, to: "ml.key")
        let refused = try imports(pem(identities[0]), "--key", "ml.key")
        #expect(refused.status == .refused && refused.words.contains("(2.16.840.1.101.3.4.3.17)"))

        // A broken block neither hides an encrypted key that follows nor stands in its way.
        try directory.write(Array("secret\n".utf8), to: "password")
        let closed = try pem(identities[0]) + broken + secret(identities[0], "secret")
        #expect(try imports(closed, "--password-file", "password").status == .done)
        #expect(stored() == (["alice"], ["alice"]))
    }

    @Test("PKCS#12: a key of an unknown algorithm is named, and the rest of the file is imported")
    func unknownKeyInPKCS12() throws {
        var file = try DERNode(parsing: Vectors.octets("pkcs12/open.p12"))
        var safes = try DERNode(parsing: file[1, 1, 0].octets)
        // keyBag: 1.2.840.113549.1.12.10.1.1.
        let type = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 10, 1, 1])
        let bag = try DERNode(0x30, elements: [type, DERNode(0xA0, elements: [unknownKey().der])])
        var bags = try DERNode(parsing: safes[0, 1, 0].octets)
        bags.elements.insert(bag, at: 0)
        safes[0, 1, 0].octets = bags.der
        file[1, 1, 0].octets = safes.der
        let imported = try imports(file.der)
        #expect(imported.status == .done && stored() == (["alice"], ["alice"]))
        #expect(imported.words.contains("private key 1 (2.16.840.1.101.3.4.3.17): it cannot be read"))
    }

    @Test("a certificate whose extended key usage does not suit its kind is imported with a warning")
    func extendedKeyUsage() throws {
        let lab = try TestLab.shared()
        let key = try PrivateKey.generate(.p256)
        let validity = CertificateValidity(from: TestLab.now - 60, days: 30)
        let domain = try lab.authority.issue(
            .domain("example.test", uri: "sip:example.test"), for: key.publicKey, validity: validity)
        #expect(try !imports(domain.pem()).words.contains("warning"))
        // id-kp-sipDomain (RFC 5924 §4) becomes serverAuth.
        let wanted: [UInt8] = [0x2B, 6, 1, 5, 5, 7, 3, 20]
        let range = try #require(Data(domain.der).range(of: Data(wanted)))
        var der = domain.der
        der[range.upperBound - 1] = 1
        let imported = try imports(der)
        #expect(imported.status == .done)
        #expect(
            imported.words.contains("warning: it cannot be used to sign or encrypt: the certificate of")
                && imported.words.contains("lacks id-kp-sipDomain"), "\(imported.words)")
    }

    @Test("certs-only: a file may have more certificates than a message")
    func certificatesOnly() throws {
        var message = try DERNode(
            parsing: ContentInfo.der(ofCertificatesOnly: identities.map(\.certificate)))
        #expect(try imports(message.der).status == .done && stored() == (users, []))
        let certificates = message[1, 0, 3].elements
        message[1, 0, 3].elements = (0..<20).flatMap { _ in certificates }
        #expect(try imports(message.der).status == .done && stored() == (users, []))
        let block = try PEM.encode(cms: message.der)
        #expect(try imports(pem(identities[0]) + block).status == .done && stored() == (users, []))
    }

    @Test("a bundle with certificates that cannot be used imports the others, and names each of those")
    func unusable() throws {
        let der = try AlternativeNames.der(value: [0x30, 0x03, 0x86, 0x05, 0x61])
        let broken =
            "-----BEGIN CERTIFICATE-----\n\(Data(der).base64EncodedString(options: .lineLength64Characters))\n-----END CERTIFICATE-----\n"
        let cut = "-----BEGIN CERTIFICATE-----\nMIIB!!!!\n-----END CERTIFICATE-----\n"
        let unnamed = try TestIdentity.odd("mail-user").certificate.pem()
        let odd = try TestIdentity.odd("blank-alone").certificate.pem()
        let bundle =
            try Array(broken.utf8) + pem(identities[0]) + Array(cut.utf8) + unnamed + odd + pem(identities[1])
        let imported = try imports(bundle)
        #expect(imported.status == .done && stored() == (["alice", "bob"], []))
        for words in [
            "its extension X509v3 Subject Alternative Name cannot be read",
            "1 PEM block, which cannot be decoded",
            "the certificate of CN=mail-user, with serial 19: it names no SIP URI",
            "the certificate of CN=blank-alone, with serial 41: skipped uniformResourceIdentifier 'sip:alice@example.test '",
        ] { #expect(imported.words.contains(words), "\(words)") }

        let trusted = run(
            "trust", "add", "-", input: try bundle + TestLab.shared().authority.certificate.pem())
        #expect(trusted.status == .done && trusted.words.contains("Subject Alternative Name cannot be read"))

        let alone = try imports(Array(broken.utf8))
        #expect(alone.status == .refused && alone.words.contains("Subject Alternative Name cannot be read"))
        let nameless = try imports(odd)
        #expect(nameless.status == .refused && nameless.words.contains("names no SIP URI"))
        #expect(nameless.words.contains("'sip:alice@example.test ': it has invalid characters"))
    }

    @Test(
        "PKCS#12 with an empty password opens without --password-file and with an empty first line, in DER and PEM",
        arguments: ["empty", "mac-alone", "open"])
    func emptyPassword(name: String) throws {
        let octets = try Vectors.octets("pkcs12/\(name).p12")
        let text =
            "-----BEGIN PKCS12-----\n\(Data(octets).base64EncodedString(options: .lineLength64Characters))\n-----END PKCS12-----\n"
        try directory.write(Array("\n".utf8), to: "line")
        try directory.write([], to: "zero")
        try directory.write(Array("secret\n".utf8), to: "any")
        for form in [octets, Array(text.utf8)] {
            for options in [[], ["--password-file", "line"], ["--password-file", "zero"]] {
                try? FileManager.default.removeItem(atPath: directory.file("store.db"))
                let run = CommandRun.of(
                    ["cert", "import", "-", "--store", "store.db"] + options, input: form,
                    in: directory.path)
                #expect(run.status == .done && stored() == (["alice"], ["alice"]), "\(options)")
            }
            let wrong = try imports(form, "--password-file", "any")
            #expect(
                name == "open" ? wrong.status == .done : wrong.words.contains("the password does not open"))
        }
        // A key that an empty password keeps from nothing must not be readable by others.
        try directory.write(octets, to: "file.p12")
        try directory.setPermissions(of: "file.p12", to: 0o644)
        #expect(run("cert", "import", "file.p12").words.contains("others may read or write 'file.p12'"))
    }

    @Test("PKCS#12 that is not encrypted is not called encrypted, and PBMAC1 is named")
    func words() throws {
        let octets = try Vectors.octets("pkcs12/mac-secret.p12")
        let asked = try imports(octets)
        #expect(asked.status == .environment && asked.words.contains("is authenticated with a password"))
        #expect(!asked.words.contains("encrypted"))
        try directory.write(Array("secret\n".utf8), to: "password")
        #expect(try imports(octets, "--password-file", "password").status == .done)
        #expect(try imports(Vectors.octets("pkcs12/current.p12")).words.contains("is encrypted"))

        var file = try DERNode(parsing: octets)
        file[2, 0, 0, 0] = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 14])
        let refused = try imports(file.der, "--password-file", "password")
        #expect(refused.status == .refused && refused.words.contains("PBMAC1 is not supported"))
    }
}
