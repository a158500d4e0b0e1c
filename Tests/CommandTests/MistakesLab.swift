import Foundation
import TestSupport
import Testing

/// The files that the command lines of Tests/Vectors/commands/mistakes.txt name, made by the built program.
struct MistakesLab {
    let directory: TemporaryDirectory
    let program: BuiltProgram

    init() throws {
        directory = try TemporaryDirectory()
        program = BuiltProgram(directory: directory)
        try prepare("ca", "init", "--domain", "example.test")
        for user in ["alice@", "bob@", "user009@", ""] {
            try prepare("cert", "issue", "sip:\(user)example.test")
        }
        for name in ["publish.sip", "notify.sip"] { try directory.write(Self.example(name), to: name) }
        try prepare("encrypt", "publish.sip", "-o", "protected.sip")
        try writeMessages()
        try writeOtherFiles()
        try writeCertificates()
    }

    private func prepare(_ arguments: String...) throws {
        let run = try program.run(arguments)
        try #require(run.status == 0, "\(arguments): \(run.words)")
    }

    private static let examples = Vectors.directory.appending(path: "../../examples").standardized

    /// The example of this name, changed to example.test, with the new Content-Length.
    private static func example(_ name: String) throws -> [UInt8] {
        let file = Array(try Data(contentsOf: examples.appending(path: "messages/\(name)")))
        let message = try text(file).replacingOccurrences(of: "example.com", with: "example.test")
        let end = try #require(message.range(of: "\r\n\r\n", options: .literal)).upperBound
        let length = message[end...].utf16.count
        return try octets(changed(message, "Content-Length: *[0-9]+", "Content-Length: \(length)"))
    }

    /// Messages with one fault each.
    private func writeMessages() throws {
        let plain = try Self.text(directory.octets(of: "publish.sip"))
        let protected = try Self.text(directory.octets(of: "protected.sip"))
        let end = try #require(plain.range(of: "\r\n\r\n", options: .literal)).upperBound
        let body = plain[end...].utf16.count
        func length(_ value: String, of message: String) -> String {
            Self.changed(message, "Content-Length: *[0-9]+", "Content-Length: \(value)")
        }
        let messages = [
            "lf": Self.changed(plain, "\r\n", "\n"), "dd": Self.changed(plain, "\r\n", "\r\r\n"),
            "trunc": String(decoding: plain.utf16.dropLast(body - 29), as: UTF16.self),
            "shortcl": length("\(body - 37)", of: plain), "badcl": length("abc", of: plain),
            "nofrom": Self.changed(plain, "From: [^\r]*\r\n", ""),
            "noct": Self.changed(plain, "Content-Type: [^\r]*\r\n", ""),
            "mal": length(
                "\(body + 2)", of: Self.changed(plain, "entity=\"sip:alice@", "entity=\"sip:mallory@")),
            "badxml": length(
                "\(body - 12)", of: String(decoding: plain.utf16.dropLast(12), as: UTF16.self)),
            "cid": Self.changed(protected, "Call-ID: [^\r]*", "Call-ID: other"),
            "from": Self.changed(protected, "From: <sip:alice@", "From: <sip:bob@"),
        ]
        for (name, message) in messages {
            try #require(message != plain && message != protected, "\(name)")
            try directory.write(Self.octets(message), to: "\(name).sip")
        }
        var flipped = try directory.octets(of: "protected.sip")
        flipped[flipped.count - 40] ^= 1
        try directory.write(flipped, to: "flip.sip")
        try directory.write(Array(protected.utf8), to: "utf8.sip")
    }

    private func writeOtherFiles() throws {
        let publish = try Self.text(directory.octets(of: "publish.sip"))
        let files = [
            "empty.json": "{}", "p.json": "{\"version\": 1, \"presentity\": {\"hop\": \"tls\"}}",
            "garbage.db": "garbage\n", "binary": "\u{7F}ELF", "pass": "secret\n", "wrong": "wrong\n",
            "pidf.xml": publish.components(separatedBy: "\r\n\r\n")[1],
        ]
        for (name, text) in files { try directory.write(Array(text.utf8), to: name) }
        try directory.write(
            Array(Data(contentsOf: Self.examples.appending(path: "paths/release-5.json"))),
            to: "release-5.json")
        try directory.write(Policies.octets("answer-3"), to: "answer-3.xml")
    }

    private func writeCertificates() throws {
        try prepare("cert", "export", "sip:alice@example.test", "-o", "alice.pem")
        try prepare("cert", "export", "sip:alice@example.test", "--key", "-o", "alice.key")
        try prepare("cert", "export", "sip:example.test", "-o", "server.pem")
        try prepare(
            "cert", "export", "sip:user009@example.test", "--pkcs12", "--password-file", "pass", "-o",
            "user009.p12")
        try prepare("ca", "init", "--domain", "www.example.com", "--store", "www.db")
        try prepare("ca", "show", "--store", "www.db", "-o", "tls.pem")
        try prepare("ca", "init", "--domain", "lab.example", "--store", "lab.db")
        try prepare("ca", "crl", "--store", "lab.db", "-o", "old.crl")
    }

    /// The octets as text, one character for each octet, so that they can be written back unchanged.
    private static func text(_ octets: [UInt8]) throws -> String {
        try #require(String(data: Data(octets), encoding: .isoLatin1))
    }

    private static func octets(_ text: String) throws -> [UInt8] {
        Array(try #require(text.data(using: .isoLatin1)))
    }

    /// The text with every match of a regular expression replaced; CR LF are two characters here.
    private static func changed(_ text: String, _ old: String, _ new: String) -> String {
        text.replacingOccurrences(of: old, with: new, options: .regularExpression)
    }
}
