import Octets

/// A SIP or SIPS URI (RFC 3261 §19.1), or a PRES or IM URI, which have the same shape (RFC 3859 §3, RFC 3860 §3).
///
/// The pieces are kept as written, escapes included; comparison undoes them. `==` compares the pieces as they are
/// written; use `isEquivalent(to:)` for the rules of RFC 3261.
public struct SIPURI: Sendable, Hashable {
    /// The schemes this type can hold.
    public enum Scheme: String, Sendable {
        /// A SIP resource.
        case sip
        /// A SIP resource that is reached over TLS only.
        case sips
        /// A presentity (RFC 3859).
        case pres
        /// An instant inbox (RFC 3860).
        case im
    }

    /// The scheme; written in any case.
    public let scheme: Scheme
    /// The user as written, escapes included; nil when there is no "@".
    public let user: String?
    /// The password as written, escapes included; nil when absent.
    public let password: String?
    /// The host as written: a name, an IPv4 address, or an IPv6 address in brackets.
    public let host: String
    /// The port, nil when absent.
    public let port: UInt16?
    /// The URI parameters in their order, escapes included.
    public let parameters: [HeaderParameter]
    /// The header fields after "?", in their order, escapes included.
    public let headers: [HeaderParameter]

    /// Whether the URI names a domain rather than a user in it (RFC 5922 §7.1).
    public var isDomain: Bool { user == nil }

    /// The URI of the domain this URI lies in: `sip:example.com` for `sip:alice@example.com`.
    ///
    /// The host is in lower case; everything but scheme and host is left out.
    public var domain: String { "\(scheme.rawValue):\(host.asciiLowercased)" }

    /// The address-of-record in one spelling, to file certificates under and to show.
    ///
    /// Scheme and host are in lower case; escapes of the user are undone where they need not be and written with
    /// capital digits where they must; password, parameters, header fields and the default port of the scheme (5060,
    /// for SIPS 5061) are left out; the case of the user counts (RFC 3261 §10.3 step 5, §19.1.4).
    public var addressOfRecord: String {
        let address = addressOfRecordURI
        let userPart = address.user.map { "\($0)@" } ?? ""
        let portPart = address.port.map { ":\($0)" } ?? ""
        return "\(scheme.rawValue):\(userPart)\(address.host)\(portPart)"
    }

    /// The same in pieces: what reading ``addressOfRecord`` gives.
    public var addressOfRecordURI: SIPURI {
        let defaultPort: UInt16 = scheme == .sips ? 5061 : 5060
        return SIPURI(
            scheme: scheme, user: user.map(Self.normalized), password: nil, host: host.asciiLowercased,
            port: port == defaultPort ? nil : port, parameters: [], headers: [])
    }
}
