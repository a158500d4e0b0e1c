import TestSupport
import Testing

@testable import CMS

/// A way to sign that the primitives verify.
struct SignatureForm: CustomTestStringConvertible, Sendable {
    let key: KeyAlgorithm
    var rsaSignature = Signer.RSASignature.pkcs1
    var form = Signer.Form.opaque
    var hasAttributes = true

    var testDescription: String {
        "\(key.name) \(rsaSignature) \(form)\(hasAttributes ? "" : " without attributes")"
    }

    static let all = [
        SignatureForm(key: .p256), SignatureForm(key: .p256, form: .detached),
        SignatureForm(key: .p256, hasAttributes: false),
        SignatureForm(key: .p384), SignatureForm(key: .rsa(bits: 2048)),
        SignatureForm(key: .rsa(bits: 2048), rsaSignature: .pss),
        SignatureForm(key: .rsa(bits: 2048), rsaSignature: .pss, hasAttributes: false),
    ]

    var signer: TestIdentity { get throws { try TestLab.shared().identity(.alice, key) } }
    var saltOctets: Int? { rsaSignature == .pss ? 32 : nil }
    var detached: [UInt8]? { form == .detached ? CMSSamples.content : nil }

    func message() throws -> DERNode {
        let identity = try signer
        let signer = try Signer(
            certificate: identity.certificate, key: identity.key, rsaSignature: rsaSignature)
        var message = try DERNode(
            parsing: signer.sign(CMSSamples.content, form: form, signingTime: TestLab.now))
        if !hasAttributes {
            message.signedAttributes = []
            try sign(&message)
        }
        return message
    }

    func sign(_ message: inout DERNode, digest: DigestAlgorithm = .sha256, saltOctets: Int? = nil) throws {
        try message.sign(
            by: signer.key, digest: digest, saltOctets: saltOctets ?? self.saltOctets, detached: detached)
    }
}
