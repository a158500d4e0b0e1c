import TestSupport
import Testing

@testable import CMS

@Suite("PasswordBasedEncryption")
struct PasswordBasedEncryptionTests {
    private static let salt = DERNode(0x04, [1, 2, 3, 4, 5, 6, 7, 8])
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]
    private static let aes256CBC: [UInt8] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2A]
    private static let scrypt: [UInt8] = [0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B]

    private static func algorithm(_ identifier: [UInt8], _ parameters: [DERNode]) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, identifier), DERNode(0x30, elements: parameters)])
    }

    private static func pbes2(_ derivation: DERNode, cipher: [UInt8] = aes256CBC) -> [UInt8] {
        algorithm(pkcs + [1, 5, 13], [derivation, algorithm(cipher, [])]).der
    }

    private static func numbers(_ values: [UInt8]...) -> [DERNode] { values.map { DERNode(0x02, $0) } }

    @Test("counts the rounds of PKCS#12, PBES1, PBKDF2 and scrypt, and detects legacy ciphers")
    func counts() throws {
        for (number, isLegacy) in [(1, true), (3, false), (6, true)] {
            let der = Self.algorithm(
                Self.pkcs + [1, 12, 1, UInt8(number)], [Self.salt] + Self.numbers([8, 0])
            ).der
            let read = try PasswordBasedEncryption(der, in: .pkcs12)
            #expect(read.rounds == 2048 && read.isLegacy == isLegacy)
        }
        let pbkdf2 = Self.algorithm(Self.pkcs + [1, 5, 12], [Self.salt] + Self.numbers([9, 39, 192]))
        #expect(try PasswordBasedEncryption(Self.pbes2(pbkdf2), in: .pkcs12).rounds == 600_000)
        #expect(try !PasswordBasedEncryption(Self.pbes2(pbkdf2), in: .pkcs12).isLegacy)
        let rc2 = Self.pbes2(pbkdf2, cipher: Self.pkcs + [3, 2])
        #expect(try PasswordBasedEncryption(rc2, in: .pkcs12).isLegacy)
        let scrypt = Self.algorithm(Self.scrypt, [Self.salt] + Self.numbers([64, 0], [8], [1]))
        #expect(try PasswordBasedEncryption(Self.pbes2(scrypt), in: .privateKey).rounds == 131_072)
    }

    @Test("limits numbers that fit no integer, and refuses the sum in time")
    func largeNumbers() throws {
        let large = [UInt8](repeating: 0x7F, count: 20)
        let scrypt = Self.algorithm(Self.scrypt, [Self.salt] + Self.numbers(large, [127], [127]))
        var budget = DerivationBudget()
        try budget.spend(3_000_000)
        for rounds in [1, try PasswordBasedEncryption(Self.pbes2(scrypt), in: .privateKey).rounds] {
            #expect(throws: CMSError.tooManyDerivationRounds(limit: 3_000_000)) { try budget.spend(rounds) }
        }
    }

    @Test("refuses anything else")
    func refusals() {
        let pbkdf2 = Self.algorithm(Self.pkcs + [1, 5, 12], [Self.salt] + Self.numbers([0x80]))
        #expect(throws: CMSError.malformed(.pkcs12)) {
            try PasswordBasedEncryption(Self.pbes2(pbkdf2), in: .pkcs12)
        }
        #expect(throws: CMSError.malformed(.pkcs12)) { try PasswordBasedEncryption([], in: .pkcs12) }
        #expect(throws: CMSError.self) {
            try PasswordBasedEncryption(Self.algorithm([0x2A, 3], []).der, in: .pkcs12)
        }
    }

    @Test("prevents a private key file from requiring excessive key derivation")
    func privateKey() throws {
        let key = try PrivateKey.generate(.p256)
        let passphrase = SecretOctets("secret")
        var file = try DERNode(parsing: key.encryptedDER(passphrase: passphrase).copied())
        #expect(
            try PrivateKey(encryptedDER: SecretOctets(file.der), passphrase: passphrase).algorithm == .p256)
        file.replaceAll(DERNode(0x02, [9, 39, 192]), by: DERNode(0x02, [0x7F, 0xFF, 0xFF, 0xFF]))
        let limit = CMSError.tooManyDerivationRounds(limit: 3_000_000)
        #expect(throws: limit) {
            try PrivateKey(encryptedDER: SecretOctets(file.der), passphrase: passphrase)
        }
        let pem = try PEM.encode(SecretOctets(file.der), label: "ENCRYPTED PRIVATE KEY")
        #expect(throws: limit) { try PrivateKey(pem: pem, passphrase: passphrase) }
        // Followed by a broken block, before which libcrypto would stop.
        let hidden = pem.copied() + Array("-----BEGIN X-----\n!\n-----END Y-----\n".utf8)
        #expect(throws: CMSError.malformed(.privateKey)) {
            try PrivateKey(pem: SecretOctets(hidden), passphrase: passphrase)
        }
        // Unencrypted, with an unnecessary passphrase.
        #expect(try PrivateKey(pem: key.pem(), passphrase: passphrase).algorithm == .p256)
    }
}
