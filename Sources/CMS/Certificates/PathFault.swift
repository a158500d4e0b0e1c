/// Why no valid path leads from a certificate to a trust anchor; the hint depends on it.
public enum PathFault: Equatable, Sendable {
    /// No issuer was found, or the path ends in an untrusted certificate.
    case noAnchor
    /// Critical extensions that are not understood, by object identifier (RFC 5280 §4.2).
    case criticalExtensions([String])
    /// A CA on the path may not certify the certificate's names (RFC 5280 §4.2.1.10).
    case nameConstraints
    /// A key gives its curve by parameters instead of by name (RFC 5480 §2.1.1).
    case explicitCurve
    /// Another defect of a certificate on the path.
    case other
}
