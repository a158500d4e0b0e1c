import Foundation
import TestSupport
import Testing

@testable import CMS

/// The requests of Tests/Vectors/requests, which make.sh there describes.
@Suite("CertificateRequest")
struct CertificateRequestTests {
    private static func pem(_ name: String) throws -> [UInt8] { try Vectors.octets("requests/\(name).csr") }

    private static func der(_ name: String) throws -> [UInt8] { try PEM.decode(pem(name)) }

    private func error(_ octets: [UInt8]) -> CMSError? {
        do throws(CMSError) {
            _ = try CertificateRequest.read(octets)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "is read as PEM and DER, with its key, subject and addresses",
        arguments: [
            ("erin", KeyAlgorithm.p256), ("p384", .p384), ("rsa2048", .rsa(bits: 2048)),
            ("pss-sha256", .rsa(bits: 2048)),
        ])
    func reads(name: String, algorithm: KeyAlgorithm) throws {
        for octets in [try Self.pem(name), try Self.der(name)] {
            let request = try CertificateRequest.read(octets)
            #expect(request.publicKey.algorithm == algorithm)
            #expect(request.subject == "CN=\(name)")
            #expect(request.requestedURIs == (name == "erin" ? ["sip:erin@example.test"] : []))
        }
    }

    @Test("is read under the older label, and with other text and blocks around it")
    func labels() throws {
        let text = String(decoding: try Self.pem("erin"), as: UTF8.self)
        let older = text.replacingOccurrences(of: "CERTIFICATE REQUEST", with: "NEW CERTIFICATE REQUEST")
        let key = String(decoding: try Vectors.octets("requests/erin.key"), as: UTF8.self)
        for form in [older, "Certificate Request:\n\(text)", key + text] {
            #expect(try CertificateRequest.read(Array(form.utf8)).subject == "CN=erin")
        }
    }

    @Test("contributes its key to a certificate, and nothing else")
    func issue() throws {
        let request = try CertificateRequest.read(Self.pem("everything"))
        #expect(request.requestedURIs == ["sip:mallory@example.test", "SIP:erin@Example.TEST"])
        let profile = CertificateProfile.user(
            address: "erin@example.test", uris: ["sip:erin@example.test"])
        let lab = try TestLab.shared()
        let validity = CertificateValidity(from: TestLab.now, days: 1)
        let facts = try lab.authority.issue(profile, for: request.publicKey, validity: validity).facts
        #expect(facts.subject == "CN=erin@example.test" && facts.uris == ["sip:erin@example.test"])
        #expect(!facts.isCertificationAuthority && facts.dnsNames.isEmpty)
        #expect(facts.keyUsage == [.digitalSignature, .keyAgreement])
        #expect(facts.extendedKeyUsage == ["1.3.6.1.5.5.7.3.4"])

        let erin = try CertificateRequest.read(Self.pem("erin"))
        let certificate = try lab.authority.issue(profile, for: erin.publicKey, validity: validity)
        #expect(try PrivateKey(pem: SecretOctets(Vectors.octets("requests/erin.key"))).matches(certificate))
    }

    @Test(
        "is refused with a weak or unsupported key or signature",
        arguments: [
            ("rsa1024", CMSError.weakAlgorithm("RSA-1024")),
            ("sha1", .weakAlgorithm("sha1WithRSAEncryption")),
            ("pss-sha1", .weakAlgorithm("RSASSA-PSS with SHA-1")),
            ("explicit", .unsupportedAlgorithm("P-256 with explicit parameters")),
            ("rsa-pss", .unsupportedAlgorithm("RSASSA-PSS")),
        ])
    func unfit(name: String, expected: CMSError) throws {
        #expect(error(try Self.pem(name)) == expected)
    }

    @Test("is read with a key of P-521 or Ed25519", arguments: ["p521", "ed25519"])
    func strongerKeys(name: String) throws {
        let key = try CertificateRequest.read(Self.pem(name)).publicKey.algorithm
        #expect(key == (name == "p521" ? .p521 : .ed25519))
    }

    @Test("is refused if the key in it did not sign it", arguments: ["erin", "p384", "p521", "ed25519"])
    func proofOfPossession(name: String) throws {
        // Another subject, the old signature.
        var request = try DERNode(parsing: Self.der(name))
        request[0, 1] = DERNode(0x30, elements: [])
        #expect(error(request.der) == .proofOfPossessionFailed)
        // Another public key.
        var stolen = try DERNode(parsing: Self.der(name))
        stolen[0, 2] = try DERNode(parsing: Self.der("everything"))[0, 2]
        #expect(error(stolen.der) == .proofOfPossessionFailed)
    }

    @Test("is refused by name with a key of X25519, which cannot sign the request")
    func encryptionKey() throws {
        var request = try DERNode(parsing: Self.der("ed25519"))
        request[0, 2, 0, 0].octets = Array(ObjectIdentifier.x25519.octets)
        #expect(error(request.der) == .unsupportedAlgorithm("X25519"))
        // A key that libcrypto does not know has no name there.
        request[0, 2, 0, 0].octets = [0x2B, 0x65, 0x01]
        #expect(error(request.der) == .malformed(.publicKey))
    }

    @Test("is refused with numbers that are not a valid RSA key")
    func unsoundKey() throws {
        var request = try DERNode(parsing: Self.der("rsa2048"))
        let key = request[0, 2, 1].octets
        // The exponent 65537 at the end becomes 65536, and 1, with which anyone could have signed.
        for exponent: [UInt8] in [[1, 0, 0], [0, 0, 1]] {
            request[0, 2, 1].octets = key.dropLast(3) + exponent
            #expect(error(request.der) == .malformed(.publicKey))
        }
    }

    @Test("that is something else, cut off, too long or followed by other octets is malformed")
    func malformed() throws {
        let der = try Self.der("erin")
        for length in stride(from: 0, to: der.count, by: 7) {
            #expect(error(Array(der[..<length])) != nil, "\(length)")
        }
        #expect(error(der + [0]) == .malformed(.certificateRequest))
        #expect(error(Array("hello".utf8)) == .malformed(.pem))
        #expect(error(try TestCA.octets(of: "alice.pem")) == .malformed(.certificateRequest))
        // It is unclear which of them should get the certificate.
        let both = try Self.pem("erin") + Self.pem("p384")
        #expect(error(both) == .tooMany(.certificateRequest, limit: 1))
        let long = [UInt8](repeating: 0x30, count: CertificateRequest.maximumOctets + 1)
        #expect(error(long) == .malformed(.certificateRequest))
    }

    @Test("with any octet changed is refused or says the same")
    func changedOctets() throws {
        let der = try Self.der("everything")
        var generator = SeededGenerator(seed: 10)
        for index in der.indices {
            var changed = der
            changed[index] ^= UInt8.random(in: 1...255, using: &generator)
            #expect(error(changed) != nil, "\(index)")
        }
    }
}
