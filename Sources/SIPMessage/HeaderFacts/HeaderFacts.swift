/// The facts about one header field in SIP, in one place for all uses.
///
/// The parser, the binding of a body, the tunnel of a message and the exposure report all use them. A field
/// that is missing in the table gets the assumptions of ``init(unlisted:key:)``.
public struct HeaderFacts: Sendable, Equatable {
    /// The long form, as in the IANA registry.
    public let name: String
    /// The one-letter form (RFC 3261 §7.3.3); nil if there is none.
    public let compactForm: String?
    /// The form of its values in a header.
    public let form: Form
    /// The party that may write it.
    public let writer: Writer
    /// The reader of the field.
    public let role: Role
    /// Whether a tunnel may omit it from the outer message.
    public let omission: Omission
    /// Whether receivers ignore it in an inner message (RFC 3261 §23.4.1.2).
    public let isIgnoredInside: Bool
    /// The replacement in an anonymous tunnel; nil if there is none.
    public let rewriting: Rewriting?
    /// Whether its values have display names, which most tunnels omit from the outer
    /// message (RFC 3323 §4.1.1.1).
    public let hasDisplayName: Bool
    /// The party that its value names; nil if it names no party of the message.
    public let party: Party?
    /// Whether it binds a signed body to its message; nil if it does not.
    public let binding: Binding?

    /// Creates a row of the table.
    init(
        _ name: String, compact: String? = nil, _ form: Form, _ writer: Writer,
        _ role: Role, _ omission: Omission = .never, ignoredInside: Bool = false,
        rewriting: Rewriting? = nil, hasDisplayName: Bool = false, party: Party? = nil,
        binding: Binding? = nil
    ) {
        self.name = name
        self.compactForm = compact
        self.form = form
        self.writer = writer
        self.role = role
        self.omission = omission
        self.isIgnoredInside = ignoredInside
        self.rewriting = rewriting
        self.hasDisplayName = hasDisplayName
        self.party = party
        self.binding = binding
    }

    /// Creates the assumed facts of a field that is not in the table.
    ///
    /// `Content-` describes a body, networks write `P-` for themselves (RFC 3427 §4.1, RFC
    /// 7315), and no server needs `X-` (RFC 6648). All other fields are end to end (RFC 3261
    /// §20). `key` is the name in lower case.
    init(unlisted name: String, key: String) {
        self.init(
            name, .undivided, .proxies,
            key.hasPrefix("content-") ? .content : key.hasPrefix("p-") ? .hop : .endToEnd,
            key.hasPrefix("x-") ? .onRequest : .never)
    }
}
