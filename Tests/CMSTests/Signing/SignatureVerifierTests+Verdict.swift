import TestSupport
import Testing

@testable import CMS

extension SignatureVerifierTests {
    /// Whether a signature is valid; nil if the octets cannot be read or libcrypto's CMS alone verifies the
    /// form.
    ///
    /// Records an issue if the verifiers differ.
    @discardableResult
    func verdict(
        _ octets: [UInt8], _ form: SignatureForm, by certificate: Certificate? = nil,
        _ comment: Comment? = nil
    ) throws -> Bool? {
        guard case .signedData(let data) = try? ContentInfo.read(octets) else { return nil }
        let signer = try certificate ?? form.signer.certificate
        let isUsual = data.verifier(for: signer) == .primitives
        let verdicts = SignatureVerifier.allCases.map { verifier in
            let verified = try? data.verify(
                signedBy: signer, detachedContent: form.detached, strength: .anyIncludingWeak, with: verifier)
            return verified.map { $0.content == form.detached ?? data.unverifiedContent } ?? false
        }
        guard isUsual else { return nil }
        #expect(verdicts[0] == verdicts[1], comment)
        return verdicts[0]
    }

    /// An AlgorithmIdentifier.
    static func identifier(_ type: ObjectIdentifier, _ parameters: DERNode? = nil) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, Array(type.octets))] + (parameters.map { [$0] } ?? []))
    }

    /// RSASSA-PSS-params of SHA-256, with `more` after hash and mask.
    static func parameters(_ more: [DERNode]) -> DERNode {
        let hash = identifier(.sha256)
        return DERNode(
            0x30,
            elements: [
                DERNode(0xA0, elements: [hash]),
                DERNode(0xA1, elements: [identifier(.maskGeneration1, hash)]),
            ] + more)
    }
}
