public import CMS

/// A certificate that is to be made: under which URIs it will be filed, and what it will say.
public struct CertificateOrder: Sendable, Equatable {
    /// The URIs to file it under.
    public let uris: [String]
    /// What it will say.
    public let profile: CertificateProfile

    /// Puts the two together.
    public init(uris: [String], profile: CertificateProfile) {
        self.uris = uris
        self.profile = profile
    }
}

/// What all certificates of one batch have in common.
public struct CertificateTerms: Sendable {
    /// Who issues them.
    public let authority: CertificateAuthority
    /// The kind of their keys.
    public let key: KeyAlgorithm
    /// How long they are valid.
    public let validity: CertificateValidity

    /// Puts the three together.
    public init(authority: CertificateAuthority, key: KeyAlgorithm, validity: CertificateValidity) {
        self.authority = authority
        self.key = key
        self.validity = validity
    }
}
