import TestSupport
import Testing

@testable import smime_presence

/// The program itself, on a terminal of its own.
@Suite(
    "A confirmation on a terminal",
    .enabled(if: BuiltProgram.isThere && Tool.arePresent("python3"), "needs python3 and the built program"))
struct ConfirmationTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab()
        _ = lab.run("ca", "init", "--domain", "example.test")
        _ = lab.run("cert", "issue", "sip:user{1}@example.test", "--count", "3")
    }

    /// Runs the program on a new terminal, answers its question, and returns what the terminal showed.
    private func terminal(_ arguments: String..., answer: String) throws -> String {
        let script = """
            import os, pty, select, sys, time
            pid, master = pty.fork()
            if pid == 0:
                os.environ["SMIME_PRESENCE_STORE"] = "store.db"
                os.execv(sys.argv[1], ["smime-presence"] + sys.argv[3:])
            shown, answered, limit = b"", False, time.time() + 30
            while time.time() < limit:
                if not select.select([master], [], [], 0.1)[0]: continue
                try: octets = os.read(master, 4096)
                except OSError: break
                if not octets: break
                shown += octets
                if not answered and shown.endswith(b"[y/N] "):
                    os.write(master, sys.argv[2].encode() + b"\\n")
                    answered = True
            status = os.waitpid(pid, 0)[1]
            print(shown.decode().replace("\\r", ""))
            print("-- status", os.WEXITSTATUS(status))
            """
        let python = Tool(name: "python3", directory: lab.directory)
        let words = ["-c", script, BuiltProgram.path, answer] + arguments
        return String(decoding: try python.run(words), as: UTF8.self)
    }

    private var count: Int { lab.run("cert", "list", "--state", "valid").text.split(separator: "\n").count }

    @Test("names the count, and only the answer yes removes or revokes", arguments: ["remove", "revoke"])
    func asked(verb: String) throws {
        let question = "\(verb) 3 certificates of 3 addresses? [y/N] "
        for answer in ["", "n", "maybe"] {
            let text = try terminal("cert", verb, "sip:*@example.test", answer: answer)
            #expect(text.contains(question) && text.contains("error: did not \(verb) 3 certificates"))
            #expect(text.contains("-- status 1") && count == 3, "\(text)")
        }
        let one = try terminal("cert", verb, "sip:user1@example.test", answer: "")
        #expect(!one.contains("[y/N]") && one.contains("-- status 0") && count == 2)
        let rest = try terminal("cert", verb, "sip:user2@example.test", "sip:user3@example.test", answer: "y")
        #expect(rest.contains("\(verb) 2 certificates of 2 addresses? [y/N] "))
        #expect(rest.contains("-- status 0") && count == 0, "\(rest)")
    }

    @Test("is not asked for with --yes")
    func notAsked() throws {
        let text = try terminal("cert", "remove", "sip:*@example.test", "--yes", answer: "")
        #expect(!text.contains("[y/N]") && text.contains("-- status 0") && count == 0)
    }
}
