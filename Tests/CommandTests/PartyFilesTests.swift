import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Certificates, keys and trust anchors from files")
struct PartyFilesTests {
    private let lab: CommandLab
    /// A directory with the files; no store is named, and there is no default store.
    private let directory: TemporaryDirectory

    init() throws {
        lab = try CommandLab.example()
        directory = try TemporaryDirectory()
        for (name, uri) in [
            ("alice", "sip:alice@example.test"), ("bob", "sip:bob@example.test"),
            ("server", "sip:example.test"),
        ] {
            try directory.write(lab.run("cert", "export", uri).output, to: "\(name).pem")
            try directory.write(lab.run("cert", "export", uri, "--key").output, to: "\(name).key")
        }
        try directory.write(lab.run("ca", "show").output, to: "ca.pem")
        try directory.write(lab.directory.octets(of: "publish.sip"), to: "publish.sip")
    }

    private func run(_ arguments: String..., input: [UInt8] = [], store: String? = nil) -> CommandRun {
        var environment = ["HOME": directory.path]
        environment["SMIME_PRESENCE_STORE"] = store
        return CommandRun.of(arguments, input: input, environment: environment, in: directory.path)
    }

    private let sender = ["--signer", "alice.pem", "--key", "alice.key", "--trust", "ca.pem"]
    private let server = ["--recipient", "server.pem", "--key", "server.key", "--trust", "ca.pem"]

    private func run(_ command: String, _ options: [String], input: [UInt8] = []) -> CommandRun {
        CommandRun.of(
            [command] + options, input: input, environment: ["HOME": directory.path], in: directory.path)
    }

    @Test(
        "without a store, a message is protected with the files alone, opened with them, and no store is made"
    )
    func withoutStore() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"])
        #expect(sent.status == .done, "\(sent.words)")
        let opened = run("decrypt", server, input: sent.output)
        #expect(opened.status == .done, "\(opened.words)")
        #expect(opened.output == (try directory.octets(of: "publish.sip")))
        #expect(run("verify", server, input: sent.output).status == .done)
        #expect(lab.run("decrypt", input: sent.output).status == .done)
        let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
        #expect(!names.contains(".local"))
    }

    @Test("a signature is made and verified with files alone")
    func signed() throws {
        let sent = run("sign", sender + ["publish.sip"])
        #expect(sent.status == .done, "\(sent.words)")
        #expect(run("verify", ["--trust", "ca.pem", "--any-target"], input: sent.output).status == .done)
    }

    @Test("a PKCS#12 file holds certificate and key, and its password comes from a file")
    func container() throws {
        try directory.write(Array("secret\n".utf8), to: "password")
        let path = directory.file("alice.p12")
        #expect(
            lab.run(
                "cert", "export", "sip:alice@example.test", "--pkcs12", "--password-file",
                directory.file("password"), "-o", path
            ).status == .done)
        let options = ["--signer", "alice.p12", "--password-file", "password", "--trust", "ca.pem"]
        #expect(run("encrypt", options + ["--recipient", "server.pem", "publish.sip"]).status == .done)
        #expect(run("sign", ["--signer", "alice.p12", "publish.sip"]).words.contains("--password-file FILE"))
    }

    @Test("a certificate of another user or of the domain cannot sign for the sender")
    func otherSigner() throws {
        for name in ["bob", "server"] {
            let options = ["--signer", "\(name).pem", "--key", "\(name).key", "publish.sip"]
            let result = run("sign", options)
            #expect(result.status == .refused && result.output.isEmpty)
            #expect(result.words.contains("the signer is not the sender sip:alice@example.test"))
        }
        let asBob = ["--signer", "bob.pem", "--key", "bob.key", "--from", "sip:bob@example.test"]
        #expect(run("sign", asBob + ["--any-entity", "publish.sip"]).status == .done)
    }

    @Test("without a store, only --trust gives trust anchors; with it, the store's are not used")
    func trust() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"]).output
        let untrusting = Array(server.dropLast(2))
        #expect(run("verify", untrusting, input: sent).words.contains("is not trusted"))
        let other = try CommandLab()
        #expect(other.run("ca", "init", "--domain", "example.test").status == .done)
        try directory.write(other.run("ca", "show").output, to: "other.pem")
        #expect(lab.run("verify", "--trust", directory.file("other.pem"), input: sent).status == .refused)
        #expect(lab.run("verify", "--trust", directory.file("ca.pem"), input: sent).status == .done)
    }

    @Test("the CRLs of the store count for anchors and certificates from files")
    func revoked() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"]).output
        let store = directory.file("crl.db")
        #expect(
            lab.run("trust", "add", directory.file("ca.pem"), "--store", store).status == .done)
        #expect(lab.run("cert", "revoke", "sip:alice@example.test").status == .done)
        let list = lab.run("ca", "crl").output
        #expect(lab.run("trust", "crl", "import", "-", "--store", store, input: list).status == .done)
        let verified = CommandRun.of(
            ["verify"] + server, input: sent, environment: ["SMIME_PRESENCE_STORE": store],
            in: directory.path)
        #expect(verified.status == .refused && verified.words.contains("revoked"), "\(verified.words)")
        let signed = CommandRun.of(
            ["sign"] + sender + ["publish.sip"], environment: ["SMIME_PRESENCE_STORE": store],
            in: directory.path)
        #expect(signed.status == .refused && signed.words.contains("revoked"), "\(signed.words)")
    }

    @Test("only CAs and self-signed certificates can be trusted, so that no revocation is missed")
    func trustedSubscriber() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"]).output
        #expect(lab.run("cert", "revoke", "sip:alice@example.test").status == .done)
        let result = lab.run("verify", "--trust", directory.file("alice.pem"), input: sent)
        #expect(result.status == .environment)
        #expect(result.words.contains("has a certificate that is not a CA's"), "\(result.words)")
    }

    @Test("a store in the default place that cannot be opened is not taken for an absent one")
    func unreachableStore() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"]).output
        let place = directory.file(".local/share/smime-presence")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place + "/store.db", withDestinationPath: directory.file("absent"))
        let result = run("verify", server, input: sent)
        #expect(result.status == .environment, "\(result.words)")
    }

    @Test("a fault in a file is no verdict about the message")
    func faultyFile() throws {
        try directory.write([], to: "empty.pem")
        #expect(run("verify", ["--trust", "empty.pem", "publish.sip"]).status == .environment)
    }

    @Test("a store must exist if it is named, or if messages are recorded in it")
    func namedStore() throws {
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "publish.sip"]).output
        let named = run("verify", server + ["--store", "absent.db"], input: sent)
        #expect(named.status == .environment && named.words.contains("absent.db"))
        #expect(run("verify", server + ["--once"], input: sent).status == .environment)
    }

    @Test("a body without a message is signed as the first address of the certificate")
    func bareBody() throws {
        let sent = run(
            "encrypt", sender + ["--recipient", "server.pem", "--body", "text/plain"],
            input: Array("hello".utf8))
        #expect(sent.status == .done, "\(sent.words)")
        #expect(sent.words.contains("signed by sip:alice@example.test"))
    }

    @Test(
        "a missing or foreign key, an address for a file, standard input and an output over a file are refused"
    )
    func refused() throws {
        let cases: [([String], String)] = [
            (["encrypt", "--signer", "alice.pem", "publish.sip"], "has no private key for its certificate"),
            (["encrypt", "--signer", "alice.pem", "--key", "bob.key", "publish.sip"], "does not belong"),
            (["encrypt", "--key", "alice.key", "publish.sip"], "'--key' requires '--signer'"),
            (["verify", "--key", "alice.key", "publish.sip"], "'--key' requires '--recipient'"),
            (["verify", "--password-file", "x", "publish.sip"], "requires '--recipient'"),
            (["encrypt", "--recipient", "sip:example.test", "publish.sip"], "give '--to sip:example.test'"),
            (["encrypt", "--signer", "sip:alice@example.test", "publish.sip"], "give '--from sip:alice@"),
            (["verify", "--trust", "-"], "standard input is for the message"),
            (["encrypt", "--unsigned", "--signer", "alice.pem", "publish.sip"], "cannot be combined"),
            (["encrypt"] + sender + ["-o", "alice.key", "publish.sip"], "are the same file"),
            (["decrypt"] + server + ["-o", "ca.pem", "publish.sip"], "are the same file"),
        ]
        for (arguments, words) in cases {
            let result = CommandRun.of(
                arguments, environment: ["HOME": directory.path], in: directory.path)
            #expect(result.status != .done && result.output.isEmpty)
            #expect(result.words.contains(words), "\(arguments): \(result.words)")
        }
    }

    @Test("several messages are protected and opened with files, without a store")
    func several() throws {
        try FileManager.default.createDirectory(
            atPath: directory.file("in"), withIntermediateDirectories: true)
        for index in 1...3 {
            try directory.write(directory.octets(of: "publish.sip"), to: "in/\(index).sip")
        }
        let sent = run("encrypt", sender + ["--recipient", "server.pem", "in", "-o", "out"])
        #expect(sent.status == .done, "\(sent.words)")
        let opened = run("verify", server + ["out"])
        #expect(opened.status == .done, "\(opened.words)")
        #expect(opened.text.split(separator: "\n").count == 3)
    }

    @Test("--trust is a loosening option, which no configuration file may contain")
    func configured() throws {
        let directories = directory.file("smime-presence")
        try FileManager.default.createDirectory(atPath: directories, withIntermediateDirectories: true)
        try directory.write(
            Array(#"{"verify": {"trust": "ca.pem"}}"#.utf8), to: "smime-presence/config.json")
        let result = CommandRun.of(
            ["verify", "publish.sip"],
            environment: ["HOME": directory.path, "XDG_CONFIG_HOME": directory.path], in: directory.path)
        #expect(result.status == .usage && result.words.contains("trust"), "\(result.words)")
    }
}
