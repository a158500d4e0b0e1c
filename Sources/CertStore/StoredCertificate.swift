public import CMS

/// A certificate as the store holds it.
public struct StoredCertificate: Sendable, Hashable {
    /// The certificate.
    public let certificate: Certificate
    /// The URIs it is filed under, sorted.
    public let uris: [String]
    /// Whether the store holds its private key.
    public let hasPrivateKey: Bool
}

/// A certificate that paths may end in.
public struct TrustAnchor: Sendable, Hashable {
    /// The certificate.
    public let certificate: Certificate
    /// Whether it is the store's own certification authority.
    public let isOwnAuthority: Bool

    /// The first 16 digits of the fingerprint, by which people name it.
    public var identifier: String { String(certificate.fingerprint.prefix(16)) }
    /// Whether its private key is public, so that what leans on it proves nothing.
    public var isTestAuthorityWithPublishedKeys: Bool { certificate.isTestAuthorityWithPublishedKeys }
}

/// A certificate as it lies in the store, not decoded.
public struct StoredRecord: Sendable, Hashable {
    /// DER of the certificate.
    public let der: [UInt8]
    /// Whether the store holds its private key.
    public let hasPrivateKey: Bool
    /// The number of its row, for as long as it is there.
    let row: Int64

    /// From a row of number, octets, and 1 where there is a key.
    init(_ row: any DatabaseRow) {
        self.row = row.integer(0)
        der = row.octets(1)
        hasPrivateKey = row.integer(2) == 1
    }
}
