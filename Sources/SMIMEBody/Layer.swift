public import CMS

public import struct FoundationEssentials.Date

/// One S/MIME layer of a body, as far as it could be read.
public enum Layer: Sendable, Equatable {
    /// Content encrypted for recipients.
    case enveloped(EnvelopeLayer)
    /// Content with a signature.
    case signed(SignatureLayer)
}

/// What an envelope shows without any key.
public struct EnvelopeLayer: Sendable, Equatable {
    /// One recipient.
    public struct Recipient: Sendable, Equatable {
        /// How the recipient's certificate is named; nil for recipients without one.
        public let identifier: CertificateIdentifier?
        /// How the key reaches the recipient; nil if in a way that is not opened here.
        public let keyManagement: KeyManagement?
    }

    /// EnvelopedData or AuthEnvelopedData.
    public let kind: EnvelopedData.Kind
    /// The content-encryption algorithm.
    public let cipher: ContentCipher
    /// The recipients in their order.
    public let recipients: [Recipient]
    /// How many octets the encrypted content has.
    public let encryptedOctets: Int

    init(_ data: EnvelopedData) {
        kind = data.kind
        cipher = data.cipher
        recipients = data.recipients.map {
            Recipient(identifier: $0.identifier, keyManagement: $0.keyManagement)
        }
        encryptedOctets = data.encryptedOctets
    }
}

/// What a signature says; proven only in an ``OpenedBody``.
public struct SignatureLayer: Sendable, Equatable {
    /// What a signature was made over.
    public enum Coverage: String, Sendable {
        /// The content itself.
        case content
        /// An envelope: it proves who wrapped it, not who wrote what is inside.
        case ciphertext
    }

    /// Opaque (application/pkcs7-mime) or detached (multipart/signed).
    public let form: Signer.Form
    /// The signer's certificate; nil where it is neither in the message nor here.
    public let certificate: Certificate?
    /// How the message names the signer's certificate.
    public let identifier: CertificateIdentifier
    /// The digest.
    public let digest: DigestAlgorithm
    /// The signature algorithm.
    public let algorithm: SignatureAlgorithm
    /// When the signer says it was made.
    public let signingTime: Date?
    /// What it covers.
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
