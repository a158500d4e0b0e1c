import TestSupport

@testable import CMS

extension RevocationList {
    /// The same CRL with other fields, signed again by the authority (RFC 5280 §5.1.2).
    func changed(
        by authority: CertificateAuthority, _ change: (inout DERNode) throws -> Void
    ) throws -> RevocationList {
        var fields = try DERNode(parsing: der)[0]
        try change(&fields)
        return try RevocationList(der: CertificateAuthority.signed(fields.der, by: authority.signing))
    }
}

/// The fields of a CRL that its issuer signs.
extension DERNode {
    /// The entries; empty if there are none.
    var listEntries: [DERNode] {
        get { self[5].identifier == 0x30 ? self[5].elements : [] }
        set { self[5].elements = newValue }
    }

    /// The extensions, which are the last field.
    var listExtensions: [DERNode] {
        get { self[elements.count - 1, 0].elements }
        set { self[elements.count - 1, 0].elements = newValue }
    }

    /// An extension 2.5.29.`number`.
    static func certificateExtension(_ number: UInt8, isCritical: Bool = false, _ value: DERNode) -> DERNode {
        extensionOfType([0x55, 0x1D, number], isCritical: isCritical, value)
    }

    /// An extension that nothing here knows.
    static func unknownExtension(isCritical: Bool) -> DERNode {
        extensionOfType([0x2A, 3, 4], isCritical: isCritical, DERNode(0x05, []))
    }

    private static func extensionOfType(_ type: [UInt8], isCritical: Bool, _ value: DERNode) -> DERNode {
        let critical = isCritical ? [DERNode(0x01, [0xFF])] : []
        return DERNode(0x30, elements: [DERNode(0x06, type)] + critical + [DERNode(0x04, value.der)])
    }

    /// deltaCRLIndicator with the number of the base (RFC 5280 §5.2.4).
    static func deltaIndicator(base: UInt8) -> DERNode {
        certificateExtension(27, isCritical: true, DERNode(0x02, [base]))
    }

    /// issuingDistributionPoint with one of its flags, such as 4 for indirectCRL (RFC 5280 §5.2.5).
    static func issuingDistributionPoint(flag: UInt8) -> DERNode {
        certificateExtension(28, isCritical: true, DERNode(0x30, elements: [DERNode(0x80 | flag, [0xFF])]))
    }

    /// GeneralNames of one directoryName each.
    static func directoryNames(_ names: [UInt8]...) throws -> DERNode {
        DERNode(0x30, elements: try names.map { DERNode(0xA4, elements: [try DERNode(parsing: $0)]) })
    }
}
