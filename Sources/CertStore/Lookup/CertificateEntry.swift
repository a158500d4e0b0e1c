public import CMS
public import FoundationEssentials

/// A certificate as the columns of the store describe it: nothing is decoded to list it.
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
    /// What the key may be used for; nil where the certificate does not say, which allows every use.
    public let keyUsage: KeyUsage?
    /// Whether the store holds its private key.
    public let hasPrivateKey: Bool
    /// SHA-256 of the DER: 64 lower-case hexadecimal digits.
    public let fingerprint: String
    /// Whether its issuer revoked it: the store's own authority, or one whose revocation list in the store names it.
    public let isRevoked: Bool

    /// Whether a newer certificate of the same issuer has taken its place: filed under the same URIs, for every use that
    /// this one has, not expired and not revoked, and with a private key in the store if this one has one there.
    public let isSuperseded: Bool

    /// What may be done with it at an instant; that a path leads from it to a trust anchor is not looked at.
    public func state(at instant: Date) -> CertificateState {
        if isRevoked { return .revoked }
        if instant > notAfter { return .expired }
        return instant < notBefore ? .notYetValid : .valid
    }
}

/// How a certificate stands at an instant; the first that holds.
public enum CertificateState: String, Sendable, CaseIterable {
    /// Its issuer revoked it.
    case revoked
    /// Its last instant is past.
    case expired
    /// Its first instant is to come.
    case notYetValid = "not-yet-valid"
    /// None of these.
    case valid
}

/// Which certificates to list; all where nothing is said.
public struct CertificateFilter: Sendable, Equatable {
    /// A URI one of which it is filed under, in which each `*` stands for any characters.
    public var uri: String?
    /// How it stands at the instant asked for.
    public var state: CertificateState?
    /// It is valid at the instant asked for, and not any more at this one.
    public var endsBefore: Date?
    /// No newer one has taken its place (``CertificateEntry/isSuperseded``).
    public var leavesOutSuperseded = false

    /// Everything.
    public init() {}
}
