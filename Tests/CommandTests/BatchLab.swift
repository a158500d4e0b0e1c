import Foundation
import TestSupport

@testable import smime_presence

/// The lab of the examples, with directories of messages.
struct BatchLab {
    let lab: CommandLab

    init() throws {
        lab = try CommandLab.example()
        try make("in")
    }

    func make(_ directory: String) throws {
        try FileManager.default.createDirectory(
            atPath: lab.directory.file(directory), withIntermediateDirectories: true)
    }

    /// Writes PUBLISHes that differ in their Call-ID: in/m0.sip and so on, or others.
    func publishes(_ count: Int, in directory: String = "in") throws {
        try make(directory)
        for number in 0..<count {
            try lab.directory.write(publish(number), to: "\(directory)/m\(number).sip")
        }
    }

    func publish(_ number: Int) throws -> [UInt8] {
        try lab.changed("publish.sip", "Call-ID: ", "Call-ID: n\(number)-")
    }

    /// A NOTIFY without body, as the first in each dialog of Kamailio.
    func emptyNotify() throws -> [UInt8] {
        let notify = try lab.directory.octets(of: "notify.sip")
        let lines = String(decoding: notify, as: UTF8.self).components(separatedBy: "\r\n\r\n")[0]
            .components(separatedBy: "\r\n").filter { !$0.hasPrefix("Content-") }
        return Array((lines + ["Content-Length: 0", "", ""]).joined(separator: "\r\n").utf8)
    }

    func run(_ arguments: String...) -> CommandRun { lab.run(arguments) }

    /// The lines of JSON on standard output or in a file.
    func lines(_ octets: [UInt8]) throws -> [ReportObject] {
        try octets.split(separator: 0x0A).map { try ReportObject(Array($0)) }
    }

    func lines(in file: String) throws -> [ReportObject] { try lines(lab.directory.octets(of: file)) }

    func names(in directory: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: lab.directory.file(directory)).sorted()
    }
}
