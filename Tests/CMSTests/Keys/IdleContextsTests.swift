import Synchronization
import TestSupport
import Testing

@testable import CMS

/// Contexts of keys, prepared once and lent to one thread at a time.
@Suite("Idle contexts")
struct IdleContextsTests {
    /// A context that notices two users at once.
    private final class Context: Sendable {
        private let users = Mutex(0)

        /// Returns whether nothing else uses it meanwhile.
        func use() -> Bool {
            let isAlone = users.withLock { users in
                users += 1
                return users == 1
            }
            for _ in 0..<50 where users.withLock({ $0 }) > 1 { return false }
            users.withLock { $0 -= 1 }
            return isAlone
        }
    }

    private typealias Contexts = IdleContexts<Int, Context>

    private func take(_ contexts: Contexts, for purpose: Int) throws -> (Context, isNew: Bool) {
        var isNew = false
        let context = try contexts.take(for: purpose) { () throws(CMSError) in
            isNew = true
            return Context()
        }
        return (context, isNew)
    }

    @Test("are lent again for their own purpose only, and to one user until they are kept")
    func purposes() throws {
        let contexts = Contexts()
        let (first, isNew) = try take(contexts, for: 1)
        #expect(isNew)
        #expect(try take(contexts, for: 1).isNew, "the first is in use")
        contexts.keep(first, for: 1)
        #expect(try take(contexts, for: 2).isNew)
        let (again, isMade) = try take(contexts, for: 1)
        #expect(again === first && !isMade)
    }

    @Test("are at most 64, and the one kept longest makes room")
    func capacity() throws {
        let contexts = Contexts()
        let all = (0..<65).map { _ in Context() }
        for (purpose, context) in all.enumerated() { contexts.keep(context, for: purpose) }
        #expect(try take(contexts, for: 0).isNew)
        for purpose in 1..<65 {
            let (context, isNew) = try take(contexts, for: purpose)
            #expect(context === all[purpose] && !isNew, "\(purpose)")
        }
    }

    @Test("whose preparation fails leave the others as they are")
    func failure() throws {
        let contexts = Contexts()
        let kept = Context()
        contexts.keep(kept, for: 1)
        #expect(throws: CMSError.noSigner) {
            try contexts.take(for: 2) { () throws(CMSError) in throw .noSigner }
        }
        #expect(try take(contexts, for: 1).0 === kept)
    }

    @Test("are never used by two threads at once")
    func threads() throws {
        let contexts = Contexts()
        let wasAlone = try Threads.atOnce(8) { number in
            try (0..<200).allSatisfy { round in
                let purpose = (number + round) % 3
                let context = try contexts.take(for: purpose) { () throws(CMSError) in Context() }
                defer { contexts.keep(context, for: purpose) }
                return context.use()
            }
        }
        #expect(wasAlone == [Bool](repeating: true, count: 8))
    }

    @Test("of a key serve every thread with its own result")
    func keyTransport() throws {
        let bob = try TestLab.shared().identity(.bob, .rsa(bits: 2048))
        let opened = try Threads.atOnce(8) { number in
            try (0..<4).allSatisfy { round in
                let transport: Enveloper.RSAKeyTransport = round % 2 == 0 ? .oaep : .pkcs1
                let secret = SecretOctets([UInt8](repeating: UInt8(number * 8 + round), count: 32))
                let encrypted = try bob.certificate.encryptKey(secret, by: transport)
                return try bob.key.decryptKey(encrypted[...], by: transport).isEqual(to: secret)
            }
        }
        #expect(opened == [Bool](repeating: true, count: 8))
    }
}
