/// Content encrypted for recipients (RFC 5652 §6, RFC 5083), read but not decrypted.
///
/// Reading refuses two things that must never reach a key: content ciphers that are not allow-listed for
/// their structure, and authentication tags that are too short or differ from the length in the parameters.
///
/// A class, as ``SignerInfo`` is: its parts are many.
public final class EnvelopedData: Sendable {
    /// The two structures S/MIME uses.
    public enum Kind: Sendable {
        /// EnvelopedData: no authentication, CBC only.
        case enveloped
        /// AuthEnvelopedData: authenticated, GCM or ChaCha20-Poly1305.
        case authEnveloped
    }

    /// The structure.
    public let kind: Kind
    /// The content-encryption algorithm.
    public let cipher: ContentCipher
    /// The derivation of the cipher's key from the key that the recipients get; nil if there is none.
    public let keyDerivation: ContentKeyDerivation?
    /// The recipients; at most 256.
    public let recipients: [RecipientInfo]
    /// The number of octets of the encrypted content.
    public let encryptedOctets: Int

    private let version: ArraySlice<UInt8>
    private let encryptedContentInfo: ArraySlice<UInt8>
    private let tag: ArraySlice<UInt8>
    /// The content and its parameters; nil if only libcrypto's CMS can decrypt it.
    let content: EncryptedContent?

    /// Why no key can open it: a kind of key management that is unsupported for all recipients,
    /// by its name; nil if one may.
    ///
    /// This concerns KEMs: certificates of their keys cannot be imported, so that none is recognized.
    public var unsupportedKeyManagement: CMSError? {
        guard recipients.allSatisfy(\.isByKEM), case .failure(let error) = recipients.first?.management else {
            return nil
        }
        return error
    }

    static let maximumRecipients = 256

    init(_ element: DERElement, kind: Kind) throws(CMSError) {
        let structure: CMSError.Structure = kind == .enveloped ? .envelopedData : .authEnvelopedData
        var outer = element.reader(for: structure)
        var reader = try outer.enter(DERTag.sequence)
        try outer.finish()
        self.kind = kind
        version = try reader.next(DERTag.integer).octets
        _ = try reader.nextIf(DERTag.constructed(0))
        recipients = try RecipientInfo.read(try reader.next(DERTag.set))
        let encrypted = try EncryptedContentInfo(try reader.next(DERTag.sequence), in: structure)
        cipher = encrypted.cipher
        keyDerivation = encrypted.derivation
        encryptedOctets = encrypted.encryptedContent.content.count
        switch kind {
        case .enveloped:
            guard !cipher.isAuthenticated else {
                throw .unsupportedAlgorithm("\(cipher.name) in EnvelopedData", .contentEncryption)
            }
            guard encryptedOctets % (cipher == .tripleDESCBC ? 8 : 16) == 0, encryptedOctets > 0 else {
                throw .malformed(.envelopedData)
            }
            encryptedContentInfo = encrypted.octets
            tag = []
            let vector =
                keyDerivation == nil
                ? try? encrypted.initializationVector() : try encrypted.initializationVector()
            content = vector.map { EncryptedContent(of: encrypted, nonce: $0) }
            _ = try reader.nextIf(DERTag.constructed(1))
        case .authEnveloped:
            guard cipher.isAuthenticated else {
                throw .unsupportedAlgorithm("\(cipher.name) in AuthEnvelopedData", .contentEncryption)
            }
            let attributes = try AuthenticatedAttributes.read(reader.nextIf(DERTag.constructed(1)))
            let mac = try reader.next(DERTag.octetString)
            let nonce: ArraySlice<UInt8>
            if cipher == .chaCha20Poly1305 {
                encryptedContentInfo = encrypted.octets
                nonce = try encrypted.chaChaNonce(besideTagOf: mac.content.count)
            } else {
                encryptedContentInfo = try encrypted.withExplicitTagLength(mac.content.count)
                nonce = try encrypted.nonce()
            }
            tag = mac.octets
            content = EncryptedContent(of: encrypted, nonce: nonce, attributes: attributes, tag: mac.content)
            _ = try reader.nextIf(DERTag.constructed(2))
        }
        try reader.finish()
    }

    /// Returns the same content for one recipient alone, with only the parts that decryption needs: then
    /// libcrypto does one key operation whatever the sender included, and decodes no certificate.
    func der(for recipient: ArraySlice<UInt8>) -> [UInt8] {
        let recipients = DERWriter.element(DERTag.set, [recipient])
        switch kind {
        case .enveloped:
            return ContentInfo.der(.envelopedData, [version, recipients[...], encryptedContentInfo])
        case .authEnveloped:
            return ContentInfo.der(.authEnvelopedData, [version, recipients[...], encryptedContentInfo, tag])
        }
    }
}
