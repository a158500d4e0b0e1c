import CMS
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import CertStore

/// One store value, used by all threads of a service at once; `make tsan` checks it.
@Suite("Shared between threads: one store")
struct StoreSharingTests {
    private let fixture: StoreFixture

    init() throws {
        fixture = try StoreFixture(rememberingSince: StoreFixture.now)
        try fixture.store.adopt(fixture.authority)
    }

    @Test("readers and writers of one store see complete certificates, and every one that was added")
    func readersAndWriters() throws {
        let (store, fixture) = (fixture.store, fixture)
        let alice = try fixture.issue("alice")
        try store.add(alice.certificate, uris: [StoreFixture.alice], key: alice.key)
        let counts = try Threads.atOnce { number in
            for round in 0..<5 {
                if number % 2 == 0 {
                    let uri = "sip:user\(number)-\(round)@example.test"
                    let user = try fixture.issue("user\(number)-\(round)")
                    try store.add(user.certificate, uris: [uri], key: user.key)
                    #expect(try store.privateKey(of: user.certificate).matches(user.certificate))
                } else {
                    let found = try store.certificates(forURI: StoreFixture.alice).map(\.certificate)
                    #expect(found == [alice.certificate])
                    #expect(try store.authority().certificate == fixture.authority.certificate)
                }
            }
            return try store.certificates().count
        }
        #expect(counts.allSatisfy { $0 > 0 && $0 <= 21 })
        #expect(try store.certificates().count == 21)
        #expect(try store.check().defects.isEmpty)
    }

    @Test("one ledger admits an entry on one of eight threads, and each thread's own on that thread")
    func ledger() throws {
        let store = fixture.store
        let now = StoreFixture.now
        let admitted = try Threads.atOnce { number in
            try (0..<5).map { round in
                let entries = ["shared \(round)", "own \(number) \(round)"].map {
                    LedgerEntry(digests: [SHA256.digest(of: Array($0.utf8))], signed: now, states: [])
                }
                return try entries.map { try store.admit($0, at: now, rememberingFor: 600) == .fresh }
            }
        }.joined()
        #expect(admitted.count { $0[0] } == 5)
        #expect(admitted.count { $0[1] } == 40)
    }

    @Test("keys are opened while the passphrase changes, under the one or the other")
    func passphrase() throws {
        let store = fixture.store
        let alice = try fixture.issue("alice")
        try store.add(alice.certificate, uris: [StoreFixture.alice], key: alice.key)
        let opened = try Threads.atOnce(4) { number in
            if number == 0 {
                _ = try store.changePassphrase(from: nil, to: StoreFixture.passphrase)
                return true
            }
            // Without a passphrase the store had none yet.
            let plain = try? store.privateKey(of: alice.certificate)
            let key =
                try plain ?? store.privateKey(of: alice.certificate, passphrase: StoreFixture.passphrase)
            return key.matches(alice.certificate)
        }
        #expect(opened == Array(repeating: true, count: 4))
    }

    @Test("an export and a rotation at once leave no key in use here that the exported file does not have")
    func exportAndRotation() throws {
        let now = StoreFixture.now
        for _ in 0..<12 {
            let fixture = try StoreFixture()
            try fixture.store.adopt(fixture.authority)
            let (path, next) = (fixture.path, try StoreFixture.authority(number: 2))
            let moved = Mutex<MovedAuthority?>(nil)
            let failures: [CertStoreError?] = try Threads.atOnce(2) { number in
                let store = try CertStore.open(path)
                do {
                    if number == 0 {
                        try store.exportAuthority(lasting: 600, clock: { now + 60 }) { authority in
                            moved.withLock { $0 = authority }
                        }
                    } else {
                        try store.rotate(store.currentAuthority(), to: next, at: now + 30)
                    }
                    return nil
                } catch let error as CertStoreError {
                    return error
                }
            }
            let own = try fixture.store.ownAuthorities()
            let exported = moved.withLock { $0?.keys.flatMap(\.certificates) } ?? []
            switch (failures[0], failures[1]) {
            case (nil, nil):
                #expect(own.count == 2 && Set(exported) == Set(own.map(\.certificate)))
                #expect(own.allSatisfy { $0.use == .exported })
            case (nil, .authorityExported): #expect(own.map(\.use) == [.exported] && exported.count == 1)
            case (.authorityChangedMeanwhile, nil): #expect(own.map(\.use) == [.inUse, .inUse])
            default: Issue.record("\(failures)")
            }
            #expect(try fixture.store.check().defects.isEmpty)
        }
    }

    @Test("bulk issuing, revoking and CRLs run concurrently, and no revocation is lost")
    func issuing() throws {
        let (store, fixture) = (fixture.store, fixture)
        let users = try (0..<4).map { try fixture.issue("user\($0)").certificate }
        for (number, user) in users.enumerated() {
            try store.add(user, uris: ["sip:user\(number)@example.test"])
        }
        let terms = CertificateTerms(
            authority: fixture.authority, key: .p256,
            validity: CertificateValidity(from: StoreFixture.now, days: 1))
        try Threads.atOnce { number in
            guard number % 2 == 0 else {
                try store.revoke([users[number / 2]], reason: .superseded, at: StoreFixture.now)
                _ = try store.nextRevocationList(lasting: 60) { StoreFixture.now }
                return
            }
            let orders = (0..<10).map {
                let uri = "sip:bulk\(number)-\($0)@example.test"
                return CertificateOrder(uris: [uri], profile: .user(address: "bulk", uris: [uri]))
            }
            _ = try store.issue(orders, on: terms)
        }
        #expect(try store.certificates().count == 4 + 40)
        #expect(try store.revocations().count == 4)
        let defects = try store.check().defects
        #expect(defects.isEmpty, "\(defects)")
    }
}
