import TestSupport
import Testing

@testable import CMS

@Suite("PrivateKey, written")
struct PrivateKeyWritingTests {
    @Test(
        "reads back what it wrote, plain and encrypted",
        arguments: [KeyAlgorithm.p256, .p384, .rsa(bits: 2048)])
    func roundTrip(algorithm: KeyAlgorithm) throws {
        let key = try PrivateKey.generate(algorithm)
        let der = try key.der().copied()
        #expect(try PrivateKey(der: SecretOctets(der)).der().copied() == der)
        #expect(try PrivateKey(pem: key.pem()).der().copied() == der)
        let passphrase = SecretOctets("correct horse")
        let encrypted = try key.encryptedDER(passphrase: passphrase)
        #expect(try PrivateKey(encryptedDER: encrypted, passphrase: passphrase).der().copied() == der)
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(encryptedDER: encrypted, passphrase: SecretOctets("battery"))
        }
        #expect(throws: CMSError.wrongPassphrase) {
            try PrivateKey(pem: key.pem(passphrase: passphrase), passphrase: nil)
        }
    }
}
