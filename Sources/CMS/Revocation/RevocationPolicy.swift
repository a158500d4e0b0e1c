import Octets

public import struct FoundationEssentials.Date

/// Whether a path is accepted if CRLs are missing or outdated (RFC 5280 §6.3).
public struct RevocationPolicy: Sendable, Hashable {
    /// What to do if there is no CRL of an authority on the path.
    public enum Unlisted: Sendable {
        /// Accept; ``TrustedPath/unlisted`` names the authority.
        case allow
        case refuse
    }

    /// What to do with a CRL that is not current, from thisUpdate to nextUpdate, at the instant of the check.
    public enum Outdated: Sendable {
        case refuse
        /// Use it; ``TrustedPath/outdated`` names it.
        case allow
    }

    /// Authorities without a CRL; allowed by default, and reported in the path.
    public var unlisted: Unlisted = .allow
    /// Outdated CRLs; refused by default.
    public var outdated: Outdated = .refuse

    /// Creates the default: CRLs are not required, but existing ones must be current.
    public init() {}
}

/// Why it is unknown whether a certificate is revoked.
public enum RevocationObstacle: Equatable, Sendable {
    /// There is no CRL of its issuer, and the policy requires one.
    case noCRL
    /// The CRL has expired (RFC 5280 §5.1.2.5).
    case expired(nextUpdate: Date)
    /// The CRL was issued after the instant of the check.
    case notYetIssued(thisUpdate: Date)
    /// The CRL has no nextUpdate, so that it is outdated from the start (RFC 5280 §5.1.2.5).
    case noNextUpdate(thisUpdate: Date)
    /// No CRL of its issuer counts, because of its signature, scope or a critical
    /// extension; libcrypto's reason.
    case unusable(reason: String)
}

extension RevocationObstacle {
    /// Explains why it is unknown whether `certificate` is revoked.
    public func description(of certificate: Certificate) -> String {
        let unknown = "cannot tell whether \(certificate.title) is revoked"
        return switch self {
        case .noCRL: "\(unknown): there is no CRL of \(printable(certificate.facts.issuer))"
        case .expired(let nextUpdate):
            "\(unknown): the CRL of its CA expired at \(nextUpdate.internetTime)"
        case .notYetIssued(let thisUpdate):
            "\(unknown): the CRL of its CA was issued only at \(thisUpdate.internetTime)"
        case .noNextUpdate(let thisUpdate):
            "\(unknown): the CRL of its CA, of \(thisUpdate.internetTime), has no next update"
        case .unusable(let reason): "\(unknown): no CRL of its CA can be used (\(reason))"
        }
    }
}
