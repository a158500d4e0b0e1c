public import CMS
public import SIPMessage

/// Whom a certificate speaks for: one user, by each of its URIs, or a domain.
public struct CertificateIdentity: Sendable, Equatable {
    /// The two kinds of certificate (RFC 3261 §23.1, RFC 5922).
    public enum Kind: String, Sendable {
        /// Names users by SIP URIs with a user part.
        case user
        /// Names a domain by a SIP URI without one, or, where there is no SIP URI at all, by DNS name.
        case domain
    }

    /// Which kind it is; nil when the certificate names no SIP identity.
    public let kind: Kind?
    /// The URIs in subjectAltName that SIP knows (sip, sips, pres, im), in their order.
    public let uris: [SIPURI]
    /// The global telephone numbers in subjectAltName (RFC 3966), in their order.
    public let telephoneNumbers: [TelephoneURI]
    /// The domains that a domain's certificate speaks for, in lower case; empty for a user's.
    public let domainNames: [String]
    /// The entries of subjectAltName from which no name is read; the first hundred and more URIs against the grammar.
    public let unusableNames: [UnusableName]
    /// Whether one of them is or may be a sip, sips, pres, im or tel URI: then the certificate speaks for no domain.
    public let mayNameUserUnusably: Bool
    private let names: [String]
    /// The address-of-record of each URI, and the presentity that each user's URI names.
    private let addresses: [String]
    private let presentities: [String]

    /// Reads the identity from subjectAltName; the common name is never looked at.
    ///
    /// A certificate with a user's URI is a user's, whatever else it names: it never speaks for a domain.
    /// Nor does one that has, or may have, a user's URI that cannot be read: to leave it out of account would make that
    /// user a domain. RFC 5922 §7.1, RFC 8591 §4.4.1.
    public init(of certificate: Certificate) {
        names = certificate.facts.uris
        uris = certificate.facts.uris.compactMap { try? SIPURI.parse($0) }
        addresses = uris.map(\.addressOfRecord)
        presentities = uris.filter { !$0.isDomain }.map(\.presentity)
        let unreadable = certificate.facts.uris.filter(Self.isUnreadable)
        telephoneNumbers = certificate.facts.uris.compactMap { TelephoneURI.parse($0) }
        unusableNames =
            certificate.facts.unusableNames
            + unreadable.map { UnusableName(.uri, $0.utf8, reason: .notURI, mayNameUser: true) }
        mayNameUserUnusably = certificate.facts.mayNameUserUnusably || !unreadable.isEmpty
        let sip = uris.filter { $0.scheme == .sip || $0.scheme == .sips }
        // Beside the name of a domain a number makes neither a user's certificate nor leaves it a domain's.
        let isNumbersAlone = uris.isEmpty && certificate.facts.dnsNames.isEmpty && !telephoneNumbers.isEmpty
        if uris.contains(where: { !$0.isDomain }) || isNumbersAlone {
            kind = .user
            domainNames = []
        } else if mayNameUserUnusably || certificate.facts.uris.contains(where: Self.isTelephoneURI) {
            kind = nil
            domainNames = []
        } else if sip.isEmpty {
            // No wildcards (RFC 5922 §7.2): a name with "*" equals no host.
            domainNames = certificate.facts.dnsNames.map { $0.lowercased() }
            kind = domainNames.isEmpty ? nil : .domain
        } else {
            kind = .domain
            domainNames = sip.map { $0.host.lowercased() }
        }
    }

    /// Whether the text is, or may be, of a scheme that SIP knows and against its grammar; without a scheme it may.
    private static func isUnreadable(_ text: String) -> Bool {
        UserURIScheme.mayBegin(text.utf8) && !isTelephoneURI(text) && (try? SIPURI.parse(text)) == nil
    }

    /// Whether the text is a tel URI, which names a user and no domain (RFC 3966).
    private static func isTelephoneURI(_ text: String) -> Bool { text.lowercased().hasPrefix("tel:") }

    /// The URIs in subjectAltName, and the names that are skipped, each with the reason, so that a refusal says why a
    /// certificate does not speak for what its holder put into it.
    var namesForPeople: [String] {
        // `names` already has those that are not valid URIs of their scheme.
        names
            + unusableNames.filter { $0.reason != .notURI }.prefix(4).map {
                "\($0.kind.rawValue) '\($0.text)' (skipped: \($0.reason))"
            }
    }

    /// Whether a user's certificate owns `uri`: the same scheme, user and host (RFC 3261 §23.2).
    public func owns(_ uri: SIPURI) -> Bool {
        guard kind == .user, !uri.isDomain else { return false }
        // The address begins with the scheme.
        return addresses.contains(uri.addressOfRecord)
    }

    /// Whether a domain's certificate is that of `uri`'s domain (RFC 5922 §7.2: the whole name, no suffix).
    public func isAuthority(for uri: SIPURI) -> Bool {
        kind == .domain && domainNames.contains(uri.host.lowercased())
    }

    /// Whether the document's `entity` is the certificate's own: one of its user's, or in its domain.
    public func covers(entity: SIPURI) -> Bool {
        switch kind {
        case .user: presentities.contains(entity.presentity)
        case .domain: isAuthority(for: entity)
        case nil: false
        }
    }

    /// Whether an envelope for `uri` may be made for the certificate: it owns the user, or is the domain named.
    public func isRecipient(_ uri: SIPURI) -> Bool {
        uri.isDomain ? isAuthority(for: uri) : owns(uri)
    }
}

extension SIPURI {
    /// One text for all URIs that name the same presentity, see ``SIPURI/namesSamePresentity(as:)``.
    var presentity: String {
        let address = addressOfRecord
        return scheme == .sips ? address : String(address.drop { $0 != ":" })
    }
}
