import TestSupport
import Testing

@testable import smime_presence

/// The program itself, on a terminal of its own.
@Suite(
    "A passphrase typed on a terminal",
    .enabled(if: BuiltProgram.isThere && Tool.arePresent("python3"), "needs python3 and the built program"))
struct TypedPassphraseTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        try lab.directory.write(Array("secret\n".utf8), to: "passphrase.txt")
        try lab.directory.setPermissions(of: "passphrase.txt", to: 0o600)
        try lab.directory.write(Array("fresh\n".utf8), to: "fresh.txt")
        try lab.directory.setPermissions(of: "fresh.txt", to: 0o600)
    }

    /// Runs the program on a new terminal, and answers each prompt with the next of the lines.
    ///
    /// `^C` sends that key, and `TERM` that signal. Returns what the terminal showed, how the program ended, and
    /// whether the terminal shows what is typed then.
    private func terminal(_ arguments: [String], answers: [String]) throws -> String {
        let script = """
            import fcntl, os, pty, sys, termios, select, signal, struct, time
            answers = sys.argv[2].split("|") if sys.argv[2] else []
            pid, master = pty.fork()
            if pid == 0:
                os.environ["SMIME_PRESENCE_STORE"] = "store.db"
                os.execv(sys.argv[1], ["smime-presence"] + sys.argv[3:])
            # Held open, so that the settings can be read when the program has ended.
            number = struct.unpack("i", fcntl.ioctl(master, 0x80045430, b"\\0" * 4))[0]
            held = os.open("/dev/pts/%d" % number, os.O_RDWR | os.O_NOCTTY)
            shown, status = b"", None
            hides = lambda: not termios.tcgetattr(held)[3] & termios.ECHO
            limit = time.time() + 30
            while time.time() < limit:
                if select.select([master], [], [], 0.05)[0]:
                    shown += os.read(master, 4096)
                    continue
                if status is not None: break
                ended, found = os.waitpid(pid, os.WNOHANG)
                if ended: status = found; continue
                if shown.endswith(b": ") and answers and hides():
                    answer = answers.pop(0)
                    if answer == "TERM": os.kill(pid, signal.SIGTERM)
                    elif answer == "^C": os.write(master, b"\\x03")
                    else: os.write(master, answer.encode() + b"\\n")
                    shown += b"<answer>"
            else:
                os.kill(pid, signal.SIGKILL)
            how = "none" if status is None else \
                "signal %d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else "status %d" % os.WEXITSTATUS(status)
            print(shown.decode().replace("\\r", ""), end="")
            print("--", how, "hidden" if hides() else "shown")
            """
        let python = Tool(name: "python3", directory: lab.directory)
        let arguments = ["-c", script, BuiltProgram.path, answers.joined(separator: "|")] + arguments
        return String(decoding: try python.run(arguments), as: UTF8.self)
    }

    private func makeEncrypted() {
        let run = lab.run("ca", "init", "--domain", "example.test", "--passphrase-file", "passphrase.txt")
        #expect(run.status == .done)
    }

    @Test("is asked for when the keys are encrypted, and not shown")
    func asked() throws {
        makeEncrypted()
        let text = try terminal(["store", "check"], answers: ["secret"])
        #expect(text.hasPrefix("passphrase of the private keys: <answer>\n"))
        #expect(text.contains("1 private key") && !text.contains("secret"))
        #expect(text.hasSuffix("-- status 0 shown\n"))
        let wrong = try terminal(["cert", "issue", "sip:a@example.test"], answers: ["other"])
        #expect(wrong.contains("does not open the private keys") && wrong.hasSuffix("-- status 2 shown\n"))
    }

    @Test("is not asked for when the keys are not encrypted, or a file is named")
    func notAsked() throws {
        #expect(lab.run("ca", "init", "--domain", "example.test").status == .done)
        #expect(try !terminal(["store", "check"], answers: []).contains("passphrase"))
        makeOther()
        let other = ["store", "check", "--store", "other.db", "--passphrase-file", "passphrase.txt"]
        #expect(try !terminal(other, answers: []).contains("passphrase of"))
    }

    private func makeOther() {
        let run = lab.run(
            "ca", "init", "--domain", "example.test", "--passphrase-file", "passphrase.txt", "--store",
            "other.db")
        #expect(run.status == .done)
    }

    @Test("is asked for twice when a store is made with --ask-passphrase, and when it changes")
    func confirmed() throws {
        let make = ["ca", "init", "--domain", "example.test", "--ask-passphrase"]
        let differing = try terminal(make, answers: ["secret", "sceret"])
        #expect(differing.contains("the two passphrases differ"))
        #expect(try !lab.directory.names().contains("store.db"))
        let made = try terminal(make, answers: ["secret", "secret"])
        #expect(made.contains("the same passphrase again: <answer>") && made.hasSuffix("-- status 0 shown\n"))
        #expect(lab.run("store", "check", "--passphrase-file", "passphrase.txt").status == .done)
        let changed = try terminal(["store", "passphrase"], answers: ["secret", "fresh", "fresh"])
        #expect(changed.hasSuffix("-- status 0 shown\n"), "\(changed)")
        #expect(lab.run("store", "check", "--passphrase-file", "fresh.txt").status == .done)
        #expect(lab.run("store", "check", "--passphrase-file", "passphrase.txt").status == .environment)
    }

    @Test("leaves the terminal as it was if a signal ends the program", arguments: [("^C", 2), ("TERM", 15)])
    func signals(answer: String, number: Int) throws {
        makeEncrypted()
        let text = try terminal(["store", "check"], answers: [answer])
        #expect(text.hasSuffix("-- signal \(number) shown\n"), "\(text)")
    }

    @Test("the file can be named in the environment")
    func environment() {
        makeEncrypted()
        let variables = [
            "SMIME_PRESENCE_STORE": lab.store, "SMIME_PRESENCE_PASSPHRASE_FILE": "passphrase.txt",
        ]
        let run = CommandRun.of(["store", "check"], environment: variables, in: lab.directory.path)
        #expect(run.status == .done && !run.words.contains("not opened"))
        let empty = ["SMIME_PRESENCE_STORE": lab.store, "SMIME_PRESENCE_PASSPHRASE_FILE": ""]
        #expect(
            CommandRun.of(["store", "check"], environment: empty, in: lab.directory.path).words.contains(
                "1 encrypted private key not opened"))
    }

    @Test("without a terminal --ask-passphrase fails, and nothing is made")
    func noTerminal() throws {
        let run = lab.run("ca", "init", "--domain", "example.test", "--ask-passphrase")
        #expect(run.status == .environment && run.words.contains("cannot read the terminal"))
        #expect(try !lab.directory.names().contains("store.db"))
        let both = lab.run(
            "ca", "init", "--domain", "example.test", "--ask-passphrase", "--passphrase-file",
            "passphrase.txt")
        #expect(both.status == .usage)
        #expect(lab.run("store", "passphrase").words.contains("missing option '--new-passphrase-file'"))
    }
}
