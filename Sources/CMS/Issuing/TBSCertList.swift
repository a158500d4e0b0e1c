import Octets

import struct FoundationEssentials.Date

/// The fields of a CRL that its issuer signs, in DER (RFC 5280 §5.1.2).
///
/// libcrypto takes several times as long to encode thousands of entries, at every revocation.
struct TBSCertList {
    let signatureAlgorithm: [UInt8]
    let issuer: [UInt8]
    let thisUpdate: Date
    let nextUpdate: Date
    let revoked: [RevokedCertificate]
    let extensions: [CertificateExtension]

    /// - Throws: ``CMSError/malformed(_:)`` for a serial number that is not two hexadecimal digits an octet,
    ///   ``CMSError/openSSL(_:)`` for an instant that cannot be encoded.
    func der() throws(CMSError) -> [UInt8] {
        var entries: [UInt8] = []
        entries.reserveCapacity(64 * revoked.count)
        // In the order in which libcrypto searches, so that it need not sort.
        let sorted = revoked.sorted {
            ($0.serialNumber.utf8.count, $0.serialNumber) < ($1.serialNumber.utf8.count, $1.serialNumber)
        }
        for entry in sorted { try Self.append(entry, to: &entries) }
        // INTEGER 1: version 2.
        var content: [UInt8] = [DERTag.integer, 1, 1]
        content.reserveCapacity(entries.count + 512)
        for element in [signatureAlgorithm, issuer, try encodedTime(thisUpdate), try encodedTime(nextUpdate)]
        {
            content += element
        }
        // Absent rather than empty (§5.1.2.6).
        if !revoked.isEmpty { DERWriter.append(DERTag.sequence, entries, to: &content) }
        content += DERWriter.element(DERTag.constructed(0), [Self.sequence(of: extensions)[...]])
        return DERWriter.element(DERTag.sequence, [content[...]])
    }

    private static func append(_ entry: RevokedCertificate, to entries: inout [UInt8]) throws(CMSError) {
        var content: [UInt8] = []
        content.reserveCapacity(64)
        DERWriter.append(DERTag.integer, try serialNumberOctets(entry.serialNumber), to: &content)
        content += try encodedTime(entry.revokedAt)
        // If no reason was given, no extension rather than "unspecified" (§5.3.1).
        if entry.reason != .unspecified {
            content += sequence(of: [.reasonCode(entry.reason)])
        }
        DERWriter.append(DERTag.sequence, content, to: &entries)
    }

    private static func sequence(of extensions: [CertificateExtension]) -> [UInt8] {
        var list: [UInt8] = []
        for item in extensions { item.append(to: &list) }
        return DERWriter.element(DERTag.sequence, [list[...]])
    }

    /// The content octets of the INTEGER of a serial number as ``Certificate/Facts/serialNumber`` has it.
    private static func serialNumberOctets(_ serialNumber: String) throws(CMSError) -> [UInt8] {
        guard let octets = Hexadecimal.octets(serialNumber), !octets.isEmpty else {
            throw .malformed(.certificate)
        }
        return octets
    }
}

extension CertificateExtension {
    /// cRLNumber (RFC 5280 §5.2.3).
    static func listNumber(_ number: UInt64) -> CertificateExtension {
        CertificateExtension(
            identifier: .listNumber, isCritical: false, value: DERWriter.integer(number))
    }

    /// reasonCode (RFC 5280 §5.3.1), an ENUMERATED.
    fileprivate static func reasonCode(_ reason: RevocationReason) -> CertificateExtension {
        CertificateExtension(
            identifier: .reasonCode, isCritical: false, value: [0x0A, 1, UInt8(reason.rawValue)])
    }
}

extension ObjectIdentifier {
    /// 2.5.29.20 and 2.5.29.21.
    fileprivate static let listNumber = ObjectIdentifier([0x55, 0x1D, 20])
    fileprivate static let reasonCode = ObjectIdentifier([0x55, 0x1D, 21])
}
