import CMS
import Foundation
import SIPMessage
import SMIMEAgent
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Input that is not what it should be")
struct UnreadableInputTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    static let commands = ["encrypt", "sign", "decrypt"]

    @Test("text, garbage and nothing are no SIP message", arguments: commands)
    func notAMessage(command: String) throws {
        let arguments = [command, "-o", "out.sip"]
        try lab.expectRefusal(.malformed, of: arguments, says: ["the input is empty"])
        try lab.expectRefusal(
            .malformed, of: arguments, input: Array("\r\n\r\n".utf8), says: ["the input is empty"])
        try lab.expectRefusal(
            .malformed, of: arguments, input: Array("Dear Bob,\r\nI am here.\r\n\r\n".utf8),
            says: ["this is not a SIP message: it begins with 'Dear Bob,'", "PUBLISH sip:alice@example.com"])
        try lab.expectRefusal(
            .malformed, of: arguments, input: (0...255).reversed().map { UInt8($0) }, says: ["error: "])
        try lab.expectRefusal(
            .malformed, of: arguments, input: [UInt8](repeating: 0, count: 5000), says: ["error: "])
    }

    @Test("control characters of the input do not reach the terminal", arguments: commands)
    func controlCharacters(command: String) throws {
        let hostile = Array("\u{1B}[2J\u{9B}31m\u{202E} sip:a@b SIP/9.0\r\n\r\n".utf8)
        let words = lab.run(command, input: hostile).words
        #expect(words.hasPrefix("smime-presence: error: "))
        #expect(!words.unicodeScalars.contains { [0x1B, 0x9B, 0x202E, 0x0D].contains($0.value) })
    }

    @Test("a truncated body is told by Content-Length", arguments: commands)
    func truncated(command: String) throws {
        let whole = try lab.directory.octets(of: command == "decrypt" ? "protected.sip" : "publish.sip")
        try lab.expectRefusal(
            .malformed, of: [command, "-o", "out.sip"], input: Array(whole.dropLast()),
            says: ["Content-Length says", "was truncated"])
        let header = whole.prefix(200)
        try lab.expectRefusal(.malformed, of: [command, "-o", "out.sip"], input: Array(header), says: [])
    }

    @Test("no prefix of a protected message is opened")
    func everyPrefix() throws {
        let whole = try lab.directory.octets(of: "protected.sip")
        for length in stride(from: 0, to: whole.count, by: 37) {
            let result = lab.run("decrypt", input: Array(whole[..<length]))
            #expect(result.status == .refused && result.output.isEmpty, "\(length)")
        }
    }

    @Test("too much input is refused by its limit", arguments: commands)
    func tooLarge(command: String) throws {
        let limit = MessageOrEntity.maximumOctets
        try lab.expectRefusal(
            .tooLarge, of: [command, "-o", "out.sip"], input: [UInt8](repeating: 65, count: limit + 1),
            says: ["standard input holds more than \(limit) octets"])
        let body = String(repeating: "x", count: 1_048_577)
        let message = try lab.changed(
            "publish.sip", "Content-Length: ", "Content-Length: \(body.count)\r\nX: ")
        try lab.expectRefusal(
            .tooLarge, of: [command, "-o", "out.sip"], input: message + Array(body.utf8),
            says: ["the body is larger than 1048576 octets"])
    }

    @Test("a body that its protection makes too large to open is not sent", arguments: ["encrypt", "sign"])
    func tooLargeProtected(command: String) throws {
        let body = String(repeating: "x", count: 1_048_576)
        let message = try lab.changed(
            "publish.sip", "application/pidf+xml\r\nContent-Length: ",
            "text/plain\r\nContent-Length: \(body.count)\r\nX: ")
        let end = try #require(Data(message).range(of: Data("\r\n\r\n".utf8))?.upperBound)
        try lab.expectRefusal(
            .tooLarge, of: [command, "-o", "out.sip"], input: message[..<end] + Array(body.utf8),
            says: ["larger than 1048576 octets"])
    }

    @Test("a long address of the input is cut short", arguments: ["encrypt", "sign"])
    func longAddress(command: String) throws {
        let message = try lab.changed(
            "publish.sip", "From: <sip:", "From: <sip:\(String(repeating: "%41", count: 10_000))")
        let result = lab.run(command, input: message)
        #expect(result.status == .refused && result.words.count < 2000)
    }

    @Test("a CMS object without its message is named as such")
    func bareObjects() throws {
        let message = try MessageOrEntity.read(lab.directory.octets(of: "protected.sip"), bodyType: nil)
        let der = try #require(message.message?.body)
        try lab.expectRefusal(
            .malformed, of: ["decrypt", "-o", "out.sip"], input: der,
            says: ["the input is DER, not a SIP message", "--body application/pkcs7-mime"])
        try lab.expectRefusal(
            .malformed, of: ["decrypt", "-o", "out.sip"], input: TestCA.octets(of: "alice.pem"),
            says: ["the input is PEM, not a SIP message", "smime-presence inspect"])
    }

    @Test("a message without a body has nothing to protect or open", arguments: commands)
    func missingBody(command: String) throws {
        let message = try lab.directory.octets(of: "publish.sip")
        let end = try #require(Data(message).range(of: Data("Content-Type".utf8)))
        let header = Array(message[..<end.lowerBound]) + Array("Content-Length: 0\r\n\r\n".utf8)
        let opens = command == "decrypt"
        try lab.expectRefusal(
            opens ? .clearText : .missingBody, of: [command, "-o", "out.sip"], input: header,
            says: [opens ? "the message has no protected body" : "the message has no body"])
    }

    @Test("a readable message is not opened, and its text is not written")
    func clearText() throws {
        try lab.expectRefusal(
            .clearText, of: ["decrypt", "-o", "out.sip", "publish.sip"],
            says: ["the message has no protected body"])
        try lab.expectRefusal(
            .clearText, of: ["verify", "notify.sip"], says: ["ask the sender for a protected message"])
    }

    @Test("a presence document that is none is not sent", arguments: ["encrypt", "sign"])
    func notPresence(command: String) throws {
        let message = try lab.changed("publish.sip", "<tuple", "<tuqle")
        try lab.expectRefusal(
            .malformed, of: [command], input: message,
            says: ["the presence document is not XML", "correct the body"])
    }
}
