import Octets

/// An entry of subjectAltName from which no name is read; the rest of its certificate counts.
public struct UnusableName: Sendable, Equatable {
    /// The kind of an entry (RFC 5280 §4.2.1.6), by its name there.
    public enum Kind: String, Sendable {
        case uri = "uniformResourceIdentifier"
        case dns = "dNSName"
        case mail = "rfc822Name"
        case other = "otherName"
        case directory = "directoryName"
        case ipAddress = "iPAddress"
        case registeredID
        case x400 = "x400Address"
        case ediParty = "ediPartyName"
    }

    /// Why it is skipped.
    public enum Reason: Sendable {
        /// It has blanks, control characters, NUL or octets beyond ASCII: two readers could see two names.
        case characters
        /// It is longer than any name in use.
        case tooLong
        /// It is not a URI, or not a valid one of its scheme.
        case notURI
        /// It seems to contain a URI, although its kind has none.
        case hiddenURI
    }

    /// The kind of entry.
    public let kind: Kind
    /// The first octets of the entry; other octets than printable ASCII as `\\xHH`.
    public let text: String
    /// Why it is skipped.
    public let reason: Reason
    /// Whether it is or may be a sip, sips, pres, im or tel URI; then its certificate has no domain identity.
    public let mayNameUser: Bool

    /// Creates the value; the first 100 of `octets` are kept.
    public init(_ kind: Kind, _ octets: some Collection<UInt8>, reason: Reason, mayNameUser: Bool) {
        self.kind = kind
        let shown = octets.prefix(100).map { octet in
            ASCII.isPrintable(octet) && octet != ASCII.backslash
                ? String(UnicodeScalar(octet))
                : "\\x" + Hexadecimal.text([octet], .upperCase)
        }
        text = shown.joined() + (octets.count > 100 ? "..." : "")
        self.reason = reason
        self.mayNameUser = mayNameUser
    }
}

extension UnusableName: CustomStringConvertible {
    /// The entry and the reason why it is skipped.
    public var description: String { "\(kind.rawValue) '\(text)': \(reason)" }
}

extension UnusableName.Reason: CustomStringConvertible {
    /// A sentence that says what is wrong.
    public var description: String {
        switch self {
        case .characters: "it has invalid characters"
        case .tooLong: "it is too long"
        case .notURI: "it is not a valid URI of its scheme"
        case .hiddenURI: "it may contain a URI"
        }
    }
}
