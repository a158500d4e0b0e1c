import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("PKCS12")
struct PKCS12Tests {
    private let password = SecretOctets("secret")

    private func error(_ octets: [UInt8], password: String = "secret") -> CMSError? {
        do throws(CMSError) {
            _ = try PKCS12.read(der: SecretOctets(octets), password: SecretOctets(password))
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "reads its own output, refuses a wrong password and other content",
        arguments: [PKCS12.Encryption.current, .legacy])
    func roundTrip(encryption: PKCS12.Encryption) throws {
        let lab = try TestLab.shared()
        let server = try lab.identity(.server)
        let password = SecretOctets("pässword")
        let file = PKCS12(
            certificate: server.certificate, key: server.key, chain: [lab.authority.certificate])
        let der = try file.der(password: password, encryption: encryption)
        #expect(PKCS12.isLikely(der.copied()) && !PKCS12.isLikely(server.certificate.der))

        let read = try PKCS12.read(der: der, password: password)
        #expect(read.certificate == server.certificate && read.chain == [lab.authority.certificate])
        #expect(try read.key?.der().copied() == server.key.der().copied())
        #expect(error(der.copied(), password: "") == .wrongPassphrase)
        #expect(error(server.certificate.der) == .malformed(.pkcs12))
        for length in stride(from: 0, to: der.count, by: 37) {
            #expect(error(Array(der.copied()[..<length]), password: "pässword") != nil)
        }
    }

    @Test("writes 3DES and SHA-1 only for the legacy encryption")
    func algorithms() throws {
        let alice = try TestLab.shared().identity(.alice)
        let file = PKCS12(certificate: alice.certificate, key: alice.key, chain: [])
        // pbeWithSHAAnd3-KeyTripleDES-CBC, and SHA-1.
        let tripleDES: [UInt8] = [
            0x06, 0x0A, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x01, 0x03,
        ]
        let sha1: [UInt8] = [0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A]
        for (encryption, isLegacy) in [(PKCS12.Encryption.current, false), (.legacy, true)] {
            let der = Data(try file.der(password: password, encryption: encryption).copied())
            for algorithm in [tripleDES, sha1] {
                #expect((der.range(of: Data(algorithm)) != nil) == isLegacy)
            }
        }
    }

    @Test(
        "reads files as openssl writes them, old and new, and distinguishes a wrong password from a broken file",
        arguments: ["current", "rc2-40", "rc4-md5", "3des", "no-mac", "open-key"])
    func files(name: String) throws {
        let octets = try Vectors.octets("pkcs12/\(name).p12")
        let read = try PKCS12.read(der: SecretOctets(octets), password: password)
        #expect(read.certificate.facts.uris == ["sip:old@example.test"])
        #expect(read.key?.matches(read.certificate) == true)
        #expect(error(octets, password: "wrong") == .wrongPassphrase)
        #expect(error(octets.dropLast(3)) == .malformed(.pkcs12))
    }

    @Test("treats a file without a key as that of its first holder")
    func noKey() throws {
        let octets = SecretOctets(try Vectors.octets("pkcs12/no-key.p12"))
        let read = try PKCS12.read(der: octets, password: password)
        #expect(read.key == nil && read.certificate.facts.uris == ["sip:old@example.test"])
        let lab = try TestLab.shared()
        let authority = PKCS12(certificate: lab.authority.certificate, key: nil, chain: [])
        #expect(error(try authority.der(password: password).copied()) == .noCertificate)
    }

    @Test("refuses a file that requires excessive key derivation without computing it")
    func rounds() throws {
        let limit = CMSError.tooManyDerivationRounds(limit: 3_000_000)
        #expect(error(try Vectors.octets("pkcs12/many-rounds.p12")) == limit)
        // 2048 rounds become two thousand million in each place: certificates, a key, and the MAC, where a
        // negative number is excessive as well.
        let few = DERNode(0x02, [0x08, 0x00])
        let many = DERNode(0x02, [0x7F, 0xFF, 0xFF, 0xFF])
        for (name, safe) in [("rc2-40", 0), ("no-mac", 1)] {
            var file = try DERNode(parsing: Vectors.octets("pkcs12/\(name).p12"))
            // Without its MAC, which would not match any more.
            file.elements.removeSubrange(2...)
            var safes = try DERNode(parsing: file[1, 1, 0].octets)
            if name == "no-mac" {
                var bags = try DERNode(parsing: safes[safe, 1, 0].octets)
                bags.replaceAll(few, by: many)
                safes[safe, 1, 0].octets = bags.der
            } else {
                safes[safe].replaceAll(few, by: many)
            }
            file[1, 1, 0].octets = safes.der
            #expect(error(file.der) == limit, "\(name)")
        }
        var authenticated = try DERNode(parsing: Vectors.octets("pkcs12/current.p12"))
        authenticated.replaceAll(few, by: DERNode(0x02, [0xFF]))
        #expect(error(authenticated.der) == limit)
    }

    @Test("is malformed if a safe has no content, encrypted or not", arguments: ["rc2-40", "no-mac"])
    func absentContent(name: String) throws {
        var file = try DERNode(parsing: Vectors.octets("pkcs12/\(name).p12"))
        // Without its MAC, which would not match any more.
        file.elements.removeSubrange(2...)
        var safes = try DERNode(parsing: file[1, 1, 0].octets)
        if name == "rc2-40" {
            safes[0, 1, 0, 1].elements.removeLast()
        } else {
            safes[0].elements.removeLast()
        }
        file[1, 1, 0].octets = safes.der
        #expect(error(file.der) == .malformed(.pkcs12))
    }

    @Test("with any octet changed leads to an error or the same content, without a crash")
    func changedOctets() throws {
        let octets = try Vectors.octets("pkcs12/open-key.p12")
        var generator = SeededGenerator(seed: 12)
        for index in octets.indices {
            var changed = octets
            changed[index] ^= UInt8.random(in: 1...255, using: &generator)
            let read = try? PKCS12.read(der: SecretOctets(changed), password: password)
            if let read { #expect(read.certificate.facts.uris == ["sip:old@example.test"], "\(index)") }
        }
    }

    @Test(
        "reads files with an empty password, without encryption and without MAC, and reports their protection",
        arguments: ["empty", "mac-alone", "open"])
    func emptyPassword(name: String) throws {
        let octets = try Vectors.octets("pkcs12/\(name).p12")
        let contents = try PKCS12.contents(der: SecretOctets(octets), password: .empty)
        let holder = try TestIdentity.odd("no-key-usage")
        #expect(contents.certificates == [holder.certificate] && contents.unusable.isEmpty)
        #expect(contents.keys.map { $0.isConsistent(with: holder.certificate) } == [true])
        #expect(contents.isProtected == (name != "open"))
        #expect(PKCS12.isEncrypted(der: SecretOctets(octets)) == (name == "empty"))
        #expect(error(octets, password: "secret") == (name == "open" ? nil : .wrongPassphrase))
    }

    @Test("reads a file whose empty password is encoded as no octets")
    func noPassword() throws {
        var file = try DERNode(parsing: Vectors.octets("pkcs12/open.p12"))
        // RFC 7292 appendix B.2 with one round: diversifier and salt only, since there is no password.
        let salt = [UInt8](1...8)
        let key = SHA256.digest(of: [UInt8](repeating: 3, count: 64) + (0..<8).flatMap { _ in salt })
        let padded = key + [UInt8](repeating: 0, count: 32)
        let inner = SHA256.digest(of: padded.map { $0 ^ 0x36 } + file[1, 1, 0].octets)
        let code = SHA256.digest(of: padded.map { $0 ^ 0x5C } + inner)
        let sha256 = DERNode(0x06, [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 2, 1])
        let algorithm = DERNode(0x30, elements: [sha256, DERNode(0x05, [])])
        let digest = DERNode(0x30, elements: [algorithm, DERNode(0x04, code)])
        file.elements.append(
            DERNode(0x30, elements: [digest, DERNode(0x04, salt), DERNode(0x02, [1])]))
        #expect(try PKCS12.contents(der: SecretOctets(file.der), password: .empty).keys.count == 1)
        #expect(error(file.der) == .wrongPassphrase)
    }

    /// The safes of two files in one.
    private func joined() throws -> DERNode {
        var file = try DERNode(parsing: Vectors.octets("pkcs12/open.p12"))
        let other = try DERNode(parsing: Vectors.octets("pkcs12/open-other.p12"))
        var safes = try DERNode(parsing: file[1, 1, 0].octets)
        safes.elements += try DERNode(parsing: other[1, 1, 0].octets).elements
        file[1, 1, 0].octets = safes.der
        return file
    }

    @Test(
        "reads every certificate and key of a file, also in nested bags, and skips unreadable ones")
    func several() throws {
        var file = try joined()
        let read = try PKCS12.contents(der: SecretOctets(file.der), password: .empty)
        let holders = try ["no-key-usage", "twin-one"].map { try TestIdentity.odd($0).certificate }
        #expect(read.certificates == holders)
        #expect(zip(read.keys, holders).allSatisfy { $0.isConsistent(with: $1) } && read.keys.count == 2)

        var safes = try DERNode(parsing: file[1, 1, 0].octets)
        let bags = try DERNode(parsing: safes[0, 1, 0].octets)
        // safeContentsBag: 1.2.840.113549.1.12.10.1.6.
        let type = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 12, 10, 1, 6])
        func nested(_ depth: Int) -> DERNode {
            (0..<depth).reduce(bags) { inside, _ in
                DERNode(0x30, elements: [DERNode(0x30, elements: [type, DERNode(0xA0, elements: [inside])])])
            }
        }
        for (depth, count) in [(1, 2), (4, 2), (5, nil), (200, nil)] as [(Int, Int?)] {
            safes[0, 1, 0].octets = nested(depth).der
            file[1, 1, 0].octets = safes.der
            let read = try? PKCS12.contents(der: SecretOctets(file.der), password: .empty)
            #expect(read?.certificates.count == count, "\(depth)")
        }
    }

    @Test("names the MAC of RFC 9579 instead of a wrong password")
    func passwordBasedMAC1() throws {
        var file = try DERNode(parsing: Vectors.octets("pkcs12/mac-alone.p12"))
        file[2, 0, 0, 0] = DERNode(0x06, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 5, 14])
        #expect(error(file.der) == .unsupportedAlgorithm("PBMAC1"))
        #expect(error(file.der, password: "") == .unsupportedAlgorithm("PBMAC1"))
    }

    @Test("finds no legacy module in a directory without one")
    func legacyModule() throws {
        let directory = try TemporaryDirectory()
        #expect(unsafe LegacyModule.load(from: directory.path) == nil)
    }
}
