import CommandFiles
import Foundation
import Octets
import TestSupport
import Testing

@testable import smime_presence

@Suite("What reaches a terminal")
struct PrintableOutputTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    private static let hostile =
        "\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{200B}\u{FEFF}\u{2028}\u{2029}\u{85}\u{7F}"

    private func isHarmless(_ text: String) -> Bool {
        !text.unicodeScalars.contains { scalar in
            if scalar == "\n" { return false }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: return true
            default: return false
            }
        }
    }

    @Test("a line of words is printable, whatever a message or a file name puts into it")
    func say() {
        let words = CommandRun.of(["exposure", "\(Self.hostile).sip"], in: lab.directory.path).words
        #expect(words.hasPrefix("smime-presence: error: ") && isHarmless(words), "\(words)")
        for arguments in [
            [Self.hostile], ["encrypt", "--\(Self.hostile)"], ["encrypt", "a", Self.hostile],
            ["encrypt", "-o", Self.hostile + "/a", "publish.sip"], ["cert", "issue", Self.hostile],
            ["encrypt", "--cipher", Self.hostile], ["cert", "import", Self.hostile],
            ["encrypt", "--to", Self.hostile, "publish.sip"], ["store", "check", "--store", Self.hostile],
        ] {
            let words = lab.run(arguments).words
            #expect(!words.isEmpty && isHarmless(words), "\(words)")
        }
    }

    @Test("progress is printable too, and keeps the sequences that write it")
    func progress() {
        var console = CommandRun.console(in: lab.directory.path)
        let words = Collected()
        console.writeError = { words.add($0) }
        console.isWatched = true
        console.showProgress("a\u{1B}[2J")
        #expect(words.text == "\ra\\u{1B}[2J\u{1B}[K")
    }

    @Test("JSON has every such character escaped, and the same value")
    func json() throws {
        let value = Self.hostile + "\u{E0041}\u{10FFE9}é\u{1F600}\\\""
        let json = JSONWriter.document(["a\u{202E}": value])
        let text = String(decoding: json, as: UTF8.self)
        #expect(isHarmless(text) && text.contains("é\u{1F600}"), "\(text)")
        #expect(text.contains("\\u202e") && text.contains("\\u009b") && text.contains("\\udb40\\udc41"))
        #expect(try JSONDecoder().decode([String: String].self, from: Data(json)) == ["a\u{202E}": value])
    }

    @Test("reports of messages with such characters are escaped")
    func reports() throws {
        let message = try lab.changed("publish.sip", "From: ", "Subject: a\u{202E}b\u{9B}c\r\nFrom: ")
        for format in ["text", "json", "html", "sarif"] {
            let result = lab.run("exposure", "--format", format, input: message)
            #expect(result.status == .done && isHarmless(result.text), "\(format)")
        }
    }

    /// What is written in one test.
    private final class Collected: @unchecked Sendable {
        private(set) var text = ""
        func add(_ words: String) { text += words }
    }
}

@Suite("Files whose names are not UTF-8")
struct OddFileNameTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// The octet 0xFC, ISO 8859-1 for ü, as the console has it.
    private static let name = "f\u{10FFFC}r.sip"

    private func write() throws {
        let octets = try lab.directory.octets(of: "publish.sip")
        _ = try Tool(name: "sh", directory: lab.directory)(
            "-c", "cat >\"$(printf 'f\\374r.sip')\"", input: String(decoding: octets, as: UTF8.self))
    }

    private func list() throws -> String {
        let tool = Tool(name: "sh", directory: lab.directory)
        return String(decoding: try tool("-c", "ls | od -An -c | tr -d ' \\n'"), as: UTF8.self)
    }

    @Test("are read and written, and shown as numbers")
    func readAndWritten() throws {
        try write()
        let result = lab.run("encrypt", Self.name, "-o", "p\u{10FFFC}.sip", "--report", "r\u{10FFFC}.json")
        #expect(result.status == .done, "\(result.words)")
        let names = try list()
        #expect(
            names.contains("p374.sip") || names.contains("p\\374.sip") || names.contains("374"), "\(names)")
        #expect(lab.run("decrypt", "p\u{10FFFC}.sip").status == .done)
        let missing = lab.run("decrypt", "x\u{10FFFC}.sip")
        #expect(missing.words.contains("cannot read 'x\\xFC.sip'"), "\(missing.words)")
        let same = lab.run("encrypt", Self.name, "-o", Self.name)
        #expect(same.words.contains("'f\\xFCr.sip' and 'f\\xFCr.sip' are the same file"))
    }

    @Test("are given to backups, and nothing else is written")
    func backup() throws {
        let result = lab.run("store", "backup", "b\u{10FFFC}.db")
        #expect(result.status == .done, "\(result.words)")
        // Neither a temporary file nor one with the characters that stand for the octet here.
        let names = try list()
        let isWrittenOut = names.contains("b364") || names.contains("b\\364")
        #expect(names.contains("374.db") && !names.contains("tmp") && !isWrittenOut, "\(names)")
        let checked = lab.run("store", "check", "--store", lab.directory.file("b\u{10FFFC}.db"))
        #expect(checked.status == .done, "\(checked.words)")
    }

    @Test("are found in directories")
    func directory() throws {
        _ = try Tool(name: "sh", directory: lab.directory)("-c", "mkdir odd")
        try write()
        _ = try Tool(name: "sh", directory: lab.directory)("-c", "mv f*r.sip odd")
        for format in ["text", "json", "sarif", "html"] {
            let result = lab.run("exposure", "--format", format, "odd")
            #expect(result.status == .done, "\(result.words)")
            let shown = ["json": "f\\udbff\\udffcr.sip", "sarif": "f%FCr.sip"][format] ?? "f\\xFCr.sip"
            #expect(result.text.contains(shown), "\(format)")
        }
        #expect(lab.run("assess", "--rounds", "0", "odd").status == .done)
    }
}
