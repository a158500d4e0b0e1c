import CMS
import MIME
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

/// What refusals advise: only what helps against them.
@Suite("Hints for what is not supported")
struct HintTests {
    @Test("name algorithms only for what another algorithm helps against")
    func algorithms() {
        for (feature, words) in [
            (.algorithm("RC2-CBC", .contentEncryption), "AES-GCM"),
            (.algorithm("ecdh", .keyManagement), "RSA-OAEP"), (.algorithm("MD5", .digest), "SHA-256"),
            (.algorithm("ED25519", .signature), "ECDSA or RSA"),
            (.algorithm("RSA-PSS with sha-256 and sha-1 in the mask", .signatureDigests), "one digest"),
            (.algorithm("authenticated attributes", .authenticatedAttributes), "leave out"),
            (.contentType(ContentTypeName.compressedData), "not to compress"),
            (.contentType("1.2.840.113549.1.7.5"), "id-data"), (.codingOfBody("gzip"), "proxy"),
            (.codingOfContent("br", detail: nil), "gzip member"),
            (.signedProtocol("application/pgp-signature"), "pkcs7-signature"),
            (.signatureType("text/plain"), "pkcs7-signature"), (.certificatesWithoutContent, "cert import"),
        ] as [(UnsupportedFeature, String)] {
            let failure = SMIMEError.unsupported(feature).failure
            #expect(failure.hint.contains(words), "\(failure.hint)")
            #expect(failure.message == feature.description && !failure.message.contains("unsupported("))
            let isOfAlgorithms = if case .algorithm = feature { true } else { false }
            #expect(isOfAlgorithms || !failure.hint.contains("ECDSA"))
        }
    }

    @Test("say what to ask for if a signature has its content twice, or none")
    func contentTwice() {
        #expect(SMIMEError.malformed(.contentTwice).failure.hint.contains("detached signature"))
        #expect(
            SMIMEError.malformed(.signatureWithoutContent).failure.hint.contains("multipart/signed"))
    }

    @Test("a MIME entity is protected in Base64, which mail programs read, and a SIP message in binary")
    func transferEncoding() throws {
        let lab = try CommandLab.example()
        let entity = Array("Content-Type: text/plain\r\n\r\nHello\r\n".utf8)
        let parties = ["--from", "sip:alice@example.test"]
        let envelope = ["encrypt", "--to", "sip:bob@example.test"]
        for command in [["sign"], ["sign", "--form", "opaque"], envelope] {
            for (option, field) in [([], "base64"), (["--transfer-encoding", "binary"], "binary")] {
                let made = lab.run(command + parties + option, input: entity)
                #expect(made.status == .done, "\(made.words)")
                #expect(made.text.contains("Content-Transfer-Encoding: \(field)"))
                #expect(field == "binary" || made.output.allSatisfy { $0 < 0x80 })
                #expect(lab.run("decrypt", "--any-sender", input: made.output).output == entity)
            }
        }
        let lineFeeds = Array("Content-Type: text/plain\n\nHello\n".utf8)
        for (form, opened) in [("detached", entity), ("opaque", lineFeeds)] {
            let made = lab.run(["sign", "--form", form] + parties, input: lineFeeds)
            #expect(lab.run("decrypt", "--any-sender", input: made.output).output == opened)
        }
        for command in ["sign", "encrypt"] {
            let made = lab.run(command, "publish.sip")
            #expect(
                String(decoding: made.output, as: UTF8.self).contains("Content-Transfer-Encoding: binary"))
        }
    }
}
