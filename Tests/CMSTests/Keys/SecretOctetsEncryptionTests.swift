import TestSupport
import Testing

@testable import CMS

@Suite("SecretOctets, encrypted under a passphrase")
struct SecretOctetsEncryptionTests {
    private let secret: SecretOctets
    private let passphrase = SecretOctets("correct horse")

    init() throws { secret = try .random(count: 32) }

    private func decrypt(
        _ der: [UInt8], count: Int = 32, _ passphrase: SecretOctets? = nil
    ) throws -> SecretOctets {
        try SecretOctets.decrypting(der, count: count, passphrase: passphrase ?? self.passphrase)
    }

    @Test("are decrypted with that passphrase only")
    func roundTrip() throws {
        let der = try secret.encrypted(passphrase: passphrase)
        #expect(try decrypt(der).isEqual(to: secret))
        for wrong in ["", "correct hors", "Correct horse"] {
            #expect(throws: CMSError.wrongPassphrase) { try decrypt(der, SecretOctets(wrong)) }
        }
        for count in [0, 31, 33] {
            #expect(throws: CMSError.wrongPassphrase) { try decrypt(der, count: count) }
        }
    }

    @Test("are in a structure with PBES2, 600,000 rounds of PBKDF2 with HMAC-SHA256 and AES-256-CBC")
    func structure() throws {
        let octets = try secret.encrypted(passphrase: passphrase)
        let node = try DERNode(parsing: octets)
        let encryption = try PasswordBasedEncryption(node[0].der, in: .privateKey)
        #expect(encryption.rounds == 600_000 && !encryption.isLegacy)
        let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]
        #expect(node[0, 0].octets == pkcs + [1, 5, 13])
        #expect(node[0, 1, 0, 0].octets == pkcs + [1, 5, 12])
        #expect(node[0, 1, 0, 1, 0].octets.count >= 8)
        #expect(node[0, 1, 0, 1, 2, 0].octets == pkcs + [2, 9])
        #expect(node[0, 1, 1, 0].octets == Array(ObjectIdentifier.aes256CBC.octets))
        // 32 octets and a block of padding.
        #expect(node[1].octets.count == 48)
        let again = try DERNode(parsing: secret.encrypted(passphrase: passphrase))
        #expect(again[0, 1, 0, 1, 0] != node[0, 1, 0, 1, 0] && again[1] != node[1])
    }

    @Test("are not decrypted from another structure")
    func malformed() throws {
        let alice = try TestLab.shared().identity(.alice).certificate.der
        for octets in [[], [0x30], [0x30, 0], alice] {
            #expect(throws: CMSError.malformed(.privateKey)) { try decrypt(octets) }
        }
    }

    @Test("are equal to the same octets, and to no others of any length")
    func equality() {
        let one = SecretOctets([1, 2, 3])
        #expect(one.isEqual(to: SecretOctets([1, 2, 3])) && SecretOctets.empty.isEqual(to: .empty))
        for other in [[], [1, 2], [1, 2, 4], [1, 2, 3, 0], [0, 2, 3]] as [[UInt8]] {
            #expect(!one.isEqual(to: SecretOctets(other)) && !SecretOctets(other).isEqual(to: one))
        }
    }

    @Test("are random, of the number that was asked for, and never the same")
    func random() throws {
        for count in [0, 1, 32, 4096] { #expect(try SecretOctets.random(count: count).count == count) }
        let drawn = try (0..<64).map { _ in try SecretOctets.random(count: 16).copied() }
        #expect(Set(drawn).count == 64)
        // Each bit is 0 in one of 64 draws, and 1 in another.
        for index in 0..<16 {
            #expect(drawn.reduce(0) { $0 | $1[index] } == 0xFF)
            #expect(drawn.reduce(0xFF) { $0 & $1[index] } == 0)
        }
    }
}
