import Testing

@testable import CMS

/// A context that agrees on secrets with one private key.
@Suite("key agreement context")
struct KeyAgreementContextTests {
    @Test func `a context agrees with one point after another, also after an invalid one`() throws {
        let own = try PrivateKey.generate(.p256)
        let (alice, carol) = (try PrivateKey.generate(.p256), try PrivateKey.generate(.p256))
        let context = try unsafe KeyAgreementContext(own.key, nil)
        let first = try context.agree(withPoint: alice.publicKey.point).copied()
        var wrong = try alice.publicKey.point
        wrong[64] ^= 1
        #expect(throws: CMSError.self) { try context.agree(withPoint: wrong) }
        let other = try context.agree(withPoint: carol.publicKey.point).copied()
        #expect(try unsafe KeyAgreementContext(carol.key, nil).agree(with: own.key).copied() == other)
        #expect(try context.agree(withPoint: alice.publicKey.point).copied() == first)
        #expect(first.count == 32 && first != other)
    }
}
