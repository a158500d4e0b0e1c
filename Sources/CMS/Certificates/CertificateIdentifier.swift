import Octets

/// The identifier of a signer's or recipient's certificate in CMS (RFC 5652 §5.3, §6.2).
public enum CertificateIdentifier: Sendable, Hashable {
    /// DER of the issuer's name, and the content octets of the serial number.
    case issuerAndSerialNumber(issuer: [UInt8], serialNumber: [UInt8])
    /// The subjectKeyIdentifier extension.
    case subjectKeyIdentifier([UInt8])

    /// Longer ones are refused: comparing and printing a name takes libcrypto
    /// microseconds for each part of it.
    static let maximumOctets = 4096

    /// Returns whether `certificate` has this identifier; several certificates may.
    public func names(_ certificate: Certificate) -> Bool {
        switch self {
        case .issuerAndSerialNumber(let issuer, let serialNumber):
            return serialNumber == certificate.facts.serialNumberOctets
                && (issuer == certificate.facts.issuerDER
                    || namesAreEqual(issuer, certificate.facts.issuerDER))
        case .subjectKeyIdentifier(let identifier):
            return identifier == certificate.facts.subjectKeyIdentifier
        }
    }

    /// A text for reports: the issuer in RFC 2253 form and the serial number, or the
    /// key identifier, in hexadecimal.
    public var description: String {
        switch self {
        case .issuerAndSerialNumber(let issuer, let serialNumber):
            let name = nameText(issuer) ?? "unreadable issuer"
            return "\(name), serial \(Hexadecimal.text(serialNumber, .upperCase))"
        case .subjectKeyIdentifier(let identifier):
            return "key identifier \(Hexadecimal.text(identifier, .upperCase))"
        }
    }

    /// IssuerAndSerialNumber, the content of a SEQUENCE.
    init(issuerAndSerialNumber element: DERElement, in structure: CMSError.Structure) throws(CMSError) {
        guard element.octets.count <= Self.maximumOctets else { throw .malformed(structure) }
        var reader = element.reader(for: structure)
        let issuer = try reader.next(DERTag.sequence)
        let serialNumber = try reader.next(DERTag.integer)
        try reader.finish()
        self = .issuerAndSerialNumber(
            issuer: [UInt8](issuer.octets), serialNumber: [UInt8](serialNumber.content))
    }

    /// SubjectKeyIdentifier under any tag.
    init(keyIdentifier element: DERElement, in structure: CMSError.Structure) throws(CMSError) {
        guard element.octets.count <= Self.maximumOctets else { throw .malformed(structure) }
        self = .subjectKeyIdentifier([UInt8](element.content))
    }

    /// A SignerIdentifier or KTRI RecipientIdentifier: a SEQUENCE, or `[0]` key identifier.
    init(next reader: inout DERReader, in structure: CMSError.Structure) throws(CMSError) {
        let element = try reader.next()
        switch element.identifier {
        case DERTag.sequence: try self.init(issuerAndSerialNumber: element, in: structure)
        case DERTag.primitive(0): try self.init(keyIdentifier: element, in: structure)
        default: throw .malformed(structure)
        }
    }
}
