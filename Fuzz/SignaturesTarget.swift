import CMS
import SMIMEBody
import TestSupport

/// Signatures from attackers: both verifiers say the same of each, as it is and after it was signed again.
///
/// A changed signature seldom verifies, so that without a new one both would only ever refuse.
struct SignaturesTarget: FuzzTarget {
    let maximumOctets = 8192

    /// Content that is next to its signature.
    private static let content = Array("Content-Type: text/plain\r\n\r\nHello!".utf8)

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        var seeds: [(name: String, octets: [UInt8])] = []
        for (number, keyed) in FuzzLab.shared.keyed.enumerated() {
            for signature in Signer.RSASignature.allCases {
                guard
                    let signer = try? Signer(
                        certificate: keyed.certificate, key: keyed.key, rsaSignature: signature)
                else { continue }
                for form in [Signer.Form.opaque, .detached] {
                    let octets = try signer.sign(Self.content, form: form, signingTime: TestLab.now)
                    seeds.append(("\(number)-\(signature)-\(form)", octets))
                    var bare = try DERNode(parsing: octets)
                    bare.signedAttributes = []
                    try bare.sign(
                        by: keyed.key,
                        saltOctets: signature == .pss && keyed.key.algorithm.isRSA ? 32 : nil,
                        detached: Self.content)
                    seeds.append(("\(number)-\(signature)-\(form)-bare", bare.der))
                }
            }
        }
        return seeds
            + (try Seeds.files(
                in: "Tests/Vectors/rfc4134", "Tests/Vectors/rfc6216/blobs", "Tests/Vectors/rfc8591",
                ending: [".bin", ".der"], atMost: maximumOctets))
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.der(octets, by: &generator)
    }

    func run(_ octets: [UInt8]) {
        guard let data = compare(octets), var message = try? DERNode(parsing: octets),
            message.elements.count == 2, message[1].elements.count == 1, message[1, 0].elements.count > 3,
            message[1, 0].elements.last?.elements.count == 1, message.signerInfo.elements.count > 4
        else { return }
        let salts = data.signer.signatureAlgorithm.name == "RSA-PSS" ? [32, 20] : [nil]
        for keyed in FuzzLab.shared.keyed {
            guard data.signer.signatureAlgorithm.canBeMade(with: keyed.key.algorithm) else { continue }
            for salt in salts {
                let isSigned: Void? = try? message.sign(
                    by: keyed.key, digest: data.signer.digest, saltOctets: salt,
                    detached: data.unverifiedContent ?? Self.content)
                if isSigned != nil { compare(message.der) }
            }
        }
    }

    /// Compares the verifiers under each certificate, and returns the message if it can be read.
    @discardableResult
    private func compare(_ octets: [UInt8]) -> SignedData? {
        guard case .signedData(let data) = try? ContentInfo.read(octets) else { return nil }
        for certificate in FuzzLab.shared.certificates
        where data.verifier(for: certificate) == .primitives {
            let verified = SignatureVerifier.allCases.map { verifier in
                let verified = try? data.verify(
                    signedBy: certificate, detachedContent: data.isDetached ? Self.content : nil,
                    strength: .anyIncludingWeak, with: verifier)
                return verified?.content
            }
            require(verified[0] == verified[1], "the primitives and libcrypto's CMS say the same")
        }
        return data
    }
}
