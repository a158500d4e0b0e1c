extension HeaderFacts {
    /// How the values of a field stand in a header.
    public enum Form: Sendable {
        /// At most once: it decides how a message is read, and two of them would mean two readings.
        case single
        /// As a list with commas between its elements (RFC 3261 §7.3.1).
        case list
        /// As one value, which is never split.
        case undivided
    }

    /// Who may write a field.
    public enum Writer: Sendable {
        /// Only the two ends (RFC 3261 §20, §23.4.1.2; RFC 6665 §8.2; RFC 3903 §11.3).
        case ends
        /// The ends, and proxies too: they may add one (RFC 3261 §20, Table 2).
        case proxies
        /// The network alone, after the user agent has sent the message.
        case network
    }

    /// Whom a field is for, which decides whether the value inside a tunnel counts or the one outside
    /// (RFC 3261 §23.4.1).
    public enum Role: Sendable {
        /// Dialogs and transactions are found by it: outside is what was declared, and counts.
        case dialog
        /// It is for the other end: outside is what was declared, inside counts.
        case endToEnd
        /// It describes a body: that inside, or the protected one outside.
        case content
        /// The sender writes it for the network, which may change or remove it: inside it is the sender's word.
        case network
        /// Proxies write it or must be able to read it: inside it means nothing.
        case hop
    }

    /// Whether a tunnel may leave a field out of the outside (RFC 3261 §23.4.1.2, RFC 3323 §4.1).
    public enum Omission: Sendable {
        /// It is left out by default.
        case byDefault
        /// It is left out of an anonymous outside.
        case whenAnonymous
        /// It is left out only if the sender names it.
        case onRequest
        /// It always stands outside.
        case never
    }

    /// What an anonymous tunnel may write in place of the value.
    public enum Rewriting: Sendable {
        /// The anonymous form with the same tag (RFC 3323 §4.1.1.3).
        case anonymousAddress
        /// A random identifier, with a host that tells nothing.
        case randomIdentifier
    }

    /// Whom the value of a field names.
    public enum Party: Sendable {
        /// The one who sent the request, by an address.
        case sender
        /// The one who sent the request, by the user name of credentials.
        case account
        /// The one for whom the request is, by an address.
        case target
        /// The terminal of the one who wrote it, by an address.
        case terminal
        /// Another user, by an address.
        case other
    }

    /// How a field ties a signed body to its message (RFC 3893, RFC 3261 §23.4).
    public enum Binding: Sendable {
        /// It is signed with every body.
        case required
        /// It is signed if the message has it.
        case optional
    }
}
