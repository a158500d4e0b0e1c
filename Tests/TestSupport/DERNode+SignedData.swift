public import CMS

/// Signed attributes by the octets of their object identifiers.
public enum AttributeType {
    private static let pkcs9: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9]
    /// RFC 5652 §11.1.
    public static let contentType = pkcs9 + [3]
    /// RFC 5652 §11.2.
    public static let messageDigest = pkcs9 + [4]
    /// RFC 5652 §11.3.
    public static let signingTime = pkcs9 + [5]
    /// RFC 5652 §11.4.
    public static let countersignature = pkcs9 + [6]
    /// SMIMECapabilities, RFC 8551 §2.5.2.
    public static let capabilities = pkcs9 + [15]
    /// CMSAlgorithmProtection, RFC 6211 §2.
    public static let algorithmProtection = pkcs9 + [52]
    /// RFC 5035 §3.
    public static let signingCertificateV2 = pkcs9 + [16, 2, 47]
}

/// The parts of a ContentInfo with a SignedData of one signer, which tests change and sign again.
extension DERNode {
    /// The SignerInfo.
    public var signerInfo: DERNode {
        get { self[1, 0, self[1, 0].elements.count - 1, 0] }
        set { self[1, 0, self[1, 0].elements.count - 1, 0] = newValue }
    }

    /// The signed attributes, in the order they have; empty if there are none.
    public var signedAttributes: [DERNode] {
        get { signerInfo[3].identifier == 0xA0 ? signerInfo[3].elements : [] }
        set {
            if signerInfo[3].identifier == 0xA0 { signerInfo.elements.remove(at: 3) }
            guard !newValue.isEmpty else { return }
            signerInfo.elements.insert(DERNode(0xA0, elements: newValue), at: 3)
        }
    }

    /// The octets of the signature.
    public var signature: [UInt8] {
        get { signerInfo.elements.last { $0.identifier == 0x04 }?.octets ?? [] }
        set {
            guard let index = signerInfo.elements.lastIndex(where: { $0.identifier == 0x04 }) else { return }
            signerInfo[index].octets = newValue
        }
    }

    /// An attribute with these values.
    public static func attribute(_ type: [UInt8], _ values: DERNode...) -> DERNode {
        DERNode(0x30, elements: [DERNode(0x06, type), DERNode(0x31, elements: values)])
    }

    /// Removes the signed attribute of this type; the signature does not match afterwards.
    public mutating func removeSignedAttribute(_ type: [UInt8]) {
        signedAttributes.removeAll { $0[0].octets == type }
    }

    /// Signs again what is there: the attributes, in DER order unless `isInOrder` is false, or else the
    /// content, inside or `detached`.
    public mutating func sign(
        by key: PrivateKey, digest: DigestAlgorithm = .sha256, saltOctets: Int? = nil, isInOrder: Bool = true,
        detached: [UInt8]? = nil
    ) throws {
        if isInOrder {
            signedAttributes = signedAttributes.map(\.der).sorted { $0.lexicographicallyPrecedes($1) }
                .map { (try? DERNode(parsing: $0)) ?? DERNode(0x05, []) }
        }
        let attributes = signedAttributes
        let set = DERNode(0x31, elements: attributes).der
        let octets = attributes.isEmpty ? detached ?? self[1, 0, 2, 1, 0].octets : set
        signature = try key.signature(over: octets, digest: digest, saltOctets: saltOctets)
    }
}
