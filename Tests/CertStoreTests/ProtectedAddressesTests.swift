import CertStore
import Foundation
import TestSupport
import Testing

/// The addresses whose messages are known to be protected.
@Suite("Protected addresses")
struct ProtectedAddressesTests {
    private let fixture: StoreFixture
    private var store: CertStore { fixture.store }

    init() throws { fixture = try StoreFixture(rememberingSince: StoreFixture.now - 3600) }

    private static let (alice, bob) = ("sip:alice@example.test", "sip:bob@example.test")

    @Test("are recorded once, with the time of the first record")
    func once() throws {
        #expect(try store.protectedAddress(Self.alice) == nil)
        #expect(try store.recordProtected(Self.alice, at: TestLab.now))
        #expect(try !store.recordProtected(Self.alice, at: TestLab.now + 60))
        #expect(try store.recordProtected(Self.bob, at: TestLab.now + 60))
        #expect(
            try store.protectedAddresses() == [
                ProtectedAddress(address: Self.alice, since: TestLab.now),
                ProtectedAddress(address: Self.bob, since: TestLab.now + 60),
            ])
    }

    @Test("are recorded without a change of the store, and forgotten with one")
    func changes() throws {
        let other = try CertStore.open(fixture.path)
        let state = try other.state
        _ = try store.recordProtected(Self.alice, at: TestLab.now)
        #expect(try other.state.hasSameContents(as: state))
        #expect(try other.protectedAddress(Self.alice) != nil)
        #expect(try store.forgetProtected([Self.alice, Self.bob]) == [Self.alice])
        #expect(try !other.state.hasSameContents(as: state))
        #expect(try other.protectedAddresses().isEmpty)
    }

    @Test("are recorded with the message that shows it, and not with one that is refused")
    func withLedger() throws {
        let verdicts = store.admit([Self.submission(1, Self.alice), Self.submission(1, Self.bob)])
        #expect(try verdicts.map { try $0.get() } == [.fresh, .replayed])
        #expect(try store.protectedAddresses().map(\.address) == [Self.alice])
    }

    private static func submission(_ digest: UInt8, _ address: String?) -> LedgerSubmission {
        var submission = LedgerSubmission(
            LedgerEntry(
                digests: [[UInt8](repeating: digest, count: 32)], signed: TestLab.now, states: []),
            at: TestLab.now, rememberingFor: 600)
        submission.protectedAddress = address
        return submission
    }

    @Test("have a limit, beyond which a message of a new address is not accepted, and others are")
    func limit() throws {
        let limits = LedgerLimits(protectedAddresses: 2)
        let full = Result<LedgerVerdict, CertStoreError>.failure(.protectedAddressesFull(limit: 2))
        let (carol, dave) = ("sip:carol@example.test", "sip:dave@example.test")
        let group = [Self.alice, Self.bob, carol].enumerated().map { Self.submission(UInt8($0), $1) }
        #expect(store.admit(group, within: limits) == [.success(.fresh), .success(.fresh), full])
        #expect(store.admit([Self.submission(4, dave)], within: limits) == [full])
        #expect(throws: CertStoreError.protectedAddressesFull(limit: 2)) {
            try store.recordProtected(dave, at: TestLab.now, within: limits)
        }
        #expect(try !store.recordProtected(Self.bob, at: TestLab.now, within: limits))
        #expect(store.admit([Self.submission(5, nil)], within: limits) == [.success(.fresh)])
        #expect(try store.protectedAddresses().map(\.address) == [Self.alice, Self.bob])
        #expect(try store.forgetProtected([Self.bob]) == [Self.bob])
        #expect(store.admit([Self.submission(2, carol)], within: limits) == [.success(.fresh)])
    }

    @Test("are in a copy of the store")
    func copied() throws {
        _ = try store.recordProtected(Self.alice, at: TestLab.now)
        let target = fixture.directory.file("copy.db")
        _ = try CertStore.copy(from: fixture.path, to: target)
        #expect(try CertStore.open(target).protectedAddresses().map(\.address) == [Self.alice])
    }
}
