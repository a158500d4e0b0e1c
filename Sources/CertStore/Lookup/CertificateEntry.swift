public import CMS
public import FoundationEssentials

/// A certificate as the columns of the store describe it; listing decodes nothing.
public struct CertificateEntry: Sendable, Equatable {
    /// The URIs it is filed under, sorted.
    public let filedUnder: [String]
    /// The uniformResourceIdentifier entries of its subjectAltName.
    public let uris: [String]
    /// Subject in RFC 2253 form.
    public let subject: String
    /// Issuer in RFC 2253 form.
    public let issuer: String
    /// Serial number as upper-case hexadecimal digits.
    public let serialNumber: String
    /// First instant of validity.
    public let notBefore: Date
    /// Last instant of validity.
    public let notAfter: Date
    /// Kind and size of the key, such as "P-256".
    public let key: String
    /// The permitted uses of the key; nil if the certificate does not say, which allows every use.
    public let keyUsage: KeyUsage?
    /// Whether the store has its private key.
    public let hasPrivateKey: Bool
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public let fingerprint: String
    /// Whether its issuer revoked it: the store's own authority, or one whose CRL in the store lists it.
    public let isRevoked: Bool

    /// Whether a newer certificate replaces it, both of the store's own authority: filed under the same
    /// URIs, for every use of this one, not expired and not revoked, and with a private key in the store if
    /// this one has one there.
    public let isSuperseded: Bool

    /// Returns the state at an instant; the path to a trust anchor is not checked.
    public func state(at instant: Date) -> CertificateState {
        if isRevoked { return .revoked }
        if instant > notAfter { return .expired }
        return instant < notBefore ? .notYetValid : .valid
    }
}

/// The state of a certificate at an instant; the first that applies.
public enum CertificateState: String, Sendable, CaseIterable {
    /// Its issuer revoked it.
    case revoked
    /// Its notAfter is past.
    case expired
    /// Its notBefore is in the future.
    case notYetValid = "not-yet-valid"
    /// None of these.
    case valid
}

/// The certificates to list; all by default.
public struct CertificateFilter: Sendable, Equatable {
    /// The largest number of URIs in a filter, which SQLite's limit on the depth of expressions allows.
    public static let maximumURIs = 200

    /// It is filed under one of these URIs, in which each `*` matches any characters; at most
    /// ``maximumURIs``, and under any URI if there are none.
    public var uris: [String] = []
    /// Its state at the given instant.
    public var state: CertificateState?
    /// It is valid at the given instant, and no longer at this one.
    public var endsBefore: Date?
    /// No newer one replaces it (``CertificateEntry/isSuperseded``).
    public var excludesSuperseded = false

    /// Creates a filter that matches everything.
    public init() {}
}
