/// The address of a user or server: a SIP URI, or a global telephone number.
public enum AddressURI: Sendable, Hashable {
    /// A SIP, SIPS, PRES or IM URI.
    case sip(SIPURI)
    /// A tel URI (RFC 3966).
    case telephone(TelephoneURI)

    /// Reads an address; nil for a text that is neither.
    public static func parse(_ text: String) -> AddressURI? {
        if let uri = try? SIPURI.parse(text) { return .sip(uri) }
        return TelephoneURI.parse(text).map { .telephone($0) }
    }

    /// The SIP URI; nil for a telephone number.
    public var sipURI: SIPURI? {
        switch self {
        case .sip(let uri): uri
        case .telephone: nil
        }
    }

    /// The canonical spelling for storing certificates and for display: ``SIPURI/addressOfRecord`` or
    /// ``TelephoneURI/canonical``.
    public var addressOfRecord: String {
        switch self {
        case .sip(let uri): uri.addressOfRecord
        case .telephone(let number): number.canonical
        }
    }

    /// Whether the address names a domain; a telephone number never does.
    public var isDomain: Bool { sipURI?.isDomain == true }

    /// Returns whether two addresses name one presentity without the help of certificates: of one
    /// kind, by the rules of that kind.
    ///
    /// Only a certificate can state that a telephone number and a SIP URI are one presentity.
    public func namesSamePresentity(as other: AddressURI) -> Bool {
        switch (self, other) {
        case (.sip(let left), .sip(let right)): left.namesSamePresentity(as: right)
        case (.telephone(let left), .telephone(let right)): left == right
        case (.sip, .telephone), (.telephone, .sip): false
        }
    }
}

extension SIPURI {
    /// The number before the "@" of a URI with `user=phone`, once and in lower case
    /// (RFC 3261 §19.1.1); else nil.
    public var telephoneNumber: TelephoneURI? {
        let kinds = parameters.filter { Self.normalized($0.name).lowercased() == "user" }
        guard scheme == .sip, kinds == [HeaderParameter(name: "user", value: "phone")], password == nil,
            let user
        else { return nil }
        return TelephoneURI.parse("tel:\(user)")
    }
}

extension NameAddress {
    /// The address; nil for a URI of another scheme and for a local number.
    public var address: AddressURI? { sipURI.map { .sip($0) } ?? AddressURI.parse(uri) }
}
