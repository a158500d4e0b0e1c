/// What SIP knows of one header field, in one place for every reader of it.
///
/// The parser, the binding of a body, the tunnel of a message and the report on what stays readable all read this; a
/// field that is missing here gets what ``init(unlisted:key:)`` assumes.
public struct HeaderFacts: Sendable, Equatable {
    /// The long form, as the registry writes it.
    public let name: String
    /// The one-letter form (RFC 3261 §7.3.3), nil if there is none.
    public let compactForm: String?
    /// How its values stand in a header.
    public let form: Form
    /// Who may write it.
    public let writer: Writer
    /// Whom it is for.
    public let role: Role
    /// Whether a tunnel may leave it out of the outside.
    public let omission: Omission
    /// Whether receivers ignore one that came inside (RFC 3261 §23.4.1.2).
    public let isIgnoredInside: Bool
    /// What an anonymous tunnel may write in its place, nil if nothing.
    public let rewriting: Rewriting?
    /// Whether its values have display names, which most tunnels leave out of the outside (RFC 3323 §4.1.1.1).
    public let hasDisplayName: Bool
    /// Whom its value names, nil if it names no party of the message.
    public let party: Party?
    /// Whether it ties a signed body to its message, nil if it does not.
    public let binding: Binding?

    /// Makes a row of the table.
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

    /// Assumes of a field that the table does not have what holds for all extensions.
    ///
    /// `Content-` describes a body, networks write `P-` for themselves (RFC 3427 §4.1, RFC 7315), and no server needs
    /// `X-` (RFC 6648). Everything else is for the other end (RFC 3261 §20). `key` is the name in lower case.
    init(unlisted name: String, key: String) {
        self.init(
            name, .undivided, .proxies,
            key.hasPrefix("content-") ? .content : key.hasPrefix("p-") ? .hop : .endToEnd,
            key.hasPrefix("x-") ? .onRequest : .never)
    }
}
