import Octets

/// A SIP or SIPS URI (RFC 3261 §19.1), or a PRES or IM URI, which have the same
/// structure (RFC 3859 §3, RFC 3860 §3).
///
/// The parts are kept as written, with their escapes; comparison decodes them. `==` compares the parts as
/// they are written; use `isEquivalent(to:)` for the rules of RFC 3261.
public struct SIPURI: Sendable, Hashable {
    /// The supported schemes.
    public enum Scheme: String, Sendable, CaseIterable {
        /// A SIP resource.
        case sip
        /// A SIP resource that is reached over TLS only.
        case sips
        /// A presentity (RFC 3859).
        case pres
        /// An instant inbox (RFC 3860).
        case im
    }

    /// The scheme, whatever its case in the text.
    public let scheme: Scheme
    /// The user as written, with its escapes; nil without "@".
    public let user: String?
    /// The password as written, with its escapes; nil if it is absent.
    public let password: String?
    /// The host as written: a name, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// The port; nil if it is absent.
    public let port: UInt16?
    /// The URI parameters in their order, with their escapes.
    public let parameters: [HeaderParameter]
    /// The header fields after "?", in their order, with their escapes.
    public let headers: [HeaderParameter]

    /// Whether the URI names a domain rather than a user in it (RFC 5922 §7.1).
    public var isDomain: Bool { user == nil }

    /// The URI of its domain: `sip:example.com` for `sip:alice@example.com`.
    ///
    /// The host is in lower case; everything except scheme and host is dropped.
    public var domain: String { "\(scheme.rawValue):\(host.asciiLowercased)" }

    /// The address-of-record in its canonical spelling, for storing certificates and for display.
    ///
    /// Scheme and host are in lower case. Unnecessary escapes of the user are decoded, necessary ones written
    /// with capital digits. Password, parameters, header fields and the default port of the scheme (5060, for
    /// SIPS 5061) are dropped. The case of the user is kept (RFC 3261 §10.3 step 5, §19.1.4).
    public var addressOfRecord: String {
        let address = addressOfRecordURI
        let userPart = address.user.map { "\($0)@" } ?? ""
        let portPart = address.port.map { ":\($0)" } ?? ""
        return "\(scheme.rawValue):\(userPart)\(address.host)\(portPart)"
    }

    /// The URI that ``addressOfRecord`` spells.
    public var addressOfRecordURI: SIPURI {
        let defaultPort: UInt16 = scheme == .sips ? 5061 : 5060
        return SIPURI(
            scheme: scheme, user: user.map(Self.normalized), password: nil, host: host.asciiLowercased,
            port: port == defaultPort ? nil : port, parameters: [], headers: [])
    }
}
