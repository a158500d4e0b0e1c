import Foundation
import TestSupport

@testable import CMS

/// CMS objects for tests.
enum CMSSamples {
    static let content = Array("Content-Type: text/plain\r\n\r\nHello!".utf8)

    static func signed(
        by identity: TestIdentity? = nil, form: Signer.Form = .opaque, content: [UInt8] = content
    ) throws -> [UInt8] {
        let identity = try identity ?? TestLab.shared().identity(.alice)
        let signer = try Signer(certificate: identity.certificate, key: identity.key)
        return try signer.sign(content, form: form, signingTime: TestLab.now)
    }

    static func enveloped(
        _ cipher: ContentCipher = .aes256GCM, for algorithm: KeyAlgorithm = .p256
    ) throws -> [UInt8] {
        let identity = try TestLab.shared().identity(.bob, algorithm)
        return try Enveloper(cipher: cipher, recipients: [identity.certificate]).envelope(content)
    }

    static func signedData(_ octets: [UInt8]) throws -> SignedData {
        guard case .signedData(let data) = try ContentInfo.read(octets) else { throw NotThat() }
        return data
    }

    static func envelopedData(_ octets: [UInt8]) throws -> EnvelopedData {
        guard case .envelopedData(let data) = try ContentInfo.read(octets) else { throw NotThat() }
        return data
    }

    /// Decrypts for bob.
    static func decrypt(
        _ octets: [UInt8], with algorithm: KeyAlgorithm = .p256, strength: AlgorithmStrength = .current
    ) throws -> [UInt8] {
        try decrypt(octets, as: TestLab.shared().identity(.bob, algorithm), strength: strength)
    }

    static func decrypt(
        _ octets: [UInt8], as identity: TestIdentity, strength: AlgorithmStrength = .current
    ) throws -> [UInt8] {
        let data = try envelopedData(octets)
        guard let recipient = data.recipients(naming: identity.certificate).first else { throw NotThat() }
        return try data.decrypt(
            for: recipient, certificate: identity.certificate, key: identity.key, strength: strength)
    }

    struct NotThat: Error {}
}
