public import CMS

/// A certificate to issue: the URIs to file it under, and its content.
public struct CertificateOrder: Sendable, Equatable {
    /// The URIs to file it under.
    public let uris: [String]
    /// The content of the certificate.
    public let profile: CertificateProfile
    /// The kind of its key; nil for that of the terms.
    public let key: KeyAlgorithm?

    /// Creates an order.
    public init(uris: [String], profile: CertificateProfile, key: KeyAlgorithm? = nil) {
        self.uris = uris
        self.profile = profile
        self.key = key
    }
}

/// The properties that all certificates of one batch have in common.
public struct CertificateTerms: Sendable {
    /// The issuer.
    public let authority: CertificateAuthority
    /// The kind of their keys.
    public let key: KeyAlgorithm
    /// The period of validity.
    public let validity: CertificateValidity

    /// Creates the terms.
    public init(authority: CertificateAuthority, key: KeyAlgorithm, validity: CertificateValidity) {
        self.authority = authority
        self.key = key
        self.validity = validity
    }
}
