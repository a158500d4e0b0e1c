extension HeaderFacts {
    /// The form of the values of a field in a header.
    public enum Form: Sendable {
        /// At most once: it determines how a message is read, and two of them would be ambiguous.
        case single
        /// As a list with commas between its elements (RFC 3261 §7.3.1).
        case list
        /// As one value, which is never split.
        case undivided
    }

    /// The party that may write a field.
    public enum Writer: Sendable {
        /// Only the two ends (RFC 3261 §20, §23.4.1.2; RFC 6665 §8.2; RFC 3903 §11.3).
        case ends
        /// The ends and proxies: proxies may add one (RFC 3261 §20, Table 2).
        case proxies
        /// Only the network, after the user agent has sent the message.
        case network
    }

    /// The reader of a field, which decides whether the value inside a tunnel counts or the
    /// one outside (RFC 3261 §23.4.1).
    public enum Role: Sendable {
        /// Dialogs and transactions: the outer value must be as declared, and counts.
        case dialog
        /// The other end: the outer value must be as declared, the inner one counts.
        case endToEnd
        /// The body that it describes: the inner one, or the protected one outside.
        case content
        /// The network, which may change or remove it: the inner value is the sender's statement.
        case network
        /// Proxies, which write it or must read it: it is ignored inside.
        case hop
    }

    /// Whether a tunnel may omit a field from the outer message (RFC 3261 §23.4.1.2, RFC 3323 §4.1).
    public enum Omission: Sendable {
        /// It is omitted by default.
        case byDefault
        /// It is omitted from an anonymous outer message.
        case whenAnonymous
        /// It is omitted only if the sender names it.
        case onRequest
        /// It is always in the outer message.
        case never
    }

    /// The replacement of the value in an anonymous tunnel.
    public enum Rewriting: Sendable {
        /// The anonymous form with the same tag (RFC 3323 §4.1.1.3).
        case anonymousAddress
        /// A random identifier, with a host that discloses nothing.
        case randomIdentifier
    }

    /// The party that the value of a field names.
    public enum Party: Sendable {
        /// The sender of the request, by an address.
        case sender
        /// The sender of the request, by the user name of credentials.
        case account
        /// The target of the request, by an address.
        case target
        /// The terminal of the writer, by an address.
        case terminal
        /// Another user, by an address.
        case other
    }

    /// The condition under which a field binds a signed body to its message (RFC 3893, RFC 3261 §23.4).
    public enum Binding: Sendable {
        /// It is signed with every body.
        case required
        /// It is signed if the message has it.
        case optional
    }
}
