/// An authority's answer about one certificate (RFC 6960 §2.2).
public enum CertificateStatus: Sendable, Equatable {
    /// The authority has issued it and not revoked it.
    case good
    /// The authority has revoked it.
    case revoked(RevokedCertificate)
    /// The authority did not issue such a certificate.
    case unknown
}
