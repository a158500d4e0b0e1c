import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@Suite("Bounds of the ledger of accepted bodies")
struct LedgerBoundTests {
    private let fixture: StoreFixture
    private let now = StoreFixture.now
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture(rememberingSince: StoreFixture.now + 0.9) }

    private func digest(_ text: String) -> [UInt8] { SHA256.digest(of: Array(text.utf8)) }

    private func entry(
        _ names: [String], signed seconds: Double = 0, states: [(subject: String, number: Int64)] = [],
        by holder: String? = nil
    ) -> LedgerEntry {
        LedgerEntry(
            digests: names.map(digest), signed: now + seconds,
            states: states.map {
                LedgerEntry.State(
                    subject: digest($0.subject), number: $0.number, decimals: "", content: digest("content"))
            }, holder: holder.map(digest))
    }

    private func admit(
        _ entry: LedgerEntry, at seconds: Double = 0, for duration: Double = 600
    ) throws -> LedgerVerdict {
        try store.admit(entry, at: now + seconds, rememberingFor: duration)
    }

    private func number(_ statement: String) throws -> Int {
        try #require(Int(try SQLiteProbe.text(fixture.path, statement)))
    }

    @Test(
        "a million digests and states are recorded, and the next is refused and leaves nothing", .onlyInFiles)
    func capacity() throws {
        #expect(CertStore.ledgerCapacity == 1_000_000)
        _ = try SQLiteProbe.text(fixture.path, "UPDATE ledger SET entries = 999998")
        #expect(try admit(entry(["a", "b"])) == .fresh)
        #expect(throws: CertStoreError.ledgerFull(limit: 1_000_000)) { try admit(entry(["c"])) }
        #expect(throws: CertStoreError.ledgerFull(limit: 1_000_000)) {
            try admit(entry([], states: [("s", 1)]))
        }
        #expect(try admit(entry(["a"])) == .replayed)
        #expect(try number("SELECT entries FROM ledger") == 1_000_000)
        #expect(try number("SELECT count(*) FROM ledger_key") == 2)
        // Expired entries make room.
        #expect(try admit(entry(["c"], signed: 601), at: 601) == .fresh)
    }

    @Test("the number of entries is that of the rows, whatever is admitted, refused or expires", .onlyInFiles)
    func counting() throws {
        var generator = SeededGenerator(seed: 3893)
        for step in 0..<60 {
            let names = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                "digest \(Int.random(in: 0..<20, using: &generator))"
            }
            let states = (0..<Int.random(in: 0...2, using: &generator)).map {
                ("state \($0)", Int64.random(in: 0..<9, using: &generator))
            }
            let holder = ["alice", "bob", nil].randomElement(using: &generator)
            let signed = entry(
                Array(Set(names)), signed: Double(step), states: states, by: holder.flatMap { $0 })
            _ = try admit(signed, at: Double(step), for: Double.random(in: 1...9, using: &generator))
            let rows = try number(
                "SELECT (SELECT count(*) FROM ledger_key) + (SELECT count(*) FROM ledger_state)")
            #expect(try number("SELECT entries FROM ledger") == rows, "after step \(step)")
            #expect(try SQLiteProbe.text(fixture.path, Self.miscounted) == "", "after step \(step)")
        }
        #expect(try admit(entry(["last"], signed: 999), at: 999) == .fresh)
        #expect(try number("SELECT entries FROM ledger") == 1)
    }

    /// The first holder whose number of entries is not that of its rows.
    private static let miscounted = """
        WITH held AS (
          SELECT holder, count(*) AS entries
          FROM (SELECT holder FROM ledger_key UNION ALL SELECT holder FROM ledger_state)
          WHERE holder IS NOT NULL GROUP BY holder
        )
        SELECT hex(coalesce(held.holder, ledger_holder.holder))
        FROM held FULL JOIN ledger_holder ON ledger_holder.holder = held.holder
        WHERE held.entries IS NOT ledger_holder.entries
        """

    @Test("an entry is remembered to the end of the last second that it was requested for")
    func fractions() throws {
        #expect(try admit(entry(["a"]), at: 0.9, for: 0.5) == .fresh)
        #expect(try admit(entry(["a"]), at: 1.9) == .replayed)
        #expect(try admit(entry(["a"]), at: 2) == .beforeLedger)
    }

    @Test("a ledger begins with the second in which its store was created")
    func beginning() throws {
        #expect(try admit(entry(["a"], signed: -0.1)) == .beforeLedger)
        #expect(try admit(entry(["a"], signed: 0)) == .fresh)
    }

    @Test("an entry that was deleted early excludes all that were signed in its second or before")
    func deletedEarly() throws {
        #expect(try admit(entry(["a"], signed: 0.5), for: 1) == .fresh)
        #expect(try admit(entry(["b"], signed: 1.5), at: 10) == .beforeLedger)
        #expect(try admit(entry(["c"], signed: 2), at: 10) == .fresh)
    }

    @Test(
        "of several deleted entries the one that was signed last counts, in whatever order they are deleted")
    func lastDeleted() throws {
        for (first, second) in [("a", "b"), ("b", "a")] {
            let fixture = try StoreFixture(rememberingSince: now)
            let other = fixture.store
            for (name, signed) in [(first, 5.0), (second, 1)] {
                let entry = entry([name], signed: signed)
                #expect(try other.admit(entry, at: now + 5, rememberingFor: 1) == .fresh)
            }
            for (signed, verdict) in [(5.0, LedgerVerdict.beforeLedger), (6, .fresh)] {
                let entry = entry(["c"], signed: signed)
                #expect(try other.admit(entry, at: now + 10, rememberingFor: 60) == verdict)
            }
            withExtendedLifetime(fixture) {}
        }
    }

    @Test("every state of an entry must not decrease, and one that does leaves the others as they were")
    func severalStates() throws {
        #expect(try admit(entry(["a"], states: [("s", 5), ("t", 5)])) == .fresh)
        #expect(try admit(entry(["b"], states: [("s", 6), ("t", 4)])) == .superseded)
        #expect(try admit(entry(["c"], states: [("s", 5), ("t", 5)])) == .fresh)
        #expect(try admit(entry(["d"], states: [("t", 6), ("u", 1)])) == .fresh)
        #expect(try admit(entry(["e"], states: [("u", 0)])) == .superseded)
    }

    @Test("an expired state may begin again at any number")
    func expiredState() throws {
        #expect(try admit(entry(["a"], states: [("s", 5)]), for: 10) == .fresh)
        #expect(try admit(entry(["b"], signed: 1, states: [("s", 1)]), at: 10) == .superseded)
        #expect(try admit(entry(["b"], signed: 1, states: [("s", 1)]), at: 11) == .fresh)
    }

    @Test("the order of digests and of independent entries changes no verdict")
    func orderIndependence() throws {
        var generator = SeededGenerator(seed: 3261)
        let entries = (0..<12).map { entry(["x\($0)", "y\($0)"], states: [("s\($0)", Int64($0))]) }
        for _ in 0..<3 {
            let fixture = try StoreFixture(rememberingSince: now)
            let other = fixture.store
            for expected in [LedgerVerdict.fresh, .replayed] {
                for entry in entries.shuffled(using: &generator) {
                    #expect(try other.admit(entry, at: now, rememberingFor: 60) == expected)
                }
            }
            withExtendedLifetime(fixture) {}
        }
    }
}
