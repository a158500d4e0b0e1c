import CMS
import CertStore
import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Groups of submissions to the ledger")
struct LedgerGroupTests {
    private static let now = StoreFixture.now
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture(rememberingSince: Self.now) }

    private func digest(_ text: String) -> [UInt8] { SHA256.digest(of: Array(text.utf8)) }

    private func submission(
        _ names: String..., state: (String, Int64)? = nil, signed seconds: Double = 0,
        at later: Double = 0, for duration: Double = 600, by holder: String? = nil
    ) -> LedgerSubmission {
        let states = state.map {
            [
                LedgerEntry.State(
                    subject: digest($0.0), number: $0.1, decimals: "", content: digest("\($0.1)"))
            ]
        }
        let entry = LedgerEntry(
            digests: names.map(digest), signed: Self.now + seconds, states: states ?? [],
            holder: holder.map(digest))
        return LedgerSubmission(entry, at: Self.now + later, rememberingFor: duration)
    }

    private func verdicts(
        _ submissions: [LedgerSubmission], within limits: LedgerLimits = LedgerLimits()
    ) -> [Result<LedgerVerdict, CertStoreError>] {
        store.admit(submissions, within: limits)
    }

    @Test("each gets its own verdict, in their order, and the first of equal ones is fresh")
    func order() throws {
        let found = verdicts([
            submission("a", state: ("s", 2)), submission("a"), submission("b", state: ("s", 1)),
            submission("c", signed: -1), submission("d", state: ("s", 3)), submission("c"),
        ])
        #expect(
            found == [.fresh, .replayed, .superseded, .beforeLedger, .fresh, .fresh].map { .success($0) })
        #expect(verdicts([]).isEmpty)
        // What the group recorded is durable, and what it refused left nothing.
        let again = try CertStore.open(fixture.path)
        #expect(
            again.admit([submission("a"), submission("d"), submission("b", state: ("s", 3))])
                == [.replayed, .replayed, .fresh].map { .success($0) })
    }

    @Test("have the verdicts of single submissions, whatever they are and however they are grouped")
    func equivalence() throws {
        var generator = SeededGenerator(seed: 3903)
        let other = try StoreFixture(rememberingSince: Self.now)
        for step in 0..<40 {
            let group = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
                submission(
                    "d\(Int.random(in: 0..<30, using: &generator))",
                    state: (
                        "s\(Int.random(in: 0..<4, using: &generator))",
                        Int64.random(in: 0..<9, using: &generator)
                    ),
                    signed: Double(step) - Double(Int.random(in: 0...8, using: &generator)),
                    at: Double(step), for: 10, by: "h\(Int.random(in: 0..<2, using: &generator))")
            }
            let limits = LedgerLimits(capacity: 40, share: 15)
            let single = group.flatMap { other.store.admit([$0], within: limits) }
            #expect(verdicts(group, within: limits) == single, "step \(step)")
        }
        withExtendedLifetime(other) {}
    }

    @Test("a submission without room fails alone, and leaves room for a smaller one")
    func full() throws {
        let found = verdicts(
            [submission("a", "b"), submission("c", "d"), submission("e"), submission("f"), submission("a")],
            within: LedgerLimits(capacity: 3))
        let full = Result<LedgerVerdict, CertStoreError>.failure(.ledgerFull(limit: 3))
        #expect(found == [.success(.fresh), full, .success(.fresh), full, .success(.replayed)])
        #expect(try store.ledgerCount().entries == 3)
    }

    @Test("only the holder whose share is full is refused, until entries of it expire")
    func share() throws {
        let limits = LedgerLimits(capacity: 100, share: 3)
        let full = Result<LedgerVerdict, CertStoreError>.failure(.ledgerShareFull(limit: 3))
        #expect(
            verdicts(
                [
                    submission("a", state: ("s", 1), by: "mallory"),
                    submission("b", state: ("s", 2), by: "mallory"),
                    submission("c", by: "mallory"), submission("c", by: "alice"), submission("d"),
                ], within: limits) == [
                    .success(.fresh), .success(.fresh), full, .success(.fresh), .success(.fresh),
                ])
        #expect(verdicts([submission("e", by: "mallory")], within: limits) == [full])
        // A limit is the caller's: another one does not ask for it.
        #expect(verdicts([submission("e", by: "mallory")]) == [.success(.fresh)])
        let later = submission("f", signed: 601, at: 601, by: "mallory")
        #expect(verdicts([later], within: limits) == [.success(.fresh)])
    }

    @Test(
        "a share counts only entries that have not expired, though more of them expired than one group deletes"
    )
    func expiredShare() throws {
        let many = (0..<1200).map { submission("old \($0)", for: 60, by: "alice") }
        #expect(verdicts(many).allSatisfy { $0 == .success(.fresh) })
        let later = submission("new", signed: 61, at: 61, by: "alice")
        #expect(verdicts([later], within: LedgerLimits(share: 1)) == [.success(.fresh)])
        // A group of one has deleted 1,024 of them, and the next one deletes the rest.
        #expect(try store.ledgerCount().entries == 1200 - 1024 + 1)
        #expect(verdicts([submission("next", signed: 62, at: 62)]) == [.success(.fresh)])
        #expect(try store.ledgerCount().entries == 2)
    }

    @Test("a submission is judged without being recorded, also while another connection writes", .onlyInFiles)
    func judging() throws {
        #expect(try store.admit(submission("a").entry, at: Self.now, rememberingFor: 600) == .fresh)
        let other = try CertStore.open(fixture.path)
        for _ in 0..<2 {
            #expect(try other.judge(submission("b", state: ("s", 1))) == .fresh)
            #expect(try other.judge(submission("a")) == .replayed)
            #expect(try other.judge(submission("c", signed: -1)) == .beforeLedger)
        }
        #expect(throws: CertStoreError.ledgerFull(limit: 1)) {
            try other.judge(submission("b"), within: LedgerLimits(capacity: 1))
        }
        #expect(try store.ledgerCount().entries == 1)
        let cold = try StoreFixture()
        #expect(try cold.store.judge(submission("a")) == .beforeLedger)
        #expect(try cold.store.ledgerCount().since == nil)
    }

    @Test("of groups that race over two connections, one gets each entry, and its count is right")
    func race() throws {
        let stores = try [CertStore.open(fixture.path), CertStore.open(fixture.path)]
        let fresh = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for round in 0..<5 {
                let group = (0..<20).map { submission("round \(round) entry \($0)") }
                let found = stores[thread % 2].admit(thread < 4 ? group : group.reversed())
                let count = found.count { $0 == .success(.fresh) }
                fresh.withLock { $0 += count }
            }
        }
        #expect(fresh.withLock { $0 } == 100)
        #expect(try store.ledgerCount().entries == 100)
    }

    @Test("write nothing if all of them are refused", .onlyInFiles)
    func refused() throws {
        let other = try CertStore.open(fixture.path)
        #expect(verdicts([submission("a")]) == [.success(.fresh)])
        let state = try other.state
        #expect(
            verdicts([submission("a"), submission("b", signed: -1)])
                == [.success(.replayed), .success(.beforeLedger)])
        #expect(try other.state == state)
        #expect(verdicts([submission("c")]) == [.success(.fresh)])
        #expect(try other.state != state)
    }

    @Test("fails as a whole if its transaction does, and records nothing", .onlyInFiles)
    func failure() throws {
        _ = try SQLiteProbe.text(
            fixture.path,
            """
            CREATE TRIGGER fault BEFORE INSERT ON ledger_state BEGIN SELECT raise(ABORT, 'no'); END
            """)
        let found = verdicts([submission("a"), submission("b", state: ("s", 1)), submission("a")])
        #expect(found.allSatisfy { (try? $0.get()) == nil } && found.count == 3)
        #expect(try store.ledgerCount().entries == 0)
        #expect(verdicts([submission("a")]) == [.success(.fresh)])
    }

    @Test("are refused if another file has taken the place of the store", .onlyInFiles)
    func replaced() throws {
        #expect(verdicts([submission("a")]) == [.success(.fresh)])
        _ = try store.confirmation()
        try FileManager.default.moveItem(
            atPath: fixture.path, toPath: fixture.directory.file("elsewhere.db"))
        let moved = CertStoreError.database(
            code: "SQLite 1032", message: "the file of the store was moved, deleted or replaced")
        #expect(verdicts([submission("b")]) == [.failure(moved)])
        #expect(throws: moved) { try store.confirmation() }
    }

    @Test("an entry is found by its digests with their second, and by those of an earlier version")
    func second() throws {
        func admit(_ names: String..., of second: UInt32?) throws -> LedgerVerdict {
            let entry = LedgerEntry(
                digests: names.map(digest), of: second, signed: Self.now, states: [], holder: [1])
            return try store.admit(entry, at: Self.now, rememberingFor: 600)
        }
        #expect(try admit("a", "b", of: 1_800_000_000) == .fresh)
        #expect(try admit("b", of: 1_800_000_000) == .replayed)
        #expect(try admit("old", of: nil) == .fresh)
        #expect(try admit("old", of: 1_800_000_000) == .replayed)
        #expect(try admit("c", of: .max) == .fresh && admit("c", of: .max) == .replayed)
    }

    @Test("a ledger that begins anew refuses what was signed until a minute later, also what it knew")
    func anew() throws {
        #expect(verdicts([submission("a")]) == [.success(.fresh)])
        try store.beginLedgerAnew(at: Self.now + 10)
        #expect(verdicts([submission("b", signed: 9, at: 10)]) == [.success(.beforeLedger)])
        #expect(verdicts([submission("c", signed: 69, at: 69)]) == [.success(.beforeLedger)])
        #expect(verdicts([submission("d", signed: 70, at: 70)]) == [.success(.fresh)])
    }
}
