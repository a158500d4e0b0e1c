public import CMS
public import SIPMessage

/// The SIP identity of a certificate: one user, by each of its URIs, or a domain.
public struct CertificateIdentity: Sendable, Equatable {
    /// The two kinds of certificate (RFC 3261 §23.1, RFC 5922).
    public enum Kind: String, Sendable {
        /// Names users by SIP URIs with a user part.
        case user
        /// Names a domain by a SIP URI without one or, if there is no SIP URI at all, by DNS name.
        case domain
    }

    /// The kind; nil if the certificate names no SIP identity.
    public let kind: Kind?
    /// The URIs in subjectAltName with a scheme used in SIP (sip, sips, pres, im), in their order.
    public let uris: [SIPURI]
    /// The global telephone numbers in subjectAltName (RFC 3966), in their order.
    public let telephoneNumbers: [TelephoneURI]
    /// The domains of a domain's certificate, in lower case; empty for a user's.
    public let domainNames: [String]
    /// The entries of subjectAltName from which no name is read; of malformed URIs the first hundred.
    public let unusableNames: [UnusableName]
    /// Whether one of them is or may be a sip, sips, pres, im or tel URI; such a
    /// certificate has no domain identity.
    public let mayNameUnreadableUser: Bool
    private let names: [String]
    /// The address-of-record of each URI, and the presentity that each user's URI names.
    private let addresses: [String]
    private let presentities: [String]

    /// Reads the identity from subjectAltName; the common name is ignored.
    ///
    /// A certificate with a user's URI is a user's, whatever else it names: it never represents a domain. The
    /// same holds if it has, or may have, an unreadable user's URI: ignoring that name would turn a user into
    /// a domain. RFC 5922 §7.1, RFC 8591 §4.4.1.
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
        mayNameUnreadableUser = certificate.facts.mayNameUnreadableUser || !unreadable.isEmpty
        let sip = uris.filter { $0.scheme == .sip || $0.scheme == .sips }
        // A number next to a domain name makes the certificate neither a user's nor a domain's.
        let isNumbersAlone = uris.isEmpty && certificate.facts.dnsNames.isEmpty && !telephoneNumbers.isEmpty
        if uris.contains(where: { !$0.isDomain }) || isNumbersAlone {
            kind = .user
            domainNames = []
        } else if mayNameUnreadableUser || certificate.facts.uris.contains(where: Self.isTelephoneURI) {
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

    /// Returns whether the text has or may have a SIP scheme and violates its
    /// grammar; without a scheme it may.
    private static func isUnreadable(_ text: String) -> Bool {
        UserURIScheme.mayBegin(Array(text.utf8)) && !isTelephoneURI(text) && (try? SIPURI.parse(text)) == nil
    }

    /// Returns whether the text is a tel URI, which names a user and never a domain (RFC 3966).
    private static func isTelephoneURI(_ text: String) -> Bool { text.lowercased().hasPrefix("tel:") }

    /// The URIs in subjectAltName, and the skipped names with the reason of each, so that a refusal explains
    /// why a certificate does not represent a name that its holder put into it.
    var displayNames: [String] {
        // `names` already has those that are not valid URIs of their scheme.
        names
            + unusableNames.filter { $0.reason != .notURI }.prefix(4).map {
                "\($0.kind.rawValue) '\($0.text)' (skipped: \($0.reason))"
            }
    }

    /// Returns whether a user's certificate owns `uri`: the same scheme, user and host (RFC 3261 §23.2).
    public func owns(_ uri: SIPURI) -> Bool {
        guard kind == .user, !uri.isDomain else { return false }
        // The address begins with the scheme; it need not be written for a URI that is listed as it is.
        return uris.contains(uri) || addresses.contains(uri.addressOfRecord)
    }

    /// Returns whether a domain's certificate is that of `uri`'s domain (RFC 5922
    /// §7.2: the whole name, no suffix).
    public func isAuthority(for uri: SIPURI) -> Bool {
        kind == .domain && domainNames.contains(uri.host.lowercased())
    }

    /// Returns whether the document's `entity` belongs to the certificate: it is one of
    /// its user's, or in its domain.
    public func covers(entity: SIPURI) -> Bool {
        switch kind {
        case .user: !entity.isDomain && uris.contains(entity) || presentities.contains(entity.presentity)
        case .domain: isAuthority(for: entity)
        case nil: false
        }
    }

    /// Returns whether content for `uri` may be encrypted to the certificate: it owns the
    /// user, or is the domain named.
    public func isRecipient(_ uri: SIPURI) -> Bool {
        uri.isDomain ? isAuthority(for: uri) : owns(uri)
    }
}

extension SIPURI {
    /// One text for all URIs that name the same presentity; see ``SIPURI/namesSamePresentity(as:)``.
    var presentity: String {
        let address = addressOfRecord
        return scheme == .sips ? address : String(Substring(address.utf8.drop { $0 != 0x3A }))
    }
}
