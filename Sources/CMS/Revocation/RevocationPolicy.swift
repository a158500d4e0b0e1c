import Octets

public import struct FoundationEssentials.Date

/// What a check of a path puts up with where revocation lists are missing or out of date (RFC 5280 §6.3).
public struct RevocationPolicy: Sendable, Hashable {
    /// What to do where no list of an authority on the path was ever given.
    public enum Unlisted: Sendable {
        /// Go on; ``TrustedPath/unlisted`` names the authority.
        case allow
        case refuse
    }

    /// What to do with a list whose time, from thisUpdate to nextUpdate, does not hold the instant of the check.
    public enum Outdated: Sendable {
        case refuse
        /// Take it for what it says; ``TrustedPath/outdated`` names it.
        case allow
    }

    /// Authorities without a list; allowed by default, with the path saying so.
    public var unlisted: Unlisted = .allow
    /// Lists out of date; refused by default.
    public var outdated: Outdated = .refuse

    /// The default: lists are not demanded, but those that are there must be of their time.
    public init() {}
}

/// What stands in the way of knowing whether a certificate is revoked.
public enum RevocationObstacle: Equatable, Sendable {
    /// No list of its issuer was ever given, and the policy demands one.
    case noList
    /// The list should have been replaced by then (RFC 5280 §5.1.2.5).
    case expired(nextUpdate: Date)
    /// The list was issued only after the instant of the check.
    case notYetIssued(thisUpdate: Date)
    /// The CRL has no nextUpdate, so that it is out of date from the start (RFC 5280 §5.1.2.5).
    case noNextUpdate(thisUpdate: Date)
    /// No list of its issuer counts: signature, scope or a critical extension; libcrypto's words for it.
    case unusable(reason: String)
}

extension RevocationObstacle {
    /// Explains why it is unknown whether `certificate` is revoked.
    public func description(of certificate: Certificate) -> String {
        let unknown = "cannot tell whether \(certificate.title) is revoked"
        return switch self {
        case .noList: "\(unknown): there is no CRL of \(printable(certificate.facts.issuer))"
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
