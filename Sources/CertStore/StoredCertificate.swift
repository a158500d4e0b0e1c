public import CMS

/// A certificate in the store.
public struct StoredCertificate: Sendable, Hashable {
    /// The certificate.
    public let certificate: Certificate
    /// The URIs it is filed under, sorted.
    public let uris: [String]
    /// Whether the store has its private key.
    public let hasPrivateKey: Bool
}

/// A trust anchor of the store.
public struct TrustAnchor: Sendable, Hashable {
    /// The certificate.
    public let certificate: Certificate
    /// Whether it is the store's own certification authority.
    public let isOwnAuthority: Bool
    /// Whether it belongs to a former key of that authority, which issues no more.
    public let isFormer: Bool

    /// The first 16 digits of the fingerprint, by which users identify it.
    public var identifier: String { String(certificate.fingerprint.prefix(16)) }
    /// Whether its private key is public, so that its signatures prove nothing.
    public var isTestAuthorityWithPublishedKeys: Bool { certificate.isTestAuthorityWithPublishedKeys }
}

/// A certificate as stored, not decoded.
public struct StoredRecord: Sendable, Hashable {
    /// DER of the certificate.
    public let der: [UInt8]
    /// Whether the store has its private key.
    public let hasPrivateKey: Bool
    /// The number of its row, valid as long as the row exists.
    let row: Int64

    /// Creates a record from a row of number, octets, and 1 if there is a key.
    init(_ row: any DatabaseRow) {
        self.row = row.integer(0)
        der = row.octets(1)
        hasPrivateKey = row.integer(2) == 1
    }
}
