/// One recipient of an envelope (RFC 5652 §6.2).
///
/// A class, as ``SignerInfo`` is: its parts are many.
public final class RecipientInfo: Sendable {
    /// The identifier of the recipient's certificate; nil for recipients by password or shared
    /// key, which SIP does not use.
    public let identifier: CertificateIdentifier?
    /// How this recipient gets the key; nil for an unsupported way.
    public var keyManagement: KeyManagement? { try? management.get() }

    /// How this recipient gets the key, or why that is unsupported.
    let management: Result<KeyManagement, CMSError>
    /// Whether the key is encapsulated by a KEM, which no key here can open (RFC 9629).
    let isByKEM: Bool
    /// The encrypted key in a form that is opened without libcrypto's CMS; nil for any other form.
    let encryptedKey: RecipientKeyEncryption?
    /// DER of a RecipientInfo for this recipient alone.
    let octets: ArraySlice<UInt8>

    private init(
        identifier: CertificateIdentifier?, management: Result<KeyManagement, CMSError>,
        isByKEM: Bool = false, encryptedKey: RecipientKeyEncryption?, octets: ArraySlice<UInt8>
    ) {
        self.identifier = identifier
        self.management = management
        self.isByKEM = isByKEM
        self.encryptedKey = encryptedKey
        self.octets = octets
    }

    static func read(_ set: DERElement) throws(CMSError) -> [RecipientInfo] {
        var reader = set.reader(for: .recipientInfo)
        var recipients: [RecipientInfo] = []
        while !reader.isAtEnd {
            let element = try reader.next()
            switch element.identifier {
            case DERTag.sequence: recipients.append(try transport(element))
            case DERTag.constructed(1): recipients += try agreement(element)
            default: recipients.append(unsupported(element))
            }
            guard recipients.count <= EnvelopedData.maximumRecipients else {
                throw .tooMany(.recipientInfo, limit: EnvelopedData.maximumRecipients)
            }
        }
        guard !recipients.isEmpty else { throw .malformed(.recipientInfo) }
        return recipients
    }

    /// A recipient by KEM, password, shared key, or in another way.
    private static func unsupported(_ element: DERElement) -> RecipientInfo {
        let kem = KEMRecipientInfo(element)
        return RecipientInfo(
            identifier: kem?.identifier,
            management: .failure(.unsupportedAlgorithm(kem?.name ?? "key management", .keyManagement)),
            isByKEM: kem != nil, encryptedKey: nil, octets: element.octets)
    }

    /// KeyTransRecipientInfo (RFC 5652 §6.2.1).
    private static func transport(_ element: DERElement) throws(CMSError) -> RecipientInfo {
        var reader = element.reader(for: .recipientInfo)
        _ = try reader.next(DERTag.integer)
        let identifier = try CertificateIdentifier(next: &reader, in: .recipientInfo)
        let algorithm = try reader.next(DERTag.sequence)
        let encryptedKey = try reader.next(DERTag.octetString)
        try reader.finish()
        return RecipientInfo(
            identifier: identifier,
            management: Result { () throws(CMSError) in
                try KeyManagement(transport: AlgorithmIdentifier(algorithm, in: .recipientInfo))
            },
            encryptedKey: RecipientKeyEncryption(transport: algorithm, encryptedKey: encryptedKey),
            octets: element.octets)
    }

    /// KeyAgreeRecipientInfo (RFC 5652 §6.2.2): several recipients may share one ephemeral key.
    private static func agreement(_ element: DERElement) throws(CMSError) -> [RecipientInfo] {
        var reader = element.reader(for: .recipientInfo)
        _ = try reader.nextContent(DERTag.integer)
        let originator = try reader.next(DERTag.constructed(0))
        let keyingMaterial = try reader.nextIf(DERTag.constructed(1))
        let algorithm = try reader.next(DERTag.sequence)
        let common = element.content[..<algorithm.octets.endIndex]
        // It is copied for each recipient of this key, so it must be small.
        guard common.count <= 4096 else { throw .malformed(.recipientInfo) }
        let scheme = try AlgorithmIdentifier(algorithm, in: .recipientInfo)
        let originatorKey = OriginatorKey(originator)
        let management = Result { () throws(CMSError) in
            try KeyManagement(agreement: scheme, isX25519: originatorKey?.isX25519 == true)
        }
        let agreement = RecipientKeyEncryption.KeyAgreement(
            originator: originatorKey, keyingMaterial: keyingMaterial, algorithm: scheme)
        var keys = try reader.enter(DERTag.sequence)
        try reader.finish()
        var recipients: [RecipientInfo] = []
        while !keys.isAtEnd {
            guard recipients.count < EnvelopedData.maximumRecipients else {
                throw .tooMany(.recipientInfo, limit: EnvelopedData.maximumRecipients)
            }
            let key = try keys.next(DERTag.sequence)
            let isAlone = recipients.isEmpty && keys.isAtEnd
            let (identifier, encryptedKey) = try recipientEncryptedKey(key)
            recipients.append(
                RecipientInfo(
                    identifier: identifier, management: management,
                    encryptedKey: agreement.map { .agreement($0, encryptedKey: encryptedKey.content) },
                    octets: isAlone ? element.octets : Self.octets(of: key, after: common)))
        }
        return recipients
    }

    /// Returns DER of the KeyAgreeRecipientInfo with one of its recipients.
    private static func octets(of key: DERElement, after common: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let alone = DERWriter.element(DERTag.sequence, [key.octets])
        return DERWriter.element(DERTag.constructed(1), [common, alone[...]])[...]
    }

    /// RecipientEncryptedKey, identified by issuer and serial number, or by
    /// `[0] IMPLICIT RecipientKeyIdentifier`.
    private static func recipientEncryptedKey(
        _ key: DERElement
    ) throws(CMSError) -> (CertificateIdentifier, DERElement) {
        var reader = key.reader(for: .recipientInfo)
        let identifier = try reader.next()
        let encryptedKey = try reader.next(DERTag.octetString)
        try reader.finish()
        switch identifier.identifier {
        case DERTag.sequence:
            return (
                try CertificateIdentifier(issuerAndSerialNumber: identifier, in: .recipientInfo),
                encryptedKey
            )
        case DERTag.constructed(0):
            var fields = identifier.reader(for: .recipientInfo)
            return (
                try CertificateIdentifier(
                    keyIdentifier: try fields.next(DERTag.octetString), in: .recipientInfo), encryptedKey
            )
        default: throw .malformed(.recipientInfo)
        }
    }
}
