/// What an authority says of one certificate that somebody asks about (RFC 6960 §2.2).
public enum CertificateStatus: Sendable, Equatable {
    /// The authority has issued it and not revoked it.
    case good
    /// The authority has revoked it.
    case revoked(RevokedCertificate)
    /// The authority knows of no such certificate.
    case unknown
}
