public import CMS

public import struct FoundationEssentials.Date

/// One S/MIME layer of a body, as far as it could be read.
public enum Layer: Sendable, Equatable {
    /// Content encrypted for recipients.
    case enveloped(EnvelopeLayer)
    /// Content with a signature.
    case signed(SignatureLayer)
}

/// The facts of an envelope that are readable without any key.
public struct EnvelopeLayer: Sendable, Equatable {
    /// One recipient.
    public struct Recipient: Sendable, Equatable {
        /// The identifier of the recipient's certificate; nil for recipients without one.
        public let identifier: CertificateIdentifier?
        /// How the recipient gets the key; nil for an unsupported way.
        public let keyManagement: KeyManagement?
    }

    /// EnvelopedData or AuthEnvelopedData.
    public let kind: EnvelopedData.Kind
    /// The content-encryption algorithm.
    public let cipher: ContentCipher
    /// The derivation of the cipher's key from the key that the recipients get; nil if there is none (RFC
    /// 9709).
    public let keyDerivation: ContentKeyDerivation?
    /// The recipients in their order.
    public let recipients: [Recipient]
    /// The number of octets of the encrypted content.
    public let encryptedOctets: Int

    init(_ data: EnvelopedData) {
        kind = data.kind
        cipher = data.cipher
        keyDerivation = data.keyDerivation
        recipients = data.recipients.map {
            Recipient(identifier: $0.identifier, keyManagement: $0.keyManagement)
        }
        encryptedOctets = data.encryptedOctets
    }
}

/// The facts of a signature as it states them; proven only in an ``OpenedBody``.
public struct SignatureLayer: Sendable, Equatable {
    /// The signed content.
    public enum Coverage: String, Sendable {
        /// The content itself.
        case content
        /// An envelope: it proves the wrapper, not the author of the content inside.
        case ciphertext
    }

    /// Opaque (application/pkcs7-mime) or detached (multipart/signed).
    public let form: Signer.Form
    /// The signer's certificate; nil if it is neither in the message nor in the source.
    public let certificate: Certificate?
    /// The identifier of the signer's certificate in the message.
    public let identifier: CertificateIdentifier
    /// The digest.
    public let digest: DigestAlgorithm
    /// The signature algorithm.
    public let algorithm: SignatureAlgorithm
    /// The time of the signature, as the signer states it.
    public let signingTime: Date?
    /// The content that it covers.
    public internal(set) var covers: Coverage

    init(_ signer: SignerInfo, form: Signer.Form, certificate: Certificate?, covers: Coverage = .content) {
        self.form = form
        self.certificate = certificate
        identifier = signer.identifier
        digest = signer.digest
        algorithm = signer.signatureAlgorithm
        signingTime = signer.signingTime
        self.covers = covers
    }
}
