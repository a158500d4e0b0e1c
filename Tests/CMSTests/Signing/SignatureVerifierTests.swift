import TestSupport
import Testing

@testable import CMS

/// The primitives and libcrypto's CMS say the same of every signature.
@Suite("Both verifiers of signatures")
struct SignatureVerifierTests {
    @Test("accept every form", arguments: SignatureForm.all)
    func accepted(form: SignatureForm) throws {
        #expect(try verdict(form.message().der, form) == true)
    }

    @Test("agree on every octet changed, and none of what is signed may be", arguments: SignatureForm.all)
    func changedOctets(form: SignatureForm) throws {
        let message = try form.message()
        let octets = message.der
        let signerInfo = message.signerInfo
        let attributes = message.signedAttributes.map(\.der).joined()
        let signed = [Array(attributes), message.signature, form.detached == nil ? CMSSamples.content : []]
            .filter { !$0.isEmpty }
        let ranges = try signed.map { try #require(octets.firstRange(of: $0)) }
        let certificate = try #require(octets.firstRange(of: try form.signer.certificate.der))
        #expect(ranges.count >= 1 && !signerInfo.elements.isEmpty)
        for index in octets.indices where !certificate.contains(index) {
            for change in [UInt8(0x01), 0x80] {
                var changed = octets
                changed[index] ^= change
                let isValid = try verdict(changed, form, "octet \(index) ^ \(change)")
                if ranges.contains(where: { $0.contains(index) }) {
                    #expect(isValid != true, "octet \(index) ^ \(change)")
                }
            }
        }
    }

    @Test("agree on every octet cut off or doubled in a signature", arguments: SignatureForm.all)
    func signatures(form: SignatureForm) throws {
        let message = try form.message()
        let signature = message.signature
        var others: [[UInt8]] = [
            [], [0], [0x30, 0], signature + [0], [0] + signature, Array(signature.dropLast()),
        ]
        if case .elliptic = form.key {
            let numbers = try DERNode(parsing: signature)
            let (r, s) = (numbers[0], numbers[1])
            // Zeros in front, a long length, an indefinite one, octets behind;
            // three numbers, one, a negative.
            others += [
                DERNode(0x30, elements: [DERNode(0x02, [0] + r.octets), s]).der,
                DERNode(0x30, elements: [r, DERNode(0x02, [0] + s.octets)]).der,
                [0x30, 0x81] + signature.dropFirst(), [0x30, 0x80] + signature.dropFirst(2) + [0, 0],
                DERNode(0x30, elements: [r, s, s]).der, DERNode(0x30, elements: [r]).der,
                DERNode(0x30, elements: [r, DERNode(0x02, [0xFF])]).der,
                DERNode(0x30, elements: [DERNode(0x02, [0]), DERNode(0x02, [0])]).der,
                DERNode(0x30, elements: [DERNode(0x02, [1]), DERNode(0x02, [1])]).der,
                DERNode(0x30, elements: [s, r]).der,
            ]
        }
        for other in others {
            var changed = message
            changed.signature = other
            #expect(try verdict(changed.der, form, "\(other)") == false)
        }
    }

    @Test(
        "refuse a key of the same kind that did not sign, and one of another kind",
        arguments: SignatureForm.all)
    func otherKeys(form: SignatureForm) throws {
        var message = try form.message()
        if form.hasAttributes {
            message.removeSignedAttribute(AttributeType.signingCertificateV2)
            try form.sign(&message)
        }
        #expect(try verdict(message.der, form) == true)
        for algorithm in TestLab.algorithms {
            let other = try TestLab.shared().identity(.bob, algorithm).certificate
            #expect(try verdict(message.der, form, by: other) != true)
            // The identifier of the other certificate: the key alone decides.
            var renamed = message
            renamed.signerInfo[1] = try DERNode(parsing: other.issuerAndSerialNumber)
            #expect(try verdict(renamed.der, form, by: other) != true)
        }
    }

    @Test(
        "refuse a certificate that the identifier does not name, although its key signed",
        arguments: SignatureForm.all
    )
    func otherIdentifier(form: SignatureForm) throws {
        let message = try form.message()
        let other = try TestLab.shared().identity(.bob).certificate
        var renamed = message
        renamed.signerInfo[1] = try DERNode(parsing: other.issuerAndSerialNumber)
        #expect(try verdict(renamed.der, form) == false)
        var key = message
        key.signerInfo[1] = DERNode(
            0x80, try #require(try form.signer.certificate.facts.subjectKeyIdentifier))
        #expect(try verdict(key.der, form) == true)
        key.signerInfo[1].octets += [0]
        #expect(try verdict(key.der, form) == false)
    }

    @Test("verify every digest, with and without attributes, weak ones too if these are allowed")
    func digests() throws {
        for form in SignatureForm.all {
            for digest in DigestAlgorithm.allCases {
                var message = try form.message()
                message.signerInfo[2] = Self.identifier(digest.identifier, DERNode(0x05, []))
                let algorithm = message.signerInfo.elements.count - 2
                if form.rsaSignature == .pss {
                    let parameters = PSSParameters(digest: digest, saltOctets: 20)
                    message.signerInfo[algorithm] = try DERNode(parsing: parameters.signatureAlgorithm)
                } else if case .elliptic = form.key {
                    message.signerInfo[algorithm] = Self.identifier(digest.ecdsa)
                }
                let place = message.signedAttributes.firstIndex {
                    $0[0].octets == AttributeType.messageDigest
                }
                if let place {
                    message.signedAttributes[place][1, 0].octets = try digest.value(of: CMSSamples.content)
                }
                try form.sign(&message, digest: digest, saltOctets: form.rsaSignature == .pss ? 20 : nil)
                #expect(try verdict(message.der, form, "\(digest)") == true)
                let data = try CMSSamples.signedData(message.der)
                let certificate = try form.signer.certificate
                #expect(
                    ((try? data.verify(signedBy: certificate, detachedContent: form.detached)) == nil)
                        == digest.isWeak)
                // The same signature over another digest.
                let other = DigestAlgorithm.allCases.first { $0 != digest } ?? digest
                try form.sign(&message, digest: other, saltOctets: form.rsaSignature == .pss ? 20 : nil)
                #expect(try verdict(message.der, form, "\(digest) over \(other)") == false)
            }
        }
    }

    @Test("refuse a signature whose message digest is another, missing an octet, or not an OCTET STRING")
    func messageDigest() throws {
        for form in SignatureForm.all where form.hasAttributes {
            let message = try form.message()
            let place = try #require(
                message.signedAttributes.firstIndex { $0[0].octets == AttributeType.messageDigest })
            let digest = message.signedAttributes[place][1, 0].octets
            for other in [
                DERNode(0x04, digest.map { $0 ^ 1 }), DERNode(0x04, Array(digest.dropLast())),
                DERNode(0x04, digest + [0]), DERNode(0x04, []), DERNode(0x03, [0] + digest),
                DERNode(0x0C, digest),
            ] {
                var changed = message
                changed.signedAttributes[place][1, 0] = other
                try form.sign(&changed)
                #expect(try verdict(changed.der, form) == false)
            }
        }
    }

    @Test("agree on salt and trailer of RSASSA-PSS (RFC 4056 §3)")
    func pss() throws {
        func number(_ tag: UInt8, _ octets: UInt8...) -> DERNode {
            DERNode(tag, elements: [DERNode(0x02, octets)])
        }
        for form in SignatureForm.all where form.rsaSignature == .pss {
            let message = try form.message()
            let algorithm = message.signerInfo.elements.count - 2
            for (parameters, isValid) in [
                ([number(0xA2, 32)], true), ([number(0xA2, 32), number(0xA3, 1)], true),
                ([number(0xA2, 31)], false), ([number(0xA2, 33)], false), ([], false),
                ([number(0xA2, 0)], false), ([number(0xA2, 1, 0)], false),
                ([number(0xA2, 32), number(0xA3, 2)], nil), ([number(0xA2, 0xE0)], nil),
                ([number(0xA2, 0, 32)], nil), ([number(0xA2)], nil),
                ([number(0xA2, 0x7F, 0xFF, 0xFF, 0xFF)], false),
                ([number(0xA3, 1), number(0xA2, 32)], nil),
            ] as [([DERNode], Bool?)] {
                var changed = message
                changed.signerInfo[algorithm] = Self.identifier(.rsaPSS, Self.parameters(parameters))
                #expect(try verdict(changed.der, form, "\(parameters)") == isValid)
                if isValid == nil {
                    #expect(throws: CMSError.self) {
                        try CMSSamples.signedData(changed.der).verify(signedBy: form.signer.certificate)
                    }
                }
            }
            // Salts of other lengths, as long as they are stated.
            for salt in [0, 20, 64, 190] {
                var changed = message
                let stated = PSSParameters(digest: .sha256, saltOctets: salt)
                changed.signerInfo[algorithm] = try DERNode(parsing: stated.signatureAlgorithm)
                try form.sign(&changed, saltOctets: salt)
                #expect(try verdict(changed.der, form, "\(salt)") == true)
            }
            // PKCS#1 v1.5 passed off as PSS, and the other way round.
            var changed = message
            try changed.sign(by: form.signer.key)
            #expect(try verdict(changed.der, form) == false)
            changed = message
            changed.signerInfo[algorithm] = Self.identifier(.sha256WithRSA)
            #expect(try verdict(changed.der, form) == false)
        }
    }

    @Test("agree on versions, parameters, unsigned attributes and the digests that are listed")
    func unsignedParts() throws {
        for form in SignatureForm.all {
            let message = try form.message()
            for change in Self.changes {
                var changed = message
                change(&changed)
                #expect(try verdict(changed.der, form) != false)
            }
        }
    }

    private static let changes: [@Sendable (inout DERNode) -> Void] = [
        { $0[1, 0, 0].octets = [5] }, { $0.signerInfo[0].octets = [3] }, { $0.signerInfo[0].octets = [0x80] },
        { $0.signerInfo[0].octets = [1, 0, 0, 0] }, { $0[1, 0, 1].elements = [] },
        { $0[1, 0, 1].elements = [identifier(.sha1), identifier(.sha512)] },
        { $0[1, 0].elements.remove(at: 3) }, { $0.signerInfo[2].elements.append(DERNode(0x05, [])) },
        {
            $0.signerInfo.elements.append(
                DERNode(0xA1, elements: [.attribute([0x2A, 3], DERNode(0x05, []))]))
        },
    ]

    @Test("forms that the primitives do not verify go to libcrypto: DSA, other curves, long versions")
    func unusual() throws {
        var message = try SignatureForm(key: .p256).message()
        message.signerInfo[0].octets = [0, 0x80]
        let data = try CMSSamples.signedData(message.der)
        let alice = try SignatureForm(key: .p256).signer.certificate
        #expect(data.verifier(for: alice) == .libcryptoCMS)
        #expect(try data.verify(signedBy: alice).content == CMSSamples.content)
        message.signerInfo[0].octets = [1]
        #expect(try CMSSamples.signedData(message.der).verifier(for: alice) == .primitives)
        message.signerInfo[4] = Self.identifier(.dsa)
        #expect(try CMSSamples.signedData(message.der).verifier(for: alice) == .libcryptoCMS)
    }
}
