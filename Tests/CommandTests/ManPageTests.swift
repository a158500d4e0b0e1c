import CommandOptions
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Man pages")
struct ManPageTests {
    private let directory: TemporaryDirectory
    private let pages: [String]

    init() throws {
        directory = try TemporaryDirectory()
        let run = CommandRun.of(
            ["man", "--directory", "."], environment: ["SOURCE_DATE_EPOCH": "1700000000"],
            in: directory.path)
        #expect(run.status == .done && run.words.isEmpty)
        pages = try directory.names().sorted()
    }

    @Test("there is one for the program and one for each command, with the date of the source")
    func every() throws {
        let names = SmimePresence.commands.commands.map {
            "smime-presence-\($0.name.replacing(" ", with: "-")).1"
        }
        #expect(pages == (names + ["smime-presence.1"]).sorted())
        let page = String(decoding: try directory.octets(of: "smime-presence-encrypt.1"), as: UTF8.self)
        #expect(page.hasPrefix(#".TH "SMIME\-PRESENCE\-ENCRYPT" 1 "2023-11-14""#))
        let program = CommandRun.of(["man"], environment: ["SOURCE_DATE_EPOCH": "1700000000"])
        #expect(try program.output == directory.octets(of: "smime-presence.1"))
    }

    @Test("a page has every option of its command")
    func options() throws {
        for command in SmimePresence.commands.commands {
            let file = "smime-presence-\(command.name.replacing(" ", with: "-")).1"
            let page = String(decoding: try directory.octets(of: file), as: UTF8.self)
            for name in Self.names(of: command) {
                #expect(page.contains("\\fB\(name.replacing("-", with: "\\-"))\\fR"), "\(file): \(name)")
            }
        }
    }

    private static func names(of command: (some Command).Type) -> [String] {
        command.options.flatMap(\.names)
    }

    @Test("groff and mandoc find no fault in them")
    func faults() throws {
        if Tool.arePresent("groff") {
            for page in pages {
                let script = "groff -man -Tutf8 -ww -z \(page) 2>&1"
                #expect(try Tool(name: "sh", directory: directory)("-c", script) == [], "\(page)")
            }
        }
        if Tool.arePresent("mandoc") {
            _ = try Tool(name: "mandoc", directory: directory).run(["-Tlint", "-Wwarning"] + pages)
        }
    }

    @Test(
        "`make install` puts program, pages and completions below DESTDIR and PREFIX; uninstall removes them",
        .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
    func install() throws {
        let shell = Tool(name: "bash", directory: directory)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../scripts/install").standardizedFileURL.path
        let variables = "DESTDIR=\(directory.file("root")) PREFIX=/usr PROGRAM=\(BuiltProgram.path)"
        try shell("-c", "\(variables) \(script)")
        let installed = String(
            decoding: try shell("-c", "cd root/usr && find . -type f | grep -v man1/smime-presence- | sort"),
            as: UTF8.self)
        #expect(
            installed == """
                ./bin/smime-presence
                ./share/bash-completion/completions/smime-presence
                ./share/fish/vendor_completions.d/smime-presence.fish
                ./share/man/man1/smime-presence.1
                ./share/zsh/site-functions/_smime-presence

                """)
        #expect(try directory.octets(of: "root/usr/share/man/man1/smime-presence-encrypt.1").count > 1000)
        try shell("-c", "\(variables) \(script) uninstall")
        #expect(try shell("-c", "find root -type f") == [])
    }
}
