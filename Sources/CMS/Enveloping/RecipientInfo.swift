/// One recipient of an envelope (RFC 5652 §6.2).
public struct RecipientInfo: Sendable {
    /// The identifier of the recipient's certificate; nil for recipients by password or shared
    /// key, which SIP does not use.
    public let identifier: CertificateIdentifier?
    /// How this recipient gets the key; nil for an unsupported way.
    public var keyManagement: KeyManagement? { try? management.get() }

    /// How this recipient gets the key, or why that is unsupported.
    let management: Result<KeyManagement, CMSError>
    /// Whether the key is encapsulated by a KEM, which no key here can open (RFC 9629).
    private(set) var isByKEM = false
    /// The encrypted key in a form that is opened without libcrypto's CMS; nil for any other form.
    let encryptedKey: RecipientKeyEncryption?
    /// DER of a RecipientInfo for this recipient alone.
    let octets: ArraySlice<UInt8>

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
        var common: [ArraySlice<UInt8>] = [try reader.next(DERTag.integer).octets]
        let originator = try reader.next(DERTag.constructed(0))
        common.append(originator.octets)
        let keyingMaterial = try reader.nextIf(DERTag.constructed(1))
        if let keyingMaterial { common.append(keyingMaterial.octets) }
        let algorithm = try reader.next(DERTag.sequence)
        common.append(algorithm.octets)
        // It is copied for each recipient of this key, so it must be small.
        guard common.reduce(0, { $0 + $1.count }) <= 4096 else { throw .malformed(.recipientInfo) }
        let scheme = try AlgorithmIdentifier(algorithm, in: .recipientInfo)
        let originatorKey = OriginatorKey(originator)
        let management = Result { () throws(CMSError) in
            try KeyManagement(agreement: scheme, isX25519: originatorKey?.isX25519 == true)
        }
        let agreement = RecipientKeyEncryption.KeyAgreement(
            originator: originatorKey, keyingMaterial: keyingMaterial, algorithm: scheme)
        var keys = try reader.next(DERTag.sequence).reader(for: .recipientInfo)
        try reader.finish()
        var recipients: [RecipientInfo] = []
        while !keys.isAtEnd {
            guard recipients.count < EnvelopedData.maximumRecipients else {
                throw .tooMany(.recipientInfo, limit: EnvelopedData.maximumRecipients)
            }
            let key = try keys.next(DERTag.sequence)
            let alone = DERWriter.element(DERTag.sequence, [key.octets])
            let (identifier, encryptedKey) = try recipientEncryptedKey(key)
            recipients.append(
                RecipientInfo(
                    identifier: identifier, management: management,
                    encryptedKey: agreement.map { .agreement($0, encryptedKey: encryptedKey.content) },
                    octets: DERWriter.element(element.identifier, common + [alone[...]])[...]))
        }
        return recipients
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
