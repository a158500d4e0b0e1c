import Octets
import SIPMessage

/// The URI of a watcher or presentity, and what it is compared by.
///
/// SIP, SIPS, PRES and IM URIs are compared as addresses-of-record (RFC 3261 §10.3), each scheme with itself: RFC 5025
/// §3.1.1.2 has URIs of different schemes never equivalent. Numbers of `tel:` are compared without their visual
/// separators (RFC 3966 §4), domains without case and without a dot at the end. A `mailto:` is one plain address, or none.
public struct EntityURI: Sendable, Hashable {
    /// As it was written.
    public let text: String
    /// The domain in lower case; nil where the scheme has none.
    let domain: String?
    /// User and host without scheme and port, for SIP, SIPS, PRES and IM; nil for other schemes.
    private let address: String?
    /// The same for all URIs that name this entity.
    private let key: String

    /// Reads a URI of any scheme; nil where `text` is none, or not in ASCII: what is beyond it is written with escapes.
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

    /// Whether an exception for `other` leaves this entity out: also under another scheme of SIP, or at another port.
    ///
    /// An exception only narrows, and whoever is left out must not come back as `sips:` or `pres:`.
    func isExcepted(by other: EntityURI) -> Bool {
        self == other || address.map { $0 == other.address } ?? false
    }

    /// Whether both name one entity.
    public static func == (left: EntityURI, right: EntityURI) -> Bool { left.key == right.key }

    /// Hashes what is compared.
    public func hash(into hasher: inout Hasher) { hasher.combine(key) }

    /// The domain of an attribute of a rule in the spelling it is compared in; nil where it is none, or not in ASCII.
    ///
    /// RFC 4745 §7.1.3 has domains compared in the form that DNS knows. A domain in another form is not converted but
    /// refused: an exception that never matches would grant.
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

    /// Nil for a `mailto:` with anything but one address: query, fragment, list and escapes could hide the domain.
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
