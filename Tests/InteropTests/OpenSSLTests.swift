import CMS
import MIME
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@Suite(
    "openssl cms", .enabled(if: Tool.arePresent("openssl"), "the openssl command line is not installed"))
struct OpenSSLTests {
    private static let ciphers: [ContentCipher] = [.aes256GCM, .aes128GCM, .aes256CBC, .aes128CBC]

    private func verify(_ lab: InteropLab, _ options: String...) throws -> [UInt8] {
        try lab.tool("openssl").run(
            ["cms", "-verify", "-binary", "-CAfile", "ca.pem", "-purpose", "any"] + options)
    }

    @Test("opens messages signed and enveloped here", arguments: TestLab.algorithms, ciphers)
    func opensBoth(algorithm: KeyAlgorithm, cipher: ContentCipher) throws {
        let lab = try InteropLab(algorithm)
        for transport in algorithm.isRSA ? Enveloper.RSAKeyTransport.allCases : [.oaep] {
            try lab.directory.write(lab.protected(cipher, transport: transport).body, to: "m.p7m")
            let inner = try lab.tool("openssl")(
                "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "m.p7m", "-recip", "bob.pem", "-inkey",
                "bob.key")
            try lab.directory.write(MIMEEntity.parse(inner).body, to: "m.p7s")
            #expect(try verify(lab, "-inform", "DER", "-in", "m.p7s") == InteropLab.content)
        }
    }

    @Test(
        "verifies messages signed here, opaque and detached, as DER and as S/MIME",
        arguments: TestLab.algorithms)
    func verifies(algorithm: KeyAlgorithm) throws {
        let lab = try InteropLab(algorithm)
        for signature in algorithm.isRSA ? Signer.RSASignature.allCases : [.pkcs1] {
            try lab.directory.write(lab.protected(nil, rsaSignature: signature).body, to: "m.p7s")
            #expect(try verify(lab, "-inform", "DER", "-in", "m.p7s") == InteropLab.content)
            for form in [Signer.Form.opaque, .detached] {
                let mail = try lab.protected(nil, form: form, encoding: .base64, rsaSignature: signature)
                try lab.directory.write(Array("MIME-Version: 1.0\r\n".utf8) + mail.octets, to: "m.eml")
                // Without -binary, which treats the CR before a boundary as content.
                let opened = try lab.tool("openssl")(
                    "cms", "-verify", "-CAfile", "ca.pem", "-purpose", "any", "-inform", "SMIME", "-in",
                    "m.eml")
                #expect(opened == InteropLab.content, "\(form)")
            }
        }
    }

    @Test("opens padded messages: the padding follows the parts, and the document is unchanged")
    func opensPadded() throws {
        let lab = try InteropLab(.p256)
        let message = try SIPMessage.parse(
            Array(
                """
                MESSAGE sip:bob@example.test SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n\
                From: <sip:alice@example.test>;tag=a1\r\nTo: <sip:bob@example.test>\r\nCall-ID: c1\r\n\
                CSeq: 1 MESSAGE\r\n\r\n
                """.utf8))
        let binding = try MessageBinding(
            of: message, to: [SIPURI.parse("sip:bob@example.test")], padding: Padding(bucket: 1024),
            at: TestLab.now)
        try lab.directory.write(lab.protected(.aes256GCM, binding: binding).body, to: "m.p7m")
        let inner = try lab.tool("openssl")(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "m.p7m", "-recip", "bob.pem", "-inkey",
            "bob.key")
        try lab.directory.write(MIMEEntity.parse(inner).body, to: "m.p7s")
        let content = try verify(lab, "-inform", "DER", "-in", "m.p7s")
        #expect(content.count == 1024)
        let parts = try #require(try MIMEEntity.parse(content).multipart()).parts
        #expect(parts.first?.octets == InteropLab.content && parts.count == 2)
    }

    @Test("opens a message inside another: message/sip, as its sender wrote it")
    func opensTunnelled() throws {
        let lab = try InteropLab(.p256)
        let bob = try SIPURI.parse("sip:bob@example.test")
        let tunnel = try Tunnel(
            of: SIPMessage.parse(
                Array(
                    """
                    MESSAGE sip:bob@example.test SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n\
                    From: <sip:alice@example.test>;tag=a1\r\nTo: <sip:bob@example.test>\r\nCall-ID: c1\r\n\
                    CSeq: 1 MESSAGE\r\nSubject: lunch\r\nContent-Type: text/plain\r\n\r\nhello
                    """.utf8)), outerHeaders: .minimal, at: TestLab.now)
        let protector = try Protector(
            signer: .select(
                SIPURI.parse("sip:alice@example.test"), from: [lab.alice.keyed], at: TestLab.now),
            recipients: [
                .select(bob, from: [lab.bob.certificate], trusting: lab.anchors, at: TestLab.now)
            ])
        let body = try protector.protect(tunnel, for: [bob], signingTime: TestLab.now)
        try lab.directory.write(body.body, to: "m.p7m")
        let inner = try lab.tool("openssl")(
            "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "m.p7m", "-recip", "bob.pem", "-inkey",
            "bob.key")
        try lab.directory.write(MIMEEntity.parse(inner).body, to: "m.p7s")
        let content = try MIMEEntity.parse(verify(lab, "-inform", "DER", "-in", "m.p7s"))
        #expect(content.octets.count % 256 == 0)
        let part = try #require(try content.multipart()?.parts.first?.entity)
        #expect(try part.contentType()?.mediaType == "message/sip")
        #expect(part.body == tunnel.inner.octets)
    }

    @Test("creates envelopes that open here", arguments: TestLab.algorithms, ciphers)
    func envelopes(algorithm: KeyAlgorithm, cipher: ContentCipher) throws {
        let lab = try InteropLab(algorithm)
        // Streaming writes indefinite lengths, which are BER; the SHA-1 KDF is its default for EC keys.
        let keyOptions: [[String]] =
            algorithm.isRSA
            ? [
                [], ["-keyopt", "rsa_padding_mode:oaep"],
                ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"],
            ]
            : [[], ["-keyopt", "ecdh_kdf_md:sha256"]]
        for options in keyOptions {
            for stream in [[], ["-stream"]] {
                for identifier in [[], ["-keyid"]] {
                    let octets = try lab.tool("openssl").run(
                        [
                            "cms", "-encrypt", "-binary", "-\(cipher.name)", "-in", "content", "-outform",
                            "DER",
                        ]
                            + stream + identifier + ["-recip", "bob.pem"] + options)
                    #expect(try lab.open(lab.entity(octets), unsigned: true) == InteropLab.content)
                }
            }
        }
    }

    @Test("creates signatures that verify here, opaque, detached and streamed", arguments: TestLab.algorithms)
    func signs(algorithm: KeyAlgorithm) throws {
        let lab = try InteropLab(algorithm)
        let sign = [
            "cms", "-sign", "-binary", "-in", "content", "-signer", "alice.pem", "-inkey", "alice.key",
        ]
        let padding = algorithm.isRSA ? [[], ["-keyopt", "rsa_padding_mode:pss"]] : [[]]
        for options in [["-nodetach"], ["-nodetach", "-stream"], ["-nodetach", "-keyid"]] {
            for padding in padding {
                // With both it fails to write: "illegal zero content".
                if options.contains("-stream") && !padding.isEmpty { continue }
                let octets = try lab.tool("openssl").run(sign + ["-outform", "DER"] + options + padding)
                #expect(try lab.open(lab.entity(octets)) == InteropLab.content)
            }
        }
        let mail = try MIMEEntity.parse(lab.tool("openssl").run(sign + ["-outform", "SMIME"]))
        #expect(try lab.open(mail) == InteropLab.content)
        // With signingCertificateV2 (RFC 5035).
        let named = try MIMEEntity.parse(lab.tool("openssl").run(sign + ["-cades", "-outform", "SMIME"]))
        #expect(try lab.open(named) == InteropLab.content)
    }

    @Test("creates both, in either order, and they open here", arguments: TestLab.algorithms)
    func both(algorithm: KeyAlgorithm) throws {
        let lab = try InteropLab(algorithm)
        for cipher in ["-aes-256-gcm", "-aes-128-cbc"] {
            try lab.tool("openssl")(
                "cms", "-sign", "-binary", "-nodetach", "-in", "content", "-signer", "alice.pem", "-inkey",
                "alice.key",
                "-outform", "SMIME", "-out", "signed.eml")
            let octets = try lab.tool("openssl")(
                "cms", "-encrypt", "-binary", cipher, "-in", "signed.eml", "-outform", "DER", "bob.pem")
            #expect(try lab.open(lab.entity(octets)) == InteropLab.content)
        }
    }
}
