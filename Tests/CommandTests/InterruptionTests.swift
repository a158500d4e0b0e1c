import CertificateAdministration
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// The program itself, ended by a signal while it is at work.
@Suite(
    "A signal that ends the program", .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
struct InterruptionTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.example()
        // The clock of the process is the machine's.
        _ = lab.run("ca", "init", "--domain", "example.test", "--allow-long-validity", "--store", "now.db")
        for uri in ["sip:alice@example.test", "sip:example.test"] {
            _ = lab.run("cert", "issue", uri, "--allow-long-validity", "--store", "now.db")
        }
    }

    /// Runs a script; `wait_for PATTERN` waits for a file of such a name, half a minute at most, and
    /// `set -m` leaves SIGINT as it is.
    private func bash(_ script: String) throws -> String {
        let beginning = """
            program='\(BuiltProgram.path)'; export SMIME_PRESENCE_STORE=now.db
            set -m
            wait_for() {
              local end=$((SECONDS + 30))
              while [ -z "$(compgen -G "$1")" ] && kill -0 "$job" 2>/dev/null && [ "$SECONDS" -lt "$end" ]; do :; done
            }

            """
        let octets = try Tool(name: "bash", directory: lab.directory).run(["-c", beginning + script])
        return String(decoding: octets, as: UTF8.self)
    }

    @Test(
        "takes away the file that has not got its name",
        arguments: [("INT", 130), ("TERM", 143), ("HUP", 129)])
    func stagedFile(signal: String, status: Int) throws {
        // The key is written, and the report waits for its reader.
        let words = try bash(
            """
            mkfifo report
            "$program" sign publish.sip -o out.sip --report report & job=$!
            wait_for 'out.sip.*'
            compgen -G 'out.sip.*' >/dev/null && echo staged
            kill -\(signal) "$job"
            wait "$job" 2>/dev/null
            echo "status $?"
            """)
        #expect(words == "staged\nstatus \(status)\n")
        #expect(try lab.directory.names().filter { $0.hasPrefix("out.sip") }.isEmpty)
    }

    @Test("takes away a backup that is not whole, and the store is as it was")
    func backup() throws {
        _ = lab.run("cert", "issue", "sip:u{1}@example.test", "--count", "1500", "--store", "now.db")
        let words = try bash(
            """
            for attempt in 1 2 3 4 5 6 7 8 9 10; do
              rm -f monday.db
              "$program" store backup monday.db 2>/dev/null & job=$!
              wait_for 'monday.db.*'
              kill -INT "$job" 2>/dev/null
              wait "$job" 2>/dev/null
              ended=$?
              ls monday.db* 2>/dev/null
              # Else it was done before.
              [ "$ended" = 130 ] && exec echo interrupted
            done
            """)
        #expect(words.hasSuffix("interrupted\n") && !words.contains("tmp"), "\(words)")
        #expect(lab.run("store", "check", "--store", "now.db").status == .done)
    }

    @Test("reports the number of issued certificates; the same command continues from there")
    func bulk() throws {
        let words = try bash(
            """
            "$program" cert issue 'sip:v{0001}@example.test' --count 9000 2>words & job=$!
            end=$((SECONDS + 60))
            until "$program" cert list --uri 'sip:v0001@*' | grep -q .; do
              kill -0 "$job" 2>/dev/null && [ "$SECONDS" -lt "$end" ] || break
            done
            kill -INT "$job"
            wait "$job" 2>/dev/null
            echo "status $?"
            cat words
            """)
        let listed = lab.run("cert", "list", "--uri", "sip:v*", "--store", "now.db").text
        let count = listed.split(separator: "\n").count
        #expect(BulkIssue.wholeBatches(of: 9000).dropFirst().dropLast().contains(count))
        #expect(
            words.hasPrefix(
                "status 130\nsmime-presence: interrupted: issued \(count) certificates, which the store has; "
            ), "\(words)")
    }

    @Test("that is to be ignored is ignored, as nohup wants it")
    func ignored() throws {
        let words = try bash(
            """
            mkfifo report
            trap '' HUP
            "$program" sign publish.sip -o out.sip --report report 2>words & job=$!
            wait_for 'out.sip.*'
            kill -HUP "$job"
            cat report >/dev/null
            wait "$job"
            echo "status $?"
            """)
        let said = String(decoding: try lab.directory.octets(of: "words"), as: UTF8.self)
        #expect(words == "status 0\n", "\(said)")
        #expect(try lab.directory.names().contains("out.sip"))
    }

    @Test(
        "ends silently if the reader closes the pipe, as other programs do, or with an error if SIGPIPE is ignored"
    )
    func closedPipe() throws {
        let words = try bash(
            """
            mkfifo pipe
            # Both ends are open, and then the reader is gone.
            (exec 3<pipe) & exec 4>pipe
            wait
            "$program" cert list 2>&1 >&4
            echo "status $?"
            trap '' PIPE
            "$program" cert list 2>&1 >&4
            echo "status $?"
            """)
        #expect(
            words.hasPrefix("status 141\nsmime-presence: error: cannot write standard output: broken pipe\n"),
            "\(words)")
        #expect(words.hasSuffix("status 2\n"))
    }
}
