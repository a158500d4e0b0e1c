import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@Suite("Export and import")
struct ExchangeTests {
    private let lab: AdministrationLab

    init() throws { lab = try AdministrationLab() }

    private func content(_ form: ExportForm, of certificate: Certificate) throws -> ExportedContent {
        try form.content(
            of: [certificate], filedUnder: "sip:alice@example.test", in: lab.store, at: TestLab.now)
    }

    @Test("an exported directory imports the same certificates, keys and trust anchors into another store")
    func directory() throws {
        let alice = try lab.issue("sip:alice@example.test")
        let server = try lab.issue("sip:example.test")
        let files = ExportedFiles(
            try DirectoryExport(from: lab.store, keys: .written(), at: TestLab.now))
        #expect(
            files.names.filter { !$0.hasPrefix("root_cert_") }.sorted() == [
                "domain_cert_example.test.pem", "domain_key_example.test.pem",
                "user_cert_alice@example.test.pem", "user_key_alice@example.test.pem",
            ])
        var notices: [ImportNotice] = []
        let read = try DirectoryImport(of: files.names, in: "lab", reader: files) { notices.append($0) }
        #expect(
            notices == [
                .openKey(file: "lab/domain_key_example.test.pem"),
                .openKey(file: "lab/user_key_alice@example.test.pem"),
            ])
        #expect(try read.roots == [lab.store.authorityCertificate()])
        let other = try lab.otherStore()
        let imported = try other.file(read.filings)
        #expect(imported.allSatisfy { $0.limitations.isEmpty && !$0.isWithoutKey })
        let stored = try other.certificates(of: "sip:alice@example.test")
        #expect(stored.map(\.certificate) == [alice] && stored.map(\.hasPrivateKey) == [true])
        #expect(try other.certificates(of: "sip:example.test").map(\.certificate) == [server])
    }

    @Test("an export without keys names key files that may belong to other certificates")
    func directoryWithoutKeys() throws {
        try lab.issue("sip:alice@example.test")
        let export = try DirectoryExport(
            of: ["sip:alice@example.test"], from: lab.store, at: TestLab.now)
        #expect(export.files.count == 2 && !export.hasKeys)
        #expect(export.keysNotWritten == ["user_key_alice@example.test.pem"])
    }

    @Test("a directory has one certificate an address: unrevoked before revoked, and reports those left out")
    func ranking() throws {
        let older = try lab.issue("sip:alice@example.test", usage: .sign)
        let newest = try lab.store.issue(
            SubscriberAddress("sip:alice@example.test").profile(usage: .encrypt),
            on: IssuingTerms(at: TestLab.now + 3600))[0]
        try lab.store.revoke([newest], reason: .superseded, at: TestLab.now + 3600)
        let export = try DirectoryExport(
            of: ["sip:alice@example.test"], from: lab.store, at: TestLab.now + 7200)
        let pem = try ExportedFiles(export).octets(of: "user_cert_alice@example.test.pem")
        #expect(try pem == older.pem())
        #expect(export.leftOut.map(\.uri) == ["sip:alice@example.test"])
        #expect(export.leftOut.map(\.serialNumber) == [newest.facts.serialNumber])
        #expect(export.revoked.isEmpty)
    }

    @Test("a certificate that does not name the holder in the name of its file is refused")
    func wrongHolder() throws {
        try lab.issue("sip:alice@example.test")
        let export = try DirectoryExport(
            of: ["sip:alice@example.test"], from: lab.store, at: TestLab.now)
        struct Renamed: CertificateDirectoryReader {
            let files: ExportedFiles
            func octets(of fileName: String) throws -> [UInt8] {
                try files.octets(of: "user_cert_alice@example.test.pem")
            }
            func keyOctets(of fileName: String) throws -> SecretOctets { throw ExportedFiles.Missing() }
        }
        let reader = Renamed(files: ExportedFiles(export))
        let names = ["user_cert_bob@example.test.pem"]
        #expect(
            throws: AdministrationError.directory(
                .notHolder(file: "d/user_cert_bob@example.test.pem", uri: "sip:bob@example.test"))
        ) {
            try DirectoryImport(of: names, in: "d", reader: reader) { _ in }
        }
        let allowed = try DirectoryImport(
            of: names, in: "d", alsoUnder: ["sip:bob@example.test"], reader: reader
        ) { _ in }
        #expect(allowed.filings.map(\.uris) == [["sip:alice@example.test", "sip:bob@example.test"]])
    }

    @Test("a directory without such files, and one of them without a certificate, are refused by name")
    func nothingThere() throws {
        struct Text: CertificateDirectoryReader {
            func octets(of fileName: String) throws -> [UInt8] { Array("no certificate\n".utf8) }
            func keyOctets(of fileName: String) throws -> SecretOctets { throw ExportedFiles.Missing() }
        }
        #expect(throws: AdministrationError.directory(.noFiles("d"))) {
            try DirectoryImport(of: ["alice.pem", "user_cert_.pem"], in: "d", reader: Text()) { _ in }
        }
        #expect(throws: AdministrationError.file(.notPEMOrDER("d/root_cert_ca.pem", isPKCS12: false))) {
            try DirectoryImport(of: ["root_cert_ca.pem"], in: "d", reader: Text()) { _ in }
        }
    }

    @Test("a PKCS#12 file needs its password, and restores certificate, key and chain")
    func pkcs12() throws {
        let alice = try lab.issue("sip:alice@example.test")
        let password = SecretOctets(Array("correct horse".utf8))
        guard
            case .secret(let file) = try content(
                .pkcs12(password: password, encryption: .current), of: alice)
        else {
            Issue.record("a PKCS#12 file is no secret")
            return
        }
        #expect(throws: CertificateFile.Failure.passwordRequired("alice.p12")) {
            try FileImport(file, name: "alice.p12") { _ in }
        }
        #expect(throws: CertificateFile.Failure.wrongPassword("alice.p12")) {
            try FileImport(file, name: "alice.p12", password: SecretOctets(Array("x".utf8))) { _ in }
        }
        var notices: [ImportNotice] = []
        let filings = try FileImport(file, name: "alice.p12", password: password) { notices.append($0) }
            .filings { notices.append($0) }
        #expect(notices.isEmpty)
        #expect(filings.map(\.certificate) == [alice] && filings.first?.key != nil)
        #expect(try filings.first?.chain == [lab.store.authorityCertificate()])
    }

    @Test("a certs-only message has the certificate, and with its chain also the CA's")
    func certificatesOnly() throws {
        let alice = try lab.issue("sip:alice@example.test")
        guard
            case .text(let message) = try content(
                .certificatesOnly(.entity, withChain: true), of: alice),
            case .text(let pem) = try content(.certificatesOnly(.pem, withChain: false), of: alice)
        else {
            Issue.record("a certs-only message is no text")
            return
        }
        let whole = try CertificateFile(SecretOctets(message), name: "m", password: nil)
        #expect(try whole.subscribers == [alice] && whole.authorities == [lab.store.authorityCertificate()])
        #expect(try CertificateFile(SecretOctets(pem), name: "m", password: nil).authorities.isEmpty)
    }

    @Test("a key that belongs to no certificate of the file is refused by name")
    func strayKey() throws {
        let alice = try lab.issue("sip:alice@example.test")
        let other = SecretOctets(Array(try TestLab.shared().identity(.bob).key.pem().copied()))
        let keys = FileImport.KeyFile(other, name: "bob.key")
        let read = try FileImport(
            SecretOctets(alice.pem()), name: "alice.pem", keys: keys, notice: { _ in })
        #expect {
            try read.filings { _ in }
        } throws: {
            guard case .file(.strayKey("bob.key", let key)) = $0 as? AdministrationError else { return false }
            return key.position == 1
        }
    }

    @Test("the private key of a CA that was not created for publication is not exported")
    func authorityKey() throws {
        #expect(throws: AdministrationError.selection(.keyNotPublished)) {
            try lab.store.publishedAuthorityKey()
        }
        let other = try lab.otherStore()
        _ = try other.makeAuthority(forDomain: "x.test", key: .p256, isLong: true, at: TestLab.now)
        #expect(try other.publishedAuthorityKey().matches(other.authorityCertificate()))
    }
}
