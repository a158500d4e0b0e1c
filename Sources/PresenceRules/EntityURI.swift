import Octets
import SIPMessage

/// The URI of a watcher or presentity, with its key for comparison.
///
/// SIP, SIPS, PRES and IM URIs are compared as addresses-of-record (RFC 3261 §10.3), within one scheme: by
/// RFC 5025 §3.1.1.2 URIs of different schemes are never equivalent. Numbers of `tel:` are compared
/// without their visual separators (RFC 3966 §4), domains without case and without a dot at the end. A
/// `mailto:` must be one plain address.
public struct EntityURI: Sendable, Hashable {
    /// The text as written.
    public let text: String
    /// The domain in lower case; nil if the scheme has none.
    let domain: String?
    /// User and host without scheme and port, for SIP, SIPS, PRES and IM; nil for other schemes.
    private let address: String?
    /// A text that is the same for all URIs of this entity.
    private let key: String

    /// Reads a URI of any scheme; nil if `text` is not a URI, or not ASCII: other characters must be escaped.
    public init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let scheme = String(text[..<colon]).lowercased()
        let rest = String(text[colon...].dropFirst())
        guard ASCII.isScheme(scheme.utf8), !rest.isEmpty else { return nil }
        self.text = text
        if SIPURI.Scheme(rawValue: scheme) != nil {
            guard let uri = try? SIPURI.parse(text) else { return nil }
            (key, domain) = Self.identity(of: uri)
            let user = uri.addressOfRecordURI.user.map { "\($0)@" } ?? ""
            address = user + Self.comparableHost(uri.host)
        } else {
            guard let found = Self.identity(scheme: scheme, rest: rest) else { return nil }
            (key, domain) = found
            address = nil
        }
    }

    /// Returns whether an exception for `other` excludes this entity: also under another
    /// SIP scheme, or at another port.
    ///
    /// An exception only narrows, and an excluded watcher must not come back as `sips:` or `pres:`.
    func isExcepted(by other: EntityURI) -> Bool {
        self == other || address.map { $0 == other.address } ?? false
    }

    /// Returns whether both name one entity.
    public static func == (left: EntityURI, right: EntityURI) -> Bool { left.key == right.key }

    /// Hashes the compared value.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// Returns the domain in an attribute of a rule in its compared form; nil if it
    /// is not a domain, or not ASCII.
    ///
    /// By RFC 4745 §7.1.3 domains are compared in the form of DNS. A domain in another form is refused, not
    /// converted: an exception that never matches would grant.
    static func domain(_ text: String) -> String? {
        guard let uri = try? SIPURI.parse("sip:\(text)"), uri.user == nil, uri.host == text else {
            return nil
        }
        return comparableHost(text)
    }

    private static func identity(of uri: SIPURI) -> (key: String, domain: String) {
        let host = comparableHost(uri.host)
        let address = uri.addressOfRecord
        let separator = address.lastIndex(of: "@") ?? address.firstIndex(of: ":") ?? address.startIndex
        let port = address[separator...].dropFirst(1 + uri.host.utf8.count)
        return (address[...separator] + host + port, host)
    }

    /// Returns nil for a `mailto:` with anything but one address: query, fragment, list and
    /// escapes could hide the domain.
    private static func identity(scheme: String, rest: String) -> (key: String, domain: String?)? {
        if scheme == "tel" {
            let parts = rest.split(separator: ";", omittingEmptySubsequences: false).map { $0.lowercased() }
            let number = parts[0].filter { !"-.()".contains($0) }
            return ("tel:" + ([number] + parts.dropFirst().sorted()).joined(separator: ";"), nil)
        }
        guard scheme == "mailto" else { return ("\(scheme):\(rest)", nil) }
        let parts = rest.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, let user = parts.first, !user.isEmpty, let host = domain(String(parts[1])),
            !user.utf8.contains(where: { "?#%,;\"".utf8.contains($0) })
        else { return nil }
        return ("mailto:\(user)@\(host)", host)
    }

    private static func comparableHost(_ host: String) -> String {
        let lowercase = host.lowercased()
        return lowercase.hasSuffix(".") ? String(lowercase.dropLast()) : lowercase
    }
}
