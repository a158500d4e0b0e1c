import MIME
import SIPMessage

/// Which header fields of a tunnelled message stand outside as well, where everybody on the way reads them.
public enum OuterHeaderPolicy: Sendable, Equatable {
    /// All, as they are.
    case none
    /// Those that SIP needs: left out are display names, and the fields for the other end alone (RFC 3261 §23.4.1.2,
    /// RFC 3323 §4.1).
    ///
    /// Expires, Require, Proxy-Require, Supported, Unsupported, Accept and Event stay: without them SIP means something
    /// else.
    case minimal
    /// As ``minimal``, without P-Preferred-Identity and P-Access-Network-Info; and what `Dialog` says.
    ///
    /// Only for a request that begins a dialog or stands alone, and is no NOTIFY.
    case anonymous(Dialog)
    /// All but these.
    case leavingOut(OmittedFields)

    /// What an anonymous message does with the fields that a response brings back.
    public enum Dialog: Sendable {
        /// From and Call-ID stay as they are.
        case kept
        /// From is the anonymous form of RFC 3323 §4.1.1.3, with its tag, and Call-ID is random.
        case rewritten
    }

    /// Whether the field is left out of the outside.
    func leavesOut(_ name: HeaderName) -> Bool {
        switch self {
        case .none: false
        case .minimal: OmittedFields.forTheOtherEnd.contains(name)
        case .anonymous: OmittedFields.forTheOtherEnd.contains(name) || OmittedFields.telling.contains(name)
        case .leavingOut(let omitted): omitted.names.contains(name)
        }
    }

    /// Whether From, To and Contact are without their display names.
    var leavesOutDisplayNames: Bool {
        switch self {
        case .none, .leavingOut: false
        case .minimal, .anonymous: true
        }
    }
}

/// Header fields that a sender leaves out of the outside of a tunnelled message, checked: SIP works without them.
public struct OmittedFields: Sendable, Equatable {
    let names: Set<HeaderName>

    /// Longer lists are refused.
    private static let maximumNames = 256

    /// Takes a list with one name a line; empty lines and those that begin with "#" count for nothing.
    ///
    /// - Throws: ``SMIMEError/outerFieldNecessary(_:)`` for a field that must stand outside,
    ///   ``SMIMEError/outerFieldUnknown(_:)`` for a name that no field has, since a misspelt one would stay readable;
    ///   ``SMIMEError/tooLarge(limit:)`` for too many.
    public init(list: String) throws(SMIMEError) {
        var names: Set<HeaderName> = []
        for line in list.split(whereSeparator: \.isNewline) {
            let text = line.drop(while: \.isWhitespace)
            let word = String(text.prefix { !$0.isWhitespace })
            guard !word.isEmpty, !word.hasPrefix("#") else { continue }
            let rest = text.dropFirst(word.count)
            guard rest.allSatisfy(\.isWhitespace) else { throw .outerFieldUnknown(String(text)) }
            names.insert(try Self.checked(word))
            guard names.count <= Self.maximumNames else { throw .tooLarge(limit: Self.maximumNames) }
        }
        self.names = names
    }

    private static func checked(_ word: String) throws(SMIMEError) -> HeaderName {
        let name = HeaderName(word)
        if forTheOtherEnd.contains(name) || telling.contains(name) || others.contains(name) { return name }
        // Extensions without a registration (RFC 3261 §8.1.1, RFC 6648).
        if word.lowercased().hasPrefix("x-"), word.utf8.allSatisfy(Octet.isToken) { return name }
        throw TunnelRule.isKnown(name) ? .outerFieldNecessary(name.longForm) : .outerFieldUnknown(word)
    }

    /// What RFC 3261 §23.4.1.2 has as end-to-end and RFC 3323 §4.1 lets a user agent leave out, and what later documents
    /// added for the other end alone.
    static let forTheOtherEnd: Set<HeaderName> = [
        "Subject", "Organization", "User-Agent", "Server", "Reply-To", "In-Reply-To", "Call-Info",
        "Alert-Info",
        "Error-Info", "Warning", "Accept-Encoding", "Accept-Language", "Retry-After", "Authentication-Info",
        "Referred-By", "User-to-User", "Geolocation",
    ]

    /// What names the sender or its cell to the network.
    static let telling: Set<HeaderName> = ["P-Preferred-Identity", "P-Access-Network-Info"]

    /// What else may be left out where somebody asks for it by name.
    private static let others: Set<HeaderName> = [
        "Allow", "Allow-Events", "Cellular-Network-Info", "Geolocation-Error", "Geolocation-Routing",
        "P-Preferred-Service", "Permission-Missing", "Reason", "Session-ID", "Suppress-If-Match",
        "Target-Dialog",
        "Trigger-Consent",
    ]
}
