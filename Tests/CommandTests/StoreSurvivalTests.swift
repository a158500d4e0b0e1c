import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// The program itself, in processes that compete, are killed, or find the disk full; the store is a file, or
/// in PostgreSQL under `make test-postgresql`.
@Suite("The store survives", .enabled(if: BuiltProgram.isThere, "needs bash and the built program"))
struct StoreSurvivalTests {
    private let lab: CommandLab

    init() throws {
        lab = try CommandLab.onEitherBackend()
        // As long as the clock of the processes, which is the machine's, may need.
        _ = lab.run("ca", "init", "--domain", "example.test", "--allow-long-validity")
    }

    @Test("eight processes that issue and import at once lose nothing")
    func eight() throws {
        let other = try CommandLab()
        _ = other.run("ca", "init", "--domain", "other.test", "--allow-long-validity")
        for number in 0..<4 {
            let uri = "sip:guest\(number)@other.test"
            _ = other.run("cert", "issue", uri, "--allow-long-validity")
            try lab.directory.write(other.run("cert", "export", uri).output, to: "guest\(number).pem")
        }
        try bash(
            """
            for writer in 0 1 2 3; do
              (for number in 1 2 3 4 5; do "$program" cert issue "sip:w$writer-$number@example.test"; done) &
              "$program" cert issue "sip:bulk$writer-{001}@example.test" --count 60 &
              (for again in 1 2 3; do "$program" cert import "guest$writer.pem"; done) &
            done
            for job in $(jobs -p); do wait "$job" || exit 1; done
            """)
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == 4 * (5 + 60 + 1))
        #expect(lab.run("store", "check").status == .done)
    }

    @Test("of eight processes that are given the same message, one accepts it")
    func replayed() throws {
        for uri in ["sip:alice@example.test", "sip:example.test"] {
            _ = lab.run("cert", "issue", uri, "--allow-long-validity")
        }
        let message = try CommandLab.example().directory.octets(of: "publish.sip")
        // Signed now: the processes go by the machine's clock.
        for number in 1...5 {
            let sealed = lab.run("encrypt", input: message, now: Date())
            try lab.directory.write(sealed.output, to: "message\(number).sip")
        }
        let words = try bash(
            """
            for number in 1 2 3 4 5; do
              for reader in 1 2 3 4 5 6 7 8; do
                ("$program" verify --once "message$number.sip" >"report$number-$reader.json" 2>/dev/null
                  echo "$number status $?") &
              done
              wait
            done
            """)
        let lines = words.split(separator: "\n")
        #expect(lines.filter { $0.hasSuffix("status 1") }.count == 39, "\(words)")
        // The same place in the same dialog is one message, however often it was signed.
        #expect(lines.filter { $0.hasSuffix("status 0") }.count == 1)
    }

    @Test("a process killed at any moment, many times, leaves every acknowledged write")
    func killed() throws {
        // Reaching a server takes its time.
        let count = PostgreSQLServer.isUsed ? 80 : 250
        let words = try bash(
            """
            took=$(date +%s%N)
            "$program" cert issue sip:first@example.test
            took=$((($(date +%s%N) - took) / 600000 + 2))
            for number in $(seq 1 \(count)); do
              moment=$((RANDOM % took))
              timeout -s KILL "$((moment / 1000)).$(printf %03d $((moment % 1000 + 1)))" \\
                "$program" cert issue "sip:killed$number@example.test" || true
            done 2>&1
            """)
        let lines = words.split(separator: "\n")
        let acknowledged = lines.filter { $0.contains("issued sip:killed") }.compactMap {
            $0.split(separator: " ").dropFirst(2).first.map { String($0.dropLast()) }
        }
        #expect(
            acknowledged.count > count / 25 && acknowledged.count < count * 24 / 25,
            "the moments were not random")
        #expect(lines.filter { $0.contains("error:") }.isEmpty)
        let store = try CertStore.open(lab.store)
        for uri in acknowledged {
            let found = try #require(try store.certificates(forURI: uri).first, "\(uri) was lost")
            #expect(try store.privateKey(of: found.certificate).matches(found.certificate))
        }
        let check = try store.check()
        #expect(check.defects.isEmpty && check.certificates >= acknowledged.count)
    }

    @Test("a process killed while it issues in bulk leaves whole batches, and is taken up where it ended")
    func killedInBulk() throws {
        let issue = "cert issue sip:user{0001}@example.test"
        let batch = String(BulkIssue.largestBatch)
        let took = try milliseconds("\(issue) --count \(batch)")
        let skipping = try milliseconds("\(issue) --count \(batch)")
        var held = [BulkIssue.largestBatch]
        var patience = 0
        for _ in 1...8 {
            // Up to three batches beyond what is there, which takes time to skip; later where the machine
            // has become slower, so that nothing was written.
            let passed = held[held.count - 1] / BulkIssue.largestBatch * skipping + patience
            let words = try bash(
                """
                moment=$((RANDOM % \(3 * took) + \(passed) + 1))
                timeout -s KILL "$((moment / 1000)).$(printf %03d $((moment % 1000)))" \\
                  "$program" \(issue) --count 9000 >/dev/null 2>&1 || true
                "$program" cert list | wc -l
                """)
            let count = try #require(Int(words.prefix { $0.isNumber }))
            patience = count > held[held.count - 1] ? 0 : patience + took
            held.append(count)
        }
        #expect(held == held.sorted())
        #expect(held.allSatisfy(BulkIssue.wholeBatches(of: 9000).contains), "\(held)")
        #expect(held.allSatisfy { $0 > 7000 || $0.isMultiple(of: 500) }, "\(held)")
        #expect(Set(held).count > 1, "the moments were not random")
        #expect(lab.run("store", "check").status == .done)
    }

    @Test(
        "a full disk is reported, and the store has the certificates issued before, as the message says",
        .disabled(if: PostgreSQLServer.isUsed, "about the file"),
        arguments: [1, 16, 40, 100, 300, 600])
    func fullDisk(kilobytes: Int) throws {
        _ = lab.run("cert", "issue", "sip:alice@example.test", "--allow-long-validity")
        // No file may grow beyond this: what a full disk answers to the write, this answers too.
        let words = try bash(
            """
            (ulimit -f \(kilobytes); "$program" cert issue "sip:user{001}@example.test" --count 500) 2>&1
            echo "status $?"
            """)
        #expect(words.contains("error: the store failed: ") && words.contains("status 2"), "\(words)")
        #expect(words.contains("hint: free space on the disk"))
        let kept = words.firstMatch(of: /the ([0-9]+) certificates issued before/)
        let issued = kept.flatMap { Int($0.1) } ?? 0
        #expect(lab.run("cert", "list").text.split(separator: "\n").count == 1 + issued)
        #expect(BulkIssue.wholeBatches(of: 500).dropLast().contains(issued))
        #expect(issued > 0 || kilobytes < 600)
        #expect(lab.run("store", "check").status == .done)
    }

    /// How long one run of the program takes.
    private func milliseconds(_ arguments: String) throws -> Int {
        let words = try bash(
            """
            began=$(date +%s%N)
            "$program" \(arguments) >/dev/null
            echo $((($(date +%s%N) - began) / 1000000))
            """)
        return try #require(Int(words.prefix { $0.isNumber }))
    }

    @discardableResult
    private func bash(_ script: String) throws -> String {
        let setting = "program='\(BuiltProgram.path)'; export SMIME_PRESENCE_STORE='\(lab.store)'\n"
        let octets = try Tool(name: "bash", directory: lab.directory, seconds: 600).run([
            "-c", setting + script,
        ])
        return String(decoding: octets, as: UTF8.self)
    }
}
