import Testing

@testable import CMS

@Suite("PrivateKey, written")
struct PrivateKeyWritingTests {
    @Test(
        "reads back what it wrote, plain and encrypted",
        arguments: [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)])
    func roundTrip(algorithm: KeyAlgorithm) throws {
        let key = try PrivateKey.generate(algorithm)
        let der = try key.der()
        #expect(try PrivateKey(der: der).der() == der)
        #expect(try PrivateKey(pem: key.pem()).der() == der)
        let passphrase = Array("correct horse".utf8)
        let encrypted = try key.encryptedDER(passphrase: passphrase)
        #expect(try PrivateKey(encryptedDER: encrypted, passphrase: passphrase).der() == der)
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(encryptedDER: encrypted, passphrase: Array("battery".utf8))
        }
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(pem: key.pem(passphrase: passphrase), passphrase: nil)
        }
    }
}
