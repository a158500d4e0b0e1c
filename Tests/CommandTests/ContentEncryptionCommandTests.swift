import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

/// How `encrypt` encrypts content, and what the report says of it.
@Suite("Content encryption by commands")
struct ContentEncryptionCommandTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func envelope(in file: String) throws -> [String: Any] {
        try #require(ReportObject(lab.directory.octets(of: file)).layers.first)
    }

    @Test("--derive-key derives the key under every cipher, and both reports name the derivation")
    func derivedKey() throws {
        let plain = try lab.directory.octets(of: "publish.sip")
        for cipher in Encrypt.Cipher.allCases.map(\.rawValue) {
            let sent = lab.run(
                "encrypt", "--derive-key", "--cipher", cipher, "--report", "sent.json", "publish.sip")
            #expect(sent.status == .done, "\(sent.words)")
            let opened = lab.run("decrypt", "--report", "opened.json", input: sent.output)
            #expect(opened.output == plain, "\(opened.words)")
            for file in ["sent.json", "opened.json"] {
                let envelope = try envelope(in: file)
                #expect(envelope["contentKeyDerivation"] as? String == "hkdf-sha256")
                #expect(envelope["contentEncryption"] as? String == cipher)
            }
        }
    }

    @Test("--require-aead refuses AES-CBC, as weak-algorithm with a hint, and opens AES-GCM")
    func requiredAuthentication() throws {
        for cipher in ["aes-256-cbc", "aes-128-cbc"] {
            let sent = lab.run("encrypt", "--cipher", cipher, "publish.sip").output
            for command in ["decrypt", "verify"] {
                #expect(lab.run(command, input: sent).status == .done)
                try lab.expectRefusal(
                    .weakAlgorithm, of: [command, "--require-aead"], input: sent,
                    says: ["\(cipher) does not authenticate", "AES-GCM", "'--require-aead'"])
            }
            #expect(lab.run("cert", "learn", "--require-aead", input: sent).status == .refused)
            #expect(lab.run("cert", "learn", input: sent).status == .done)
        }
        let sent = lab.run("encrypt", "publish.sip").output
        #expect(lab.run("decrypt", "--require-aead", input: sent).status == .done)
    }

    @Test("without --derive-key the recipients get the key itself, and the report names no derivation")
    func plainKey() throws {
        #expect(lab.run("encrypt", "--report", "sent.json", "publish.sip").status == .done)
        #expect(try envelope(in: "sent.json")["contentKeyDerivation"] == nil)
    }

    @Test("what PKCS#1 v1.5 cannot transport is refused with the advice to leave that option out")
    func olderTransport() throws {
        #expect(lab.run("cert", "issue", "--key", "rsa2048", "sip:rsa@example.test").status == .done)
        let command = [
            "encrypt", "--to", "sip:rsa@example.test", "--rsa-key-transport", "pkcs1", "publish.sip",
        ]
        let refused = lab.run(command + ["--cipher", "chacha20-poly1305"])
        #expect(refused.status == .refused && refused.output.isEmpty)
        #expect(refused.words.contains("--rsa-key-transport") && !refused.words.contains("cert issue"))
        #expect(lab.run(command + ["--derive-key"]).status == .done)
    }
}
