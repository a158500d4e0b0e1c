import MIME
import Octets
import SIPMessage

/// The header fields of a tunnelled message that are also outside, where every proxy can read them.
public enum OuterHeaderPolicy: Sendable, Equatable {
    /// All, unchanged.
    case none
    /// Those that SIP needs: display names and end-to-end fields are omitted (RFC
    /// 3261 §23.4.1.2, RFC 3323 §4.1).
    ///
    /// Expires, Require, Proxy-Require, Supported, Unsupported, Accept and Event stay: without them the
    /// message has another meaning in SIP.
    case minimal
    /// As ``minimal``, without P-Preferred-Identity and P-Access-Network-Info; `Dialog` says
    /// how From and Call-ID appear.
    ///
    /// Only for a request other than NOTIFY that begins a dialog or stands alone.
    case anonymous(Dialog)
    /// All except these.
    case omitting(OmittedFields)

    /// How an anonymous message treats the fields that a response returns.
    public enum Dialog: Sendable {
        /// From and Call-ID stay as they are.
        case kept
        /// From is the anonymous form of RFC 3323 §4.1.1.3, with its tag, and Call-ID is random.
        case rewritten
    }

    /// Returns whether the field is omitted outside.
    func omits(_ name: HeaderName) -> Bool {
        switch self {
        case .none: false
        case .minimal: name.facts.isOmitted(whenAnonymous: false)
        case .anonymous: name.facts.isOmitted(whenAnonymous: true)
        case .omitting(let omitted): omitted.names.contains(name)
        }
    }

    /// Whether From, To and Contact have no display names outside.
    var omitsDisplayNames: Bool {
        switch self {
        case .none, .omitting: false
        case .minimal, .anonymous: true
        }
    }
}

/// Header fields that a sender omits from the outer part of a tunnelled message;
/// checked: SIP works without them.
public struct OmittedFields: Sendable, Equatable {
    let names: Set<HeaderName>

    /// The number of names at most.
    private static let maximumNames = 256

    /// Parses a list with one name a line; empty lines and lines that begin with "#" are ignored.
    ///
    /// - Throws: ``SMIMEError/outerFieldNecessary(_:)`` for a field that must be outside,
    ///   ``SMIMEError/outerFieldUnknown(_:)`` for an unknown name, since the field meant by a misspelt one
    ///   would stay readable; ``SMIMEError/tooLarge(limit:)`` if there are too many.
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
            // An unlisted field that a proxy may need is a field all the same.
            throw name.isListed || facts.role != .endToEnd
                ? .outerFieldNecessary(name.longForm) : .outerFieldUnknown(word)
        }
    }
}
