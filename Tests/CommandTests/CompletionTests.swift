import CommandOptions
import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("Completions")
struct CompletionTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        for shell in Completions.allCases {
            let script = CommandRun.of(["completions", shell.rawValue])
            #expect(script.status == .done && script.words.isEmpty)
            try directory.write(script.output, to: shell.rawValue)
        }
    }

    /// What bash offers for the last word of a command line.
    private func bash(_ words: [String]) throws -> [String] {
        let script = """
            source ./bash
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
            _smime_presence
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let output = try Tool(name: "bash", directory: directory).run(["-c", script, "bash"] + words)
        return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(
        "bash offers commands, options, choices and files",
        .enabled(if: Tool.arePresent("bash"), "needs bash"),
        arguments: [
            (["smime-presence", "enc"], ["encrypt"]),
            (["smime-presence", "trust", "crl", ""], ["import", "list", "remove"]),
            (["smime-presence", "help", "store", "ba"], ["backup"]),
            (["smime-presence", "encrypt", "--cip"], ["--cipher"]),
            (["smime-presence", "encrypt", "--cipher", "aes-256-g"], ["aes-256-gcm"]),
            (["smime-presence", "encrypt", "--cipher", "=", "aes-256-g"], ["aes-256-gcm"]),
            (["smime-presence", "cert", "list", "--state", "="], ["valid"]),
            (["smime-presence", "encrypt", "zs"], ["zsh"]),
            (["smime-presence", "encrypt", "a.sip", "-o", "ba"], ["bash"]),
            (["smime-presence", "encrypt", "--to", ""], []),
            (["smime-presence", "completions", "f"], ["fish"]),
            (["smime-presence", "unknown", ""], []),
        ])
    func bashOffers(words: [String], offered: [String]) throws {
        let found = try bash(words)
        if offered == ["valid"] {
            #expect(found.contains("valid") && found.contains("revoked"))
        } else {
            #expect(found == offered)
        }
    }

    @Test("bash offers every command and every option of each", .enabled(if: Tool.arePresent("bash")))
    func whole() throws {
        for command in SmimePresence.commands.commands {
            let words = command.name.split(separator: " ").map(String.init)
            let last = try bash(["smime-presence"] + words.dropLast() + [words[words.count - 1]])
            #expect(last.contains(words[words.count - 1]), "\(command.name)")
            let names = Self.names(of: command)
            #expect(Set(try bash(["smime-presence"] + words + ["-"])).isSuperset(of: names))
        }
    }

    private static func names(of command: (some Command).Type) -> [String] {
        command.options.flatMap(\.names)
    }

    @Test("zsh reads the script", .enabled(if: Tool.arePresent("zsh"), "needs zsh"))
    func zsh() throws {
        try Tool(name: "zsh", directory: directory)("-n", "zsh")
    }

    @Test(
        "fish offers the same", .enabled(if: Tool.arePresent("fish"), "needs fish"),
        arguments: [
            ("smime-presence enc", ["encrypt"]),
            ("smime-presence -q trust crl ", ["import", "list", "remove"]),
            ("smime-presence encrypt --cip", ["--cipher"]),
            ("smime-presence encrypt --cipher aes-256-g", ["aes-256-gcm"]),
            ("smime-presence encrypt zs", ["zsh"]),
            ("smime-presence completions f", ["fish"]),
        ])
    func fish(line: String, offered: [String]) throws {
        let script = "source ./fish; complete -C '\(line)'"
        let output = try Tool(name: "fish", directory: directory).run(["--no-config", "-c", script])
        let words = String(decoding: output, as: UTF8.self).split(separator: "\n").map {
            String($0.prefix { $0 != "\t" })
        }
        #expect(words.sorted() == offered)
    }

    @Test("another shell is refused, with those that there are")
    func otherShell() {
        let run = CommandRun.of(["completions", "tcsh"])
        #expect(run.status == .usage)
        #expect(run.words.contains("invalid value 'tcsh' for 'SHELL'"))
        #expect(run.words.contains("SHELL takes bash, zsh, fish"))
    }
}
