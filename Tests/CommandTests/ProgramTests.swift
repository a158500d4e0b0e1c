import Testing

@testable import smime_presence

@Suite("Program")
struct ProgramTests {
    private func run(_ arguments: String...) -> CommandRun {
        CommandRun.of(arguments, commands: sampleCommands)
    }

    @Test("says how it is used, on standard error, when nothing is asked for")
    func nothing() {
        let result = run()
        #expect(result.status == .usage)
        #expect(result.output.isEmpty)
        #expect(result.words.hasPrefix("Usage: smime-presence COMMAND"))
    }

    @Test("prints its version, asked either way")
    func version() {
        #expect(run("--version").text == "smime-presence 1.2.3\n")
        #expect(run("version").text == run("--version").text)
    }

    @Test("prints its version before and after a command, which then does not run")
    func versionOption() {
        for line in [["-V"], ["-q", "--version"], ["-V", "copy"], ["copy", "absent", "-V"]] {
            let result = CommandRun.of(line, commands: sampleCommands)
            #expect(result.text == "smime-presence 1.2.3\n" && result.status == .done, "\(line)")
        }
    }

    @Test("takes --quiet and --verbose before and after the command; quiet prints errors alone")
    func quietAndVerbose() throws {
        let lab = try CommandLab.example()
        let words = lab.run("store", "check").words
        #expect(words.contains("sound: "))
        for line in [["-q", "store", "check"], ["store", "check", "--quiet"]] {
            let run = lab.run(line)
            #expect(run.status == .done && run.words.isEmpty, "\(line)")
        }
        for line in [["-v", "store", "check"], ["store", "check", "--verbose"]] {
            #expect(lab.run(line).words == words, "\(line)")
        }
        let refused = lab.run("verify", "-q", "publish.sip")
        #expect(refused.status == .refused)
        #expect(
            refused.words.split(separator: "\n").map { $0.prefix(22) } == [
                "smime-presence: error:", "smime-presence: hint: ",
            ])
        for line in [["-q", "-v", "copy"], ["-q", "copy", "-v"], ["copy", "-v", "-q"]] {
            let result = CommandRun.of(line, commands: sampleCommands)
            #expect(result.status == .usage)
            #expect(result.words.contains("'--quiet' and '--verbose' cannot be combined"), "\(line)")
        }
        #expect(run("copy", "--quiet=1").words.contains("unknown option '--quiet'"))
    }

    @Test("gives help as a command too, on every level")
    func helpCommand() {
        #expect(run("help").text == run("--help").text && run("help").status == .done)
        #expect(run("help", "trust").text == run("trust", "--help").text)
        #expect(run("help", "trust", "add").text == run("trust", "add", "--help").text)
        #expect(run("help", "copy").text.hasPrefix("Usage: smime-presence copy"))
        #expect(run("help", "help").text == run("help").text)
        let wrong = run("help", "cpoy")
        #expect(wrong.status == .usage && wrong.words.contains("did you mean 'copy'?"))
        #expect(run("hepl").words.contains("did you mean 'help'?"))
    }

    @Test("prints help on every level, on standard output, with the exit statuses at the end")
    func help() {
        let pages = [
            run("--help"), run("-h"), run("trust", "--help"), run("trust", "add", "--help"),
            run("trust", "add", "too", "many", "-h"), run("copy", "--help"),
        ]
        for page in pages {
            #expect(page.status == .done && page.words.isEmpty)
            #expect(page.text.hasPrefix("Usage: smime-presence"))
            #expect(page.text.hasSuffix("  64  wrong usage\n"))
            #expect(page.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        }
        #expect(pages[5].text.contains("--tone TONE"))
        #expect(pages[5].text.contains("how: plain, loud"))
        #expect(pages[5].text.contains("-o, --output FILE"))
        #expect(pages[2].text.contains("trust add  adds a name"))
    }

    @Test(
        "names what is wrong with a command line, suggests what was meant, and returns 64",
        arguments: [
            (["cpoy"], "unknown command 'cpoy'", "did you mean 'copy'?"),
            (["trust", "ad"], "unknown command 'trust ad'", "did you mean 'trust add'?"),
            (["trust"], "'trust' needs a subcommand", "subcommands: 'trust add'"),
            (["copy", "--tne", "x"], "unknown option '--tne'", "did you mean '--tone'?"),
            (
                ["copy", "--tone", "lod"], "invalid value 'lod' for '--tone'",
                "did you mean 'loud'? --tone takes plain, loud"
            ),
            (["banana"], "unknown command 'banana'", "see 'smime-presence --help'"),
            (
                ["--tone", "copy"], "option '--tone' precedes the command",
                "put options after the command; see 'smime-presence --help'"
            ),
            (["trust", "add"], "missing argument NAME", "see 'smime-presence trust add --help'"),
        ])
    func usage(arguments: [String], message: String, hint: String) {
        let result = CommandRun.of(arguments, commands: sampleCommands)
        #expect(result.status == .usage && result.output.isEmpty)
        #expect(result.words == "smime-presence: error: \(message)\nsmime-presence: hint: \(hint)\n")
    }

    @Test("runs a command of two words")
    func twoWords() {
        #expect(run("trust", "add", "a").text == "added a\n")
    }
}
