import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Input that is no message")
struct ForeignInputTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        "a presence document given to decrypt is called unprotected, elsewhere a document without a message")
    func document() throws {
        let document = text("<?xml version='1.0'?><presence/>")
        for command in ["decrypt", "verify"] {
            try lab.expectRefusal(
                .clearText, of: [command], input: document, says: ["an XML document that is not protected"])
        }
        for command in ["inspect", "exposure", "assess"] {
            let result = lab.run(command, input: document)
            #expect(
                result.status == .refused
                    && result.words.contains("an XML document without a SIP message around it"),
                "\(command): \(result.words)")
        }
        #expect(lab.run("inspect", input: document).words.contains("'--body application/pidf+xml'"))
        #expect(!lab.run("exposure", input: document).words.contains("--body"))
        #expect(
            lab.run("encrypt", "--mime", "--from", "sip:alice@example.test", input: document).words
                .contains("XML document"))
    }

    @Test("a mailbox, gzip, a byte order mark and UTF-16 are named, with and without '--mime'")
    func named() throws {
        let message = try lab.directory.octets(of: "publish.sip")
        let mail = text("From alice@example.test Mon Nov 23 12:00:00 2026\nContent-Type: text/plain\n\nhi\n")
        let utf16: [UInt8] = [0xFF, 0xFE] + message.flatMap { [$0, UInt8(0)] }
        let inputs: [([UInt8], [String])] = [
            (mail, ["a mailbox: its first line begins with 'From '", "give a mail alone with '--mime'"]),
            (StoredCoding.gzip(message), ["compressed with gzip", "gunzip"]),
            ([0xEF, 0xBB, 0xBF] + message, ["byte order mark (EF BB BF)", "remove these three octets"]),
            (utf16, ["text in UTF-16", "save it in UTF-8"]),
        ]
        for (input, words) in inputs {
            for command in [["encrypt"], ["sign"], ["decrypt"], ["verify"], ["decrypt", "--mime"]] {
                try lab.expectRefusal(.malformed, of: command, input: input, says: words)
            }
            for command in ["inspect", "exposure"] {
                let result = lab.run(command, input: input)
                #expect(result.status == .refused && result.words.contains(words[0]), "\(result.words)")
            }
        }
    }

    @Test("line ends that were converted twice are named in a MIME entity as in a SIP message")
    func lineEnds() throws {
        let parties = ["--from", "sip:alice@example.test"]
        for head in ["", "To: bob@example.test\r\r\n"] {
            let entity = text(head + "Content-Type: text/plain\r\r\n\r\r\nhello\r\r\n")
            for command in ["sign", "decrypt", "verify"] {
                try lab.expectRefusal(
                    .malformed, of: [command, "--mime"] + parties, input: entity,
                    says: ["line ends were converted twice (CR CR LF)", "remove one CR from each line"])
            }
        }
    }

    @Test("a body in gzip without Content-Encoding is named when it is sent and when it is received")
    func gzip() throws {
        let document = text(
            "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:alice@example.test'/>")
        let body = StoredCoding.gzip(document)
        let message = try lab.directory.octets(of: "publish.sip")
        let end = try #require(Data(message).range(of: Data("Content-Type".utf8))).lowerBound
        let fields = "Content-Type: application/pidf+xml\r\nContent-Length: \(body.count)\r\n\r\n"
        try lab.expectRefusal(
            .malformed, of: ["encrypt"], input: message[..<end] + text(fields) + body,
            says: ["compressed with gzip, and no Content-Encoding says so", "add the field"])
        #expect(
            SMIMEError.malformed(.compressedWithoutField).failure.hint.contains(
                "ask the sender for the field"))
    }

    @Test("an invalid media type: the error shows valid ones")
    func mediaType() throws {
        for type in ["nonsense", "text/plain; x", ""] {
            try lab.expectFailure(
                .usage, of: ["encrypt", "--body", type], input: text("hi"),
                says: ["'\(type)' given for --body is not a media type, such as application/pidf+xml"])
        }
    }

    @Test("hints name options that help, and none that contradict others")
    func hints() throws {
        #expect(SMIMEError.wrongRecipient(intended: []).failure.hint.contains("'--any-target'"))
        let unbound = SMIMEError.unbound.failure.hint
        #expect(unbound.contains("'--allow-unbound' without '--require-binding'"))
    }

    @Test("'trust add' says what it reads: a PKCS#12 file and a message are for 'cert import'")
    func trust() throws {
        let file = try Vectors.octets("pkcs12/open.p12")
        let block = Data(file).base64EncodedString(options: .lineLength64Characters)
        for input in [file, text("-----BEGIN PKCS12-----\n\(block)\n-----END PKCS12-----\n")] {
            let result = lab.run("trust", "add", "-", input: input)
            #expect(result.status == .refused && result.words.contains("is a PKCS#12 file"))
            #expect(result.words.contains("cert import") && result.words.contains("-nokeys"))
        }
        let message = lab.run("trust", "add", "publish.sip")
        #expect(message.status == .refused && message.words.contains("give certificates in PEM or DER"))
        #expect(!message.words.contains("PKCS#12"))
    }
}
