import Foundation
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("A message without a body")
struct NothingToProtectTests {
    private let batch: BatchLab
    private var lab: CommandLab { batch.lab }

    init() throws { batch = try BatchLab() }

    @Test("is refused when opened, as nothing-to-protect if messages of its kind may have none")
    func opening() throws {
        try lab.expectRefusal(
            .nothingToProtect, of: ["decrypt"], input: batch.emptyNotify(),
            says: ["has no body"])
        let publish = String(decoding: try lab.directory.octets(of: "publish.sip"), as: UTF8.self)
        let header = publish.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
            .filter { !$0.hasPrefix("Content-") }
        func message(_ more: [String]) -> [UInt8] {
            Array((header + more + ["Content-Length: 0", "", ""]).joined(separator: "\r\n").utf8)
        }
        try lab.expectRefusal(
            .nothingToProtect, of: ["decrypt"], input: message(["SIP-If-Match: x1"]), says: ["--tunnel"])
        try lab.expectRefusal(.clearText, of: ["decrypt"], input: message([]), says: ["no protected body"])
    }

    @Test("alone is no-body when sent, and writes nothing")
    func sending() throws {
        try lab.expectRefusal(.missingBody, of: ["encrypt"], input: batch.emptyNotify(), says: ["--tunnel"])
    }

    @Test("among several is skipped with a word when sent, and refused and counted apart when opened")
    func several() throws {
        try batch.publishes(2)
        try lab.directory.write(batch.emptyNotify(), to: "in/empty.sip")
        let sent = batch.run("encrypt", "in", "-o", "out")
        #expect(sent.status == .done && sent.words.contains("2 of 3 messages done, 1 without a body skipped"))
        #expect(sent.words.contains("in/empty.sip: skipped: the message has no body (no-body)"))
        #expect(try batch.names(in: "out") == ["m0.sip", "m1.sip"])
        try lab.directory.write(batch.emptyNotify(), to: "out/empty.sip")
        let opened = batch.run("verify", "out")
        #expect(opened.status == .refused)
        #expect(opened.words.contains("2 of 3 messages done, 1 refused because they have no body"))
        #expect(try batch.lines(opened.output)[0].reasonCode == "nothing-to-protect")
    }
}
