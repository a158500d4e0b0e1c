public import Octets
public import SIPMessage

/// The user whose access leg a message passes.
public enum LegRole: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// Between the presentity's terminal and its P-CSCF: Peu.
    case presentity
    /// Between the watcher's terminal and its P-CSCF: Pw.
    case watcher

    /// Determines the leg of a message and of its response: publications pass the presentity's, subscriptions
    /// and notifications the watcher's.
    ///
    /// A subscriber to its own `presence.winfo` asks for its watchers, and so is the presentity (RFC 3857); a
    /// subscriber to that of another user is a watcher. Other methods pass the leg of the user in question;
    /// the presentity's is assumed.
    public init(of message: SIPMessage) {
        switch message.method {
        case "SUBSCRIBE", "NOTIFY":
            let event = message.event.flatMap(TokenWithParameters.parse)?.token.lowercased()
            let user = message.from.sipURI?.addressOfRecord
            let isOwn = user != nil && user == message.to.sipURI?.addressOfRecord
            self = event == "presence.winfo" && isOwn ? .presentity : .watcher
        default: self = .presentity
        }
    }

    /// Returns the legs of messages that belong together.
    ///
    /// A message that neither publishes nor watches, such as a REGISTER, passes the leg of its user. That is
    /// the watcher's leg if the user watches in another of the messages and publishes in none.
    public static func all(of messages: [SIPMessage]) -> [LegRole] {
        var users: [LegRole: Set<String>] = [:]
        for message in messages where isImplied(by: message) {
            users[LegRole(of: message), default: []].insert(message.terminalUser)
        }
        return messages.map { message in
            guard !isImplied(by: message) else { return LegRole(of: message) }
            let user = message.terminalUser
            let watches = users[.watcher]?.contains(user) ?? false
            let publishes = users[.presentity]?.contains(user) ?? false
            return watches && !publishes ? .watcher : LegRole(of: message)
        }
    }

    /// Whether the method of a message implies the leg: it publishes or watches.
    public static func isImplied(by message: SIPMessage) -> Bool {
        message.isOfEventPackage
    }
}

extension SIPMessage {
    /// The URI of the user whose terminal sends or receives the message, as written.
    ///
    /// That is the receiver of a NOTIFY and the sender of any other request. A response has the
    /// From and To of its request (RFC 3261 §8.2.6.2). A third-party registration (RFC 3261 §10.2)
    /// comes from the terminal in From.
    public var terminalUserURI: String { terminalAddress.uri }

    /// The address of record of that user, for comparisons.
    var terminalUser: String { terminalAddress.sipURI?.addressOfRecord ?? terminalAddress.uri }

    private var terminalAddress: NameAddress { method == "NOTIFY" ? to : from }
}

extension Direction {
    /// Determines the direction from the method: a NOTIFY goes to the terminal, all other requests come from
    /// it, and responses go the other way.
    init(of message: SIPMessage) {
        let isToTerminal = (message.method == "NOTIFY") == message.isRequest
        self = isToTerminal ? .toTerminal : .fromTerminal
    }
}
