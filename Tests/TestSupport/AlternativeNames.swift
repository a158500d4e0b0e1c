public import CMS

/// Certificates with any subjectAltName; no CA signs them, so they suit tests that need no path.
public enum AlternativeNames {
    /// An entry by its context tag (RFC 5280 §4.2.1.6): 1 rfc822Name, 2 dNSName, 6 uniformResourceIdentifier,
    /// 7 iPAddress, 8 registeredID.
    public static func entry(_ tag: UInt8, _ octets: [UInt8]) -> DERNode { DERNode(0x80 | tag, octets) }

    /// A uniformResourceIdentifier.
    public static func uri(_ text: String) -> DERNode { entry(6, Array(text.utf8)) }

    /// A dNSName.
    public static func dns(_ text: String) -> DERNode { entry(2, Array(text.utf8)) }

    /// DER of the certificate of alice in ``TestLab`` with other names.
    public static func der(_ entries: [DERNode]) throws -> [UInt8] {
        try der(value: DERNode(0x30, elements: entries).der)
    }

    /// The same with the given octets as the extension's value.
    public static func der(value: [UInt8]) throws -> [UInt8] {
        var certificate = try DERNode(parsing: TestLab.shared().identity(.alice).certificate.der)
        let extensions = certificate[0, 7, 0].elements
        let place = extensions.firstIndex { $0[0].octets == [0x55, 0x1D, 0x11] } ?? 0
        let last = extensions[place].elements.count - 1
        certificate[0, 7, 0, place, last] = DERNode(0x04, value)
        return certificate.der
    }

    /// The certificate of alice in ``TestLab`` with other names.
    public static func certificate(_ entries: [DERNode]) throws -> Certificate {
        try Certificate(der: der(entries))
    }
}
