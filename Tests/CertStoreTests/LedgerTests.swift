import CMS
import CertStore
import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The ledger of accepted bodies")
struct LedgerTests {
    private static let now = StoreFixture.now
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture(rememberingSince: Self.now) }

    private func digest(_ text: String) -> [UInt8] { SHA256.digest(of: Array(text.utf8)) }

    private func entry(
        _ names: String..., signed: Date = now, state: (Int64, String, String)? = nil
    ) -> LedgerEntry {
        let states = state.map {
            [
                LedgerEntry.State(
                    subject: digest("subject"), number: $0.0, decimals: $0.1, content: digest($0.2))
            ]
        }
        return LedgerEntry(digests: names.map(digest), signed: signed, states: states ?? [])
    }

    private func admit(_ entry: LedgerEntry, at seconds: Double = 0) throws -> LedgerVerdict {
        try store.admit(entry, at: Self.now + seconds, rememberingFor: 600)
    }

    @Test("admits an entry once, whichever of its digests recurs")
    func once() throws {
        #expect(try admit(entry("a", "b")) == .fresh)
        #expect(try admit(entry("a", "b")) == .replayed)
        #expect(try admit(entry("c", "b")) == .replayed)
        #expect(try admit(entry("a", "d")) == .replayed)
        #expect(try admit(entry("c", "d")) == .fresh)
    }

    @Test("remembers for the requested time, also when opened again")
    func remembering() throws {
        #expect(try admit(entry("a")) == .fresh)
        let again = try CertStore.open(fixture.path)
        #expect(try again.admit(entry("a"), at: Self.now + 600, rememberingFor: 600) == .replayed)
        #expect(try again.admit(entry("a"), at: Self.now + 601, rememberingFor: 600) == .beforeLedger)
        let anew = entry("a", signed: Self.now + 1)
        #expect(try again.admit(anew, at: Self.now + 601, rememberingFor: 600) == .fresh)
    }

    @Test("refuses entries that it may have deleted, because a caller asked for a shorter time")
    func shorterMemory() throws {
        #expect(try store.admit(entry("a", state: (5, "", "x")), at: Self.now, rememberingFor: 122) == .fresh)
        #expect(try store.admit(entry("b"), at: Self.now + 1, rememberingFor: 7320) == .fresh)
        // The one is deleted by now and the other is not; both are young enough for a caller with an hour.
        for (seconds, name) in [(123.0, "a"), (124, "b")] {
            let verdict = try store.admit(entry(name), at: Self.now + seconds, rememberingFor: 7320)
            #expect(verdict == (name == "a" ? .beforeLedger : .replayed), "\(name)")
        }
        let later = entry("c", signed: Self.now + 1, state: (4, "", "x"))
        #expect(try store.admit(later, at: Self.now + 124, rememberingFor: 7320) == .fresh)
    }

    @Test("keeps a state for the longest time requested, whatever shorter times follow")
    func longestMemory() throws {
        let first = entry("a", state: (5, "", "x"))
        #expect(try store.admit(first, at: Self.now, rememberingFor: 7320) == .fresh)
        let second = entry("b", signed: Self.now + 1, state: (6, "", "y"))
        #expect(try store.admit(second, at: Self.now + 1, rememberingFor: 122) == .fresh)
        let withheld = entry("c", signed: Self.now + 2, state: (4, "", "z"))
        #expect(try store.admit(withheld, at: Self.now + 200, rememberingFor: 7320) == .superseded)
    }

    @Test("does not admit again an entry that it deleted while the clock was wrong")
    func clockSetBack() throws {
        #expect(try admit(entry("a")) == .fresh)
        #expect(try admit(entry("b", signed: Self.now + 86_400), at: 86_400) == .fresh)
        #expect(try admit(entry("a"), at: 10) == .beforeLedger)
        #expect(try admit(entry("c", signed: Self.now + 10), at: 10) == .fresh)
    }

    @Test("lets a state increase or stay the same, and nothing else")
    func states() throws {
        #expect(try admit(entry("a", state: (5, "25", "x"))) == .fresh)
        #expect(try admit(entry("b", state: (5, "25", "x"))) == .fresh)
        #expect(try admit(entry("c", state: (5, "25", "y"))) == .replayed)
        #expect(try admit(entry("d", state: (5, "2", "x"))) == .superseded)
        #expect(try admit(entry("e", state: (4, "9", "x"))) == .superseded)
        #expect(try admit(entry("f", state: (5, "3", "y"))) == .fresh)
        // Refused entries are not recorded.
        #expect(try admit(entry("c", state: (6, "", "z"))) == .fresh)
    }

    @Test("refuses entries signed before it began")
    func beforeBeginning() throws {
        #expect(try admit(entry("a", signed: Self.now - 1)) == .beforeLedger)
        #expect(try admit(entry("a", signed: Self.now)) == .fresh)
    }

    @Test("begins at the first request if its start is unknown")
    func coldStart() throws {
        let cold = try StoreFixture()
        #expect(try cold.store.admit(entry("a"), at: Self.now + 10, rememberingFor: 600) == .beforeLedger)
        // A minute later: it may have been accepted before from a signer whose clock is ahead.
        let again = try CertStore.open(cold.path)
        for (name, seconds, verdict) in [("b", 69.0, LedgerVerdict.beforeLedger), ("c", 70, .fresh)] {
            let later = entry(name, signed: Self.now + seconds)
            #expect(try again.admit(later, at: Self.now + 20, rememberingFor: 600) == verdict)
        }
    }

    @Test("begins anew in a backup and in a copy, which lack later entries")
    func backup() throws {
        #expect(try admit(entry("a")) == .fresh)
        try store.backUp(to: fixture.directory.file("backup.db"))
        _ = try CertStore.copy(from: fixture.path, to: fixture.directory.file("copy.db"))
        for name in ["backup.db", "copy.db"] {
            let other = try CertStore.open(fixture.directory.file(name))
            let fresh = entry("b", signed: Self.now + 5)
            #expect(
                try other.admit(fresh, at: Self.now + 60, rememberingFor: 600) == .beforeLedger, "\(name)")
        }
        #expect(try admit(entry("a")) == .replayed)
    }

    @Test("of many racing with the same entry, one wins")
    func race() throws {
        let path = fixture.path
        let fresh = Mutex(0)
        for round in 0..<10 {
            DispatchQueue.concurrentPerform(iterations: 8) { _ in
                let verdict = try? CertStore.open(path)
                    .admit(entry("race \(round)"), at: Self.now, rememberingFor: 600)
                if verdict == .fresh { fresh.withLock { $0 += 1 } }
            }
        }
        #expect(fresh.withLock { $0 } == 10)
    }
}
