import TestSupport
import Testing

@testable import CMS

/// PKCS#12 files put together bag by bag (RFC 7292 §4), without MAC and, unless said otherwise, not encrypted.
@Suite("The bags of a PKCS#12 file")
struct PKCS12ContentsTests {
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]

    private let alice: TestIdentity
    private let bob: TestIdentity

    init() throws {
        alice = try TestLab.shared().identity(.alice)
        bob = try TestLab.shared().identity(.bob)
    }

    /// A SafeBag of pkcs-12-BagIds 1 to 6.
    private static func bag(_ kind: UInt8, _ value: DERNode) -> DERNode {
        DERNode(
            0x30,
            elements: [DERNode(0x06, pkcs + [1, 12, 10, 1, kind]), DERNode(0xA0, elements: [value])])
    }

    /// A certBag, crlBag or secretBag, which has an identifier and a value.
    private static func other(_ kind: UInt8, _ type: [UInt8], _ value: DERNode) -> DERNode {
        bag(
            kind,
            DERNode(0x30, elements: [DERNode(0x06, type), DERNode(0xA0, elements: [value])]))
    }

    private static let secret = other(5, [0x2A, 3], DERNode(0x05, []))

    private static func keyBag(_ key: PrivateKey) throws -> DERNode {
        bag(1, try DERNode(parsing: key.der().copied()))
    }

    private static func certificateBag(_ der: [UInt8]) -> DERNode {
        other(3, pkcs + [1, 9, 22, 1], DERNode(0x04, der))
    }

    /// A data safe with these bags.
    private static func safe(_ bags: [DERNode]) -> DERNode {
        let octets = DERNode(0x04, DERNode(0x30, elements: bags).der)
        return DERNode(
            0x30, elements: [DERNode(0x06, pkcs + [1, 7, 1]), DERNode(0xA0, elements: [octets])])
    }

    private static func file(_ safes: DERNode...) -> [UInt8] {
        let octets = DERNode(0x04, DERNode(0x30, elements: safes).der)
        let content = DERNode(
            0x30, elements: [DERNode(0x06, pkcs + [1, 7, 1]), DERNode(0xA0, elements: [octets])])
        return DERNode(0x30, elements: [DERNode(0x02, [3]), content]).der
    }

    private func contents(_ file: [UInt8], password: SecretOctets = .empty) throws -> PKCS12.Contents {
        try PKCS12.contents(der: SecretOctets(file), password: password)
    }

    @Test("are read in the order of the file, from every safe, and need no password if none is encrypted")
    func order() throws {
        let file = Self.file(
            Self.safe([try Self.keyBag(bob.key), Self.certificateBag(alice.certificate.der)]),
            Self.safe([]),
            Self.safe([Self.certificateBag(bob.certificate.der), try Self.keyBag(alice.key)]))
        for password in [SecretOctets.empty, SecretOctets("whatever")] {
            let read = try contents(file, password: password)
            #expect(read.certificates == [alice.certificate, bob.certificate])
            #expect(read.keys.map { $0.matches(bob.certificate) } == [true, false])
            #expect(!read.isProtected && read.unusable.isEmpty)
        }
        #expect(!PKCS12.isEncrypted(der: SecretOctets(file)))
        // The first key decides who the holder is.
        let holder = try PKCS12.read(der: SecretOctets(file), password: .empty)
        #expect(holder.certificate == bob.certificate && holder.chain == [alice.certificate])
    }

    @Test("with a key whose certificate is missing have no holder")
    func foreignKey() throws {
        let file = Self.file(
            Self.safe([try Self.keyBag(bob.key), Self.certificateBag(alice.certificate.der)]))
        #expect(throws: CMSError.noCertificate) {
            try PKCS12.read(der: SecretOctets(file), password: .empty)
        }
        #expect(try contents(file).certificates == [alice.certificate])
    }

    @Test("skip CRLs, other secrets and certificates that are not X.509")
    func skipped() throws {
        let file = Self.file(
            Self.safe([
                Self.other(4, Self.pkcs + [1, 9, 23, 1], DERNode(0x04, [1])), Self.secret,
                Self.other(3, Self.pkcs + [1, 9, 22, 2], DERNode(0x16, [1])),
                Self.certificateBag(alice.certificate.der),
            ]))
        let read = try contents(file)
        #expect(read.certificates == [alice.certificate] && read.keyReadings.isEmpty)
    }

    @Test("name a certificate that cannot be read, and a key of an unknown kind with its position")
    func unusable() throws {
        var twice = try DERNode(parsing: alice.certificate.der)
        let last = twice[0].elements.count - 1
        twice[0, last, 0].elements.append(twice[0, last, 0, 0])
        var unknown = try DERNode(parsing: alice.key.der().copied())
        unknown[1] = DERNode(0x30, elements: [DERNode(0x06, [0x2A, 0x03, 0x04])])
        let file = Self.file(
            Self.safe([
                Self.certificateBag(twice.der), try Self.keyBag(alice.key), Self.bag(1, unknown),
                try Self.keyBag(bob.key), Self.certificateBag(bob.certificate.der),
            ]))
        let read = try contents(file)
        #expect(read.certificates == [bob.certificate] && read.unusable.count == 1)
        #expect(read.unusable.first?.serialNumber == alice.certificate.facts.serialNumber)
        #expect(read.keys.count == 2 && read.keyReadings.count == 3)
        guard case .failure(let key) = read.keyReadings[1] else {
            Issue.record("read an unknown kind of key")
            return
        }
        #expect(key == UnusablePrivateKey(position: 2, algorithm: "1.2.3.4"))
    }

    @Test("are at most 1,000 in all safes together, nested ones included")
    func bounds() throws {
        let half = [DERNode](repeating: Self.secret, count: 500)
        #expect(try contents(Self.file(Self.safe(half), Self.safe(half))).certificates.isEmpty)
        let nested = Self.bag(6, DERNode(0x30, elements: half))
        for safes in [[half, half + [Self.secret]], [half, [nested]]] {
            #expect(throws: CMSError.tooMany(.pkcs12, limit: 1000)) {
                try contents(Self.file(Self.safe(safes[0]), Self.safe(safes[1])))
            }
        }
    }

    @Test("in a safe for a public key are unsupported (RFC 7292 §3.1)")
    func publicKeyMode() throws {
        var enveloped = try DERNode(parsing: CMSSamples.enveloped(.aes256CBC))
        enveloped[0] = DERNode(0x06, Self.pkcs + [1, 7, 3])
        // EnvelopedData of PKCS#7 has version 0 and key transport only.
        enveloped[1, 0, 0] = DERNode(0x02, [0])
        enveloped[1, 0, 1].elements = []
        #expect(throws: CMSError.unsupportedAlgorithm("PKCS#12 in public-key mode")) {
            try contents(Self.file(enveloped))
        }
    }

    /// A pkcs8ShroudedKeyBag with PBES2.
    private func shrouded(_ key: PrivateKey, _ password: String) throws -> DERNode {
        let encrypted = try key.encryptedDER(passphrase: SecretOctets(password))
        return Self.bag(2, try DERNode(parsing: encrypted.copied()))
    }

    @Test("that hold an encrypted key are protected, and a wrong password is named without a MAC as well")
    func shroudedKey() throws {
        let file = Self.file(
            Self.safe([Self.certificateBag(alice.certificate.der)]),
            Self.safe([try shrouded(alice.key, "secret")]))
        #expect(PKCS12.isEncrypted(der: SecretOctets(file)))
        let read = try contents(file, password: SecretOctets("secret"))
        #expect(read.isProtected && read.keys.map { $0.matches(alice.certificate) } == [true])
        for wrong in ["", "Secret", "secret "] {
            #expect(throws: CMSError.wrongPassphrase) { try contents(file, password: SecretOctets(wrong)) }
        }
    }

    @Test("require at most three million rounds of key derivation together")
    func budget() throws {
        let one = try shrouded(alice.key, "secret")
        // 600,000 rounds each.
        let five = Self.file(Self.safe([DERNode](repeating: one, count: 5)))
        #expect(try contents(five, password: SecretOctets("secret")).keys.count == 5)
        let six = Self.file(Self.safe([one, one, one]), Self.safe([one, one, one]))
        #expect(throws: CMSError.tooManyDerivationRounds(limit: 3_000_000)) {
            try contents(six, password: SecretOctets("secret"))
        }
    }
}
