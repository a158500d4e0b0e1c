import Foundation
import TestSupport
import Testing

@testable import CMS

@Suite("Signer")
struct SignerTests {
    @Test(
        "creates signatures that its certificate verifies, with keys of every kind and in both forms",
        arguments: TestLab.signatureAlgorithms, [Signer.Form.opaque, .detached])
    func roundTrip(algorithm: KeyAlgorithm, form: Signer.Form) throws {
        let alice = try TestLab.shared().identity(.alice, algorithm)
        let data = try CMSSamples.signedData(CMSSamples.signed(by: alice, form: form))
        #expect(data.isDetached == (form == .detached))
        let verified = try data.verify(
            signedBy: alice.certificate, detachedContent: form == .detached ? CMSSamples.content : nil)
        #expect(verified.content == CMSSamples.content && verified.signer == alice.certificate)
        let isStronger = [.p521, .ed25519].contains(algorithm)
        #expect(data.signer.digest == (isStronger ? .sha512 : .sha256))
        #expect(data.signer.signingTime == TestLab.now)
        let names: [KeyAlgorithm: String] = [.rsa(bits: 2048): "RSA", .ed25519: "Ed25519"]
        #expect(data.signer.signatureAlgorithm.name == names[algorithm, default: "ECDSA"])
        #expect(data.certificates == [alice.certificate.der])
    }

    @Test("creates PSS signatures with SHA-256 in hash and mask and 32 octets of salt")
    func pss() throws {
        let alice = try TestLab.shared().identity(.alice, .rsa(bits: 2048))
        let signer = try Signer(certificate: alice.certificate, key: alice.key, rsaSignature: .pss)
        let octets = try signer.sign(CMSSamples.content, form: .opaque, signingTime: TestLab.now)
        let data = try CMSSamples.signedData(octets)
        #expect(data.signer.signatureAlgorithm.name == "RSA-PSS")
        #expect(try data.verify(signedBy: alice.certificate).content == CMSSamples.content)
        let parameters = try DERNode(parsing: octets)[1, 0, 4, 0, 4, 1]
        #expect(parameters[2, 0] == DERNode(0x02, [32]))
    }

    @Test("ignores a PSS choice for keys that are not RSA")
    func pssWithEC() throws {
        let alice = try TestLab.shared().identity(.alice)
        let signer = try Signer(certificate: alice.certificate, key: alice.key, rsaSignature: .pss)
        let data = try CMSSamples.signedData(
            signer.sign(CMSSamples.content, form: .opaque, signingTime: TestLab.now))
        #expect(data.signer.signatureAlgorithm.name == "ECDSA")
    }

    @Test("states any signing time that can be encoded, in whole seconds, and refuses others")
    func signingTimes() throws {
        let alice = try TestLab.shared().identity(.alice)
        let signer = try Signer(certificate: alice.certificate, key: alice.key)
        for (seconds, stated) in [
            (-62_167_219_200.0, -62_167_219_200.0), (-0.5, -1), (0, 0), (2_524_608_000, 2_524_608_000),
            (253_402_300_799.5, 253_402_300_799),
        ] {
            let time = Date(timeIntervalSince1970: seconds)
            let octets = try signer.sign(CMSSamples.content, form: .opaque, signingTime: time)
            let read = try CMSSamples.signedData(octets).signer.signingTime
            #expect(read == Date(timeIntervalSince1970: stated))
        }
        for seconds in [-62_167_219_201, 253_402_300_800, 1e300, -1e300, .infinity, -.infinity, .nan] {
            let time = Date(timeIntervalSince1970: seconds)
            #expect(throws: CMSError.self) {
                try signer.sign(CMSSamples.content, form: .opaque, signingTime: time)
            }
        }
    }

    @Test("refuses a key of another certificate and one that is too short")
    func unfit() throws {
        let lab = try TestLab.shared()
        let (alice, bob) = try (lab.identity(.alice), lab.identity(.bob))
        #expect(throws: CMSError.keyDoesNotMatchCertificate) {
            try Signer(certificate: alice.certificate, key: bob.key)
        }
        let short = try TestIdentity.odd("rsa1024")
        #expect(throws: CMSError.weakAlgorithm("RSA-1024")) {
            try Signer(certificate: short.certificate, key: short.key)
        }
    }

    @Test("states everything that is opened here, best first (RFC 8551 §2.5.2)")
    func capabilities() throws {
        let attributes = try DERNode(parsing: CMSSamples.signed())[1, 0, 4, 0, 3].elements
        let type: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 15]
        let attribute = try #require(attributes.first { $0[0].octets == type })
        let ciphers = attribute[1, 0].elements.map { ObjectIdentifier($0[0].octets) }
        #expect(
            ciphers == [
                .aes256GCM, .aes192GCM, .aes128GCM, .chaCha20Poly1305, .aes256CBC, .aes192CBC, .aes128CBC,
                .contentKeyHKDFSHA256,
            ])
        #expect(attribute[1, 0].elements.allSatisfy { $0.elements.count == 1 })
    }

    @Test("writes DER that libcrypto reads, writes again and verifies", arguments: TestLab.algorithms)
    func encoding(algorithm: KeyAlgorithm) throws {
        let alice = try TestLab.shared().identity(.alice, algorithm)
        for signature in Signer.RSASignature.allCases {
            let signer = try Signer(certificate: alice.certificate, key: alice.key, rsaSignature: signature)
            for (count, form) in [
                (0, Signer.Form.opaque), (200, .opaque), (70_000, .opaque), (300, .detached),
            ] {
                let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
                let octets = try signer.sign(content, form: form, signingTime: TestLab.now)
                #expect(try CMSObject.reading(octets).der() == octets)
                let data = try CMSSamples.signedData(octets)
                #expect(try data.verifyByCMS(content, signedBy: alice.certificate) == content)
            }
        }
    }

    @Test("states content type, time, digest, ciphers and certificate, in DER order (X.690 §11.6)")
    func attributes() throws {
        let alice = try TestLab.shared().identity(.alice)
        let signer = try Signer(certificate: alice.certificate, key: alice.key)
        // Times before 1950 and after 2049 are longer (RFC 5652 §11.3).
        for (seconds, tag) in [(1_795_982_400.0, 0x17), (-1_000_000_000, 0x18), (4_000_000_000, 0x18)] {
            let time = Date(timeIntervalSince1970: seconds)
            let octets = try signer.sign(CMSSamples.content, form: .opaque, signingTime: time)
            let attributes = try DERNode(parsing: octets).signedAttributes
            #expect(
                Set(attributes.map { $0[0].octets }) == [
                    AttributeType.contentType, AttributeType.signingTime, AttributeType.messageDigest,
                    AttributeType.capabilities, AttributeType.signingCertificateV2,
                ])
            #expect(attributes.count == 5 && attributes.allSatisfy { $0[1].elements.count == 1 })
            let encoded = attributes.map(\.der)
            #expect(encoded == encoded.sorted { $0.lexicographicallyPrecedes($1) })
            let stated = attributes.first { $0[0].octets == AttributeType.signingTime }
            #expect(stated?[1, 0].identifier == UInt8(tag))
            let data = try CMSSamples.signedData(octets)
            #expect(data.signer.signingTime == time && data.signer.statesDigest(of: CMSSamples.content))
            #expect(try data.verify(signedBy: alice.certificate).content == CMSSamples.content)
        }
    }

    @Test("names its algorithms as the RFCs write them (RFC 5754 §2, §3, RFC 3370 §3.2)")
    func algorithms() throws {
        for (algorithm, expected) in [
            (
                KeyAlgorithm.p256,
                DERNode(0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.ecdsaWithSHA256.octets))])
            ),
            (
                .rsa(bits: 2048),
                DERNode(
                    0x30,
                    elements: [
                        DERNode(0x06, Array(ObjectIdentifier.rsaEncryption.octets)), DERNode(0x05, []),
                    ])
            ),
        ] {
            let alice = try TestLab.shared().identity(.alice, algorithm)
            let message = try DERNode(parsing: CMSSamples.signed(by: alice))
            let digest = DERNode(0x30, elements: [DERNode(0x06, Array(ObjectIdentifier.sha256.octets))])
            #expect(message.signerInfo[2] == digest && message[1, 0, 1].elements == [digest])
            #expect(message.signerInfo[4] == expected)
            #expect(message[1, 0, 0].octets == [1] && message.signerInfo[0].octets == [1])
            #expect(message.signerInfo[1].der == alice.certificate.issuerAndSerialNumber)
        }
    }
}
