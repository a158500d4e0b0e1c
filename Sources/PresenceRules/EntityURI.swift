import SIPMessage

/// The URI of a watcher or presentity, and what it is compared by.
///
/// SIP, SIPS, PRES and IM URIs are compared as addresses-of-record (RFC 3261 §10.3), each scheme with itself: RFC 5025
/// §3.1.1.2 has URIs of different schemes never equivalent. Numbers of `tel:` are compared without their visual
/// separators (RFC 3966 §4), domains without case and without a dot at the end.
public struct EntityURI: Sendable, Hashable {
    /// As it was written.
    public let text: String
    /// The domain in lower case; nil where the scheme has none.
    let domain: String?
    /// The same for all URIs that name this entity.
    private let key: String

    /// Reads a URI of any scheme; nil where `text` is none, or not in ASCII: what is beyond it is written with escapes.
    public init?(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return nil }
        let scheme = String(text[..<colon]).lowercased()
        let rest = String(text[colon...].dropFirst())
        guard let first = scheme.utf8.first, (0x61...0x7A).contains(first), !rest.isEmpty,
            scheme.utf8.allSatisfy({ (0x61...0x7A).contains($0) || "0123456789+-.".utf8.contains($0) })
        else { return nil }
        self.text = text
        if SIPURI.Scheme(rawValue: scheme) != nil {
            guard let uri = try? SIPURI.parse(text) else { return nil }
            (key, domain) = Self.identity(of: uri)
        } else {
            (key, domain) = Self.identity(scheme: scheme, rest: rest)
        }
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

    private static func identity(scheme: String, rest: String) -> (key: String, domain: String?) {
        if scheme == "tel" {
            let parts = rest.split(separator: ";", omittingEmptySubsequences: false).map { $0.lowercased() }
            let number = parts[0].filter { !"-.()".contains($0) }
            return ("tel:" + ([number] + parts.dropFirst().sorted()).joined(separator: ";"), nil)
        }
        guard scheme == "mailto", let separator = rest.lastIndex(of: "@") else {
            return ("\(scheme):\(rest)", nil)
        }
        let host = comparableHost(String(rest[separator...].dropFirst().prefix { $0 != "?" }))
        return ("mailto:\(rest[...separator])\(host)", host)
    }

    private static func comparableHost(_ host: String) -> String {
        let lowercase = host.lowercased()
        return lowercase.hasSuffix(".") ? String(lowercase.dropLast()) : lowercase
    }
}
