import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("Presence documents as servers and clients write them")
struct PresenceDocumentTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// A PUBLISH of alice with this body and these lines about it.
    private func publish(_ body: [UInt8], _ lines: String = "Content-Type: application/pidf+xml") throws
        -> [UInt8]
    {
        let message = try lab.directory.octets(of: "publish.sip")
        let end = try #require(Data(message).range(of: Data("Content-Type".utf8))).lowerBound
        return message[..<end] + Array("\(lines)\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    private func document(_ inner: String) -> [UInt8] {
        Array(
            ("<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:o='urn:o' entity='sip:alice@example.test'>"
                + inner + "</presence>").utf8)
    }

    @Test(
        "come back octet for octet, with a warning that names each departure",
        arguments: [
            (
                "<tuple id='t2'><status/></tuple><o:p/><tuple id='t1'><status/></tuple>",
                ["unexpected element tuple in presence"]
            ),
            (
                "<o:p/><tuple id='1'><contact>sip:a@x</contact><status/></tuple>",
                ["unexpected element tuple", "'1' is not an XML name", "does not begin with its status"]
            ),
            (
                "<tuple><status/></tuple>x<tuple id='a'><status/></tuple><tuple id='a'><status/></tuple>",
                ["a tuple has no id", "unexpected text in presence", "duplicate tuple id 'a'"]
            ),
        ] as [(String, [String])])
    func departures(inner: String, words: [String]) throws {
        let message = try publish(document(inner))
        for options in [[], ["--tunnel"], ["--no-binding"], ["--any-entity"]] {
            let sent = lab.run(["encrypt"] + options, input: message)
            let opened = lab.run("decrypt", "--report", "r.json", input: sent.output)
            #expect(Data(opened.output).range(of: Data(document(inner))) != nil, "\(opened.words)")
            for run in [sent, opened] {
                for word in words + ["pidf-nonconforming"] {
                    #expect(run.words.contains(word), "\(run.words)")
                }
            }
            #expect(
                try ReportObject(lab.directory.octets(of: "r.json")).warningCodes.contains(
                    "pidf-nonconforming"))
            try lab.expectRefusal(
                .malformed, of: ["decrypt", "--strict-pidf"], input: sent.output,
                says: [words[0], "--strict-pidf"])
        }
        for command in ["encrypt", "sign"] {
            try lab.expectRefusal(
                .malformed, of: [command, "--strict-pidf"], input: message, says: ["without '--strict-pidf'"])
        }
        let once = lab.run("encrypt", input: message).output
        #expect(lab.run("decrypt", "--once", input: once).status == .done)
    }

    @Test("compressed, they travel as they came", arguments: ["gzip", "deflate"])
    func compressed(coding: String) throws {
        let plain = document("<tuple id='t'><status/></tuple>")
        let body = coding == "gzip" ? StoredCoding.gzip(plain) : StoredCoding.zlib(plain)
        let fields = "Content-Type: application/pidf+xml\r\nContent-Encoding: \(coding)"
        let message = try publish(body, fields)
        let sent = lab.run("encrypt", input: message)
        #expect(sent.status == .done, "\(sent.words)")
        let opened = lab.run("decrypt", input: sent.output)
        #expect(opened.output == message)
        try lab.expectRefusal(
            .unsupported, of: ["encrypt"], input: publish(body + [0], fields),
            says: ["Content-Encoding \(coding)", "1 octets after the end", "one gzip member"])
        try lab.expectRefusal(
            .unsupported, of: ["encrypt"], input: publish(StoredCoding.blocks(plain), fields),
            says: [coding == "gzip" ? "damaged" : "raw deflate"])
    }

    @Test("a protected body that a proxy compressed is named as such")
    func compressedOnTheWay() throws {
        let message = try lab.changed(
            "protected.sip", "Content-Type:", "Content-Encoding: deflate\r\nContent-Type:")
        try lab.expectRefusal(
            .unsupported, of: ["decrypt"], input: message,
            says: ["Content-Encoding deflate is not supported", "a proxy compressed the protected body"])
    }

    @Test("under another Content-Type they are checked all the same")
    func sniffed() throws {
        let bobs = Array(
            String(decoding: document(""), as: UTF8.self).replacing("alice", with: "bob").utf8)
        try lab.expectRefusal(
            .entityNotSender, of: ["encrypt"], input: publish(bobs, "Content-Type: text/plain"),
            says: ["about sip:bob@example.test"])
        try lab.expectRefusal(
            .malformed, of: ["sign"],
            input: publish(Array("<html><br></html>".utf8), "Content-Type: text/html"),
            says: ["not XML"])
    }
}
