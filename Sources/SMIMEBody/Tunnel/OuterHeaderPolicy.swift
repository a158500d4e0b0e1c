import MIME
import Octets
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
        case .minimal: name.facts.isOmitted(whenAnonymous: false)
        case .anonymous: name.facts.isOmitted(whenAnonymous: true)
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
        let facts = name.facts
        switch facts.omission {
        case .byDefault, .whenAnonymous, .onRequest:
            if name.isListed || word.utf8.allSatisfy(ASCII.isToken) { return name }
            throw .outerFieldUnknown(word)
        case .never:
            // What no table has and every hop may need is a field all the same.
            throw name.isListed || facts.role != .endToEnd
                ? .outerFieldNecessary(name.longForm) : .outerFieldUnknown(word)
        }
    }
}
