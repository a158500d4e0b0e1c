import Octets

/// A certificate that was just issued, with its facts: libcrypto need not decode it to store it.
///
/// Decoding a certificate takes libcrypto several times as long as generating its key and signing it.
/// ``Certificate/init(der:)`` decodes the octets.
public struct IssuedCertificate: Sendable, Equatable {
    /// DER of the certificate.
    public let der: [UInt8]
    /// The content of the certificate.
    public let profile: CertificateProfile
    /// The period of validity.
    public let validity: CertificateValidity
    /// Kind and size of its public key.
    public let key: KeyAlgorithm
    /// DER of the subject's name.
    public let subjectDER: [UInt8]
    /// DER of the issuer's name.
    public let issuerDER: [UInt8]
    /// Content octets of the serial number's INTEGER.
    let serialNumberOctets: [UInt8]
    /// The subjectKeyIdentifier extension.
    public let subjectKeyIdentifier: [UInt8]

    /// Serial number as upper-case hexadecimal digits.
    public var serialNumber: String { Hexadecimal.text(serialNumberOctets, .upperCase) }
    /// The permitted uses of its key.
    public var keyUsage: KeyUsage { profile.keyUsage(of: key) }
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public var fingerprint: String { Hexadecimal.text(SHA256.digest(of: der)) }
}

/// The fields of a certificate that its issuer signs, in DER (RFC 5280 §4.1).
struct TBSCertificate {
    let serialNumber: [UInt8]
    let signatureAlgorithm: [UInt8]
    let issuer: [UInt8]
    let validity: [UInt8]
    let subject: [UInt8]
    let subjectPublicKeyInfo: [UInt8]
    let extensions: [CertificateExtension]

    var der: [UInt8] {
        var list: [UInt8] = []
        list.reserveCapacity(512)
        for item in extensions { item.append(to: &list) }
        // [0] EXPLICIT INTEGER 2: version 3.
        var content: [UInt8] = [0xA0, 3, DERTag.integer, 1, 2]
        content.reserveCapacity(1024)
        DERWriter.append(DERTag.integer, serialNumber, to: &content)
        for element in [signatureAlgorithm, issuer, validity, subject, subjectPublicKeyInfo] {
            content += element
        }
        DERWriter.append(
            DERTag.constructed(3), DERWriter.element(DERTag.sequence, [list[...]]), to: &content)
        return DERWriter.element(DERTag.sequence, [content[...]])
    }
}

extension CertificateExtension {
    /// Appends the element of Extensions (RFC 5280 §4.1); FALSE is the default, which DER omits.
    func append(to list: inout [UInt8]) {
        var content: [UInt8] = []
        content.reserveCapacity(value.count + 16)
        DERWriter.append(DERTag.objectIdentifier, Array(identifier.octets), to: &content)
        if isCritical { content += [0x01, 0x01, 0xFF] }
        DERWriter.append(DERTag.octetString, value, to: &content)
        DERWriter.append(DERTag.sequence, content, to: &list)
    }
}

extension CertificateProfile {
    /// DER of the subject's name: organizationName and commonName as UTF8String (RFC 5280 §4.1.2.4).
    var subjectDER: [UInt8] {
        let attributes: [(last: UInt8, text: String?)] = [(10, organization), (3, commonName)]
        let names = attributes.compactMap { last, text -> [UInt8]? in
            guard let text else { return nil }
            let type = DERWriter.element(DERTag.objectIdentifier, [[0x55, 0x04, last]])  // 2.5.4
            let value = DERWriter.element(DERTag.utf8String, [Array(text.utf8)[...]])
            return DERWriter.element(
                DERTag.set, [DERWriter.element(DERTag.sequence, [type[...], value[...]])[...]])
        }
        return DERWriter.element(DERTag.sequence, names.map { $0[...] })
    }
}

extension DERTag {
    fileprivate static let utf8String: UInt8 = 0x0C
}
