import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Several messages and the ledger")
struct BatchLedgerTests {
    private let batch: BatchLab
    private var lab: CommandLab { batch.lab }

    init() throws { batch = try BatchLab() }

    @Test("of equal messages the first in the order of the input is accepted, whatever the jobs")
    func order() throws {
        try batch.publishes(1)
        #expect(batch.run("encrypt", "in", "-o", "out").status == .done)
        let protected = try lab.directory.octets(of: "out/m0.sip")
        try batch.make("copies")
        for number in 10..<40 { try lab.directory.write(protected, to: "copies/c\(number).sip") }
        let result = batch.run("verify", "copies", "--once", "--jobs", "8")
        #expect(result.status == .refused)
        let verdicts = try batch.lines(result.output).map(\.verdict)
        #expect(verdicts == ["accepted"] + Array(repeating: "refused", count: 29))
    }

    @Test("a refusal between them does not keep later ones waiting")
    func refusal() throws {
        try batch.publishes(6)
        #expect(batch.run("encrypt", "in", "-o", "out").status == .done)
        try lab.directory.write(Array("garbage SIP/2.0\r\n\r\n".utf8), to: "out/m2.sip")
        let result = batch.run("verify", "out", "--once", "--jobs", "4")
        #expect(try batch.lines(result.output).map(\.verdict).filter { $0 == "accepted" }.count == 5)
    }

    @Test("--once is refused for captures and logs, whose messages have arrived already")
    func captures() throws {
        let log =
            String(repeating: "-", count: 47)
            + " 2026-11-30 12:32:44.530602\nUDP message sent (9 bytes):\n\nMESSAGE x\n"
        try lab.directory.write(Array(log.utf8), to: "trace.log")
        try lab.expectFailure(.usage, of: ["verify", "trace.log", "--once"], says: ["'--once'", "capture"])
        try lab.directory.write(Array(log.utf8), to: "in/trace.log")
        try lab.expectFailure(.usage, of: ["verify", "in", "--once"], says: ["'--once'", "capture"])
    }
}
