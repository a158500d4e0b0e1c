import Foundation
import TestSupport
import Testing

@testable import PacketCaptures
@testable import smime_presence

@Suite("exposure of packet captures")
struct PacketCaptureTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// A capture of raw IPv4 packets, one datagram from port 5060 to 5060 each.
    private func capture(_ datagrams: [[UInt8]]) -> [UInt8] {
        func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
        func big(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
        var octets =
            little(0xA1B2_C3D4) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(101)
        for datagram in datagrams {
            let length = datagram.count + 28
            let packet =
                [0x45, 0] + big(length) + [0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2] + big(5060)
                + big(5060) + big(datagram.count + 8) + [0, 0] + datagram
            octets += little(0) + little(0) + little(packet.count) + little(packet.count) + packet
        }
        return octets
    }

    private func run(_ arguments: String..., path: String) -> CommandRun {
        CommandRun.of(arguments, environment: ["PATH": path], in: lab.directory.path)
    }

    /// A program called tshark that does what a script says, and the PATH to it.
    private func pretend(_ script: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file("bin"), withIntermediateDirectories: true)
        // Another process writes it: a program that a process forked meanwhile still has
        // open for writing cannot be run.
        try Tool(name: "sh", directory: lab.directory)(
            "-c", "cat >bin/tshark && chmod 700 bin/tshark", input: "#!/bin/sh\n\(script)\n")
        return lab.directory.file("bin") + ":/usr/bin:/bin"
    }

    private func write() throws -> [UInt8] {
        let message = try lab.directory.octets(of: "publish.sip")
        try lab.directory.write(capture([message, lab.directory.octets(of: "notify.sip")]), to: "a.pcap")
        return message
    }

    @Test("without tshark a capture is named, and what to install")
    func missing() throws {
        _ = try write()
        let result = run("exposure", "a.pcap", path: lab.directory.path)
        #expect(result.status == .environment && result.output.isEmpty)
        #expect(result.words.contains("'a.pcap' is a packet capture, and tshark is not installed"))
        #expect(result.words.contains("hint: install it"))
        #expect(CommandRun.of(["exposure", "a.pcap"], in: lab.directory.path).status == .environment)
    }

    @Test("a capture on standard input is refused, since tshark needs a file")
    func standardInput() throws {
        _ = try write()
        let result = lab.run("exposure", "--report", "r.json", input: try lab.directory.octets(of: "a.pcap"))
        #expect(result.status == .refused && result.output.isEmpty)
        #expect(result.words.contains("the input is a packet capture, not a message"))
        #expect(try ReportObject(lab.directory.octets(of: "r.json")).reasonCode == "malformed")
    }

    @Test(
        "tshark takes the messages out of a capture",
        .enabled(if: Tool.arePresent("tshark"), "tshark is not installed"))
    func real() throws {
        _ = try write()
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let result = run("exposure", "--format", "json", "a.pcap", path: path)
        #expect(result.status == .done, "\(result.words)")
        let messages = try #require(try ReportObject(result.output).members["messages"] as? [[String: Any]])
        #expect(messages.map { $0["file"] as? String } == ["a.pcap#1", "a.pcap#2"])
        let alone = try ReportObject(lab.run("exposure", "--format", "json", "publish.sip").output)
        let exposure = try #require(messages[0]["exposure"] as? [String: Any])
        #expect(
            NSDictionary(dictionary: exposure)
                == NSDictionary(dictionary: try #require(alone.members["exposure"] as? [String: Any])))
    }

    @Test("several messages in one packet are several, and it gets no settings of the user")
    func several() throws {
        let digits = try write().map { String(format: "%02x", $0) }.joined()
        let packet =
            "{\"_source\":{\"layers\":{\"sip_raw\":[[\"\(digits)\",0,1,0,1],[\"\(digits)\",0,1,0,1]]}}}"
        try lab.directory.write(Array("[\(packet)]".utf8), to: "answer.json")
        let path = try pretend(
            "test \"$HOME\" = /nonexistent && test \"$1\" = -n && test -f \"$3\" && cat '\(lab.directory.file("answer.json"))'"
        )
        let result = run("exposure", "--format", "json", "a.pcap", path: path)
        #expect(result.status == .done, "\(result.words)")
        let messages = try #require(try ReportObject(result.output).members["messages"] as? [[String: Any]])
        #expect(messages.count == 2)
    }

    @Test(
        "a tool that fails or writes something else is no reason for a report",
        arguments: [
            "exit 2", "echo nonsense", "kill -9 $$",
            "echo '[{\"_source\":{\"layers\":{\"sip_raw\":[\"0\"]}}}]'",
        ])
    func failing(script: String) throws {
        _ = try write()
        let result = run("exposure", "a.pcap", path: try pretend(script))
        #expect(result.status == .refused && result.output.isEmpty)
        #expect(result.words.contains("tshark cannot read 'a.pcap'"))
    }

    @Test("a program is ended when its time or its room is over")
    func limits() throws {
        let path = try pretend("exec cat /dev/zero")
        let program = try ExternalProcess(named: "tshark", searchPath: path)
        #expect(throws: ExternalProcess.Failure.tooMuchOutput(limit: 1000)) {
            try program.result(of: [], limit: 1000, seconds: 60)
        }
        let slow = try ExternalProcess(named: "tshark", searchPath: try pretend("exec tail -f /dev/null"))
        #expect(throws: ExternalProcess.Failure.tooSlow(seconds: 0)) {
            try slow.result(of: [], limit: 1000, seconds: 0)
        }
    }

    /// What tshark writes of a capture with one message, and fails as it does where the capture is cut.
    private func tsharkOfCut(_ end: String) throws -> String {
        let digits = try lab.directory.octets(of: "publish.sip").map { String(format: "%02x", $0) }.joined()
        let json = "[{\"_source\":{\"layers\":{\"sip_raw\":[\"\(digits)\",0,1,0,1]}}}\(end)"
        try lab.directory.write(Array(json.utf8), to: "answer.json")
        return try pretend("cat '\(lab.directory.file("answer.json"))'; exit 2")
    }

    @Test(
        "of a capture that is cut in its last packet the messages before the cut are read",
        arguments: ["]", ""])
    func cut(end: String) throws {
        _ = try write()
        let whole = try lab.directory.octets(of: "a.pcap")
        let path = try tsharkOfCut(end)
        for count in [1, 17, 400] {
            try lab.directory.write(whole.dropLast(count), to: "a.pcap")
            let result = run("exposure", "--format", "json", "a.pcap", path: path)
            #expect(result.status == .done, "\(result.words)")
            #expect(result.words.contains("'a.pcap' is cut in its last packet"))
            let messages = try #require(
                try ReportObject(result.output).members["messages"] as? [[String: Any]])
            #expect(messages.count == 1)
        }
    }

    @Test("a capture that is damaged, or whole, is refused if tshark fails")
    func damaged() throws {
        _ = try write()
        let whole = try lab.directory.octets(of: "a.pcap")
        var damaged = whole
        // The length of the first packet.
        damaged[24 + 11] = 0x7F
        for octets in [whole, damaged, Array(whole.prefix(24)), Array(whole.prefix(30))] {
            try lab.directory.write(octets, to: "a.pcap")
            let result = run("exposure", "a.pcap", path: try tsharkOfCut("]"))
            #expect(result.status == .refused && result.output.isEmpty, "\(octets.count)")
        }
    }

    @Test("the records of both kinds of capture are walked over, in both orders of octets")
    func records() {
        func block(_ length: Int, little: Bool, type: [UInt8]) -> [UInt8] {
            let size = (0..<4).map { UInt8(length >> (8 * $0) & 0xFF) }
            let end = little ? size : size.reversed()
            let body: [UInt8] = [little ? 0x4D : 0x1A] + [UInt8](repeating: 0, count: length - 13)
            return type + end + body + end
        }
        for little in [true, false] {
            let section = block(28, little: little, type: [0x0A, 0x0D, 0x0D, 0x0A])
            let octets = section + block(32, little: little, type: [0, 0, 0, 6])
            #expect(!CaptureRecords(octets).areCut)
            for count in 1..<32 { #expect(CaptureRecords(octets.dropLast(count)).areCut, "\(count)") }
            for count in 0...27 { #expect(!CaptureRecords(Array(section.prefix(count))).areCut) }
        }
        for count in 0..<64 { #expect(!CaptureRecords([UInt8](repeating: 0xFF, count: count)).areCut) }
    }
}
