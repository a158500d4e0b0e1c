public import Octets
public import SIPMessage

/// Whose access leg a message passes.
public enum LegRole: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// Between the presentity's terminal and its P-CSCF: Peu.
    case presentity
    /// Between the watcher's terminal and its P-CSCF: Pw.
    case watcher

    /// The leg of a message and of its response: publications pass the presentity's, subscriptions and notifications
    /// the watcher's.
    ///
    /// Who subscribes to his own `presence.winfo` asks who watches himself, and so is the presentity (RFC 3857); who
    /// subscribes to that of others watches. Other methods pass the leg of whoever they are looked at for; the
    /// presentity's is taken.
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

    /// The legs of messages that belong together.
    ///
    /// What neither publishes nor watches, such as a REGISTER, passes the leg of its user: the watcher's where that user
    /// watches in another of the messages and publishes in none.
    public static func all(of messages: [SIPMessage]) -> [LegRole] {
        var users: [LegRole: Set<String>] = [:]
        for message in messages where isTold(by: message) {
            users[LegRole(of: message), default: []].insert(message.terminalUser)
        }
        return messages.map { message in
            guard !isTold(by: message) else { return LegRole(of: message) }
            let user = message.terminalUser
            let watches = users[.watcher]?.contains(user) ?? false
            let publishes = users[.presentity]?.contains(user) ?? false
            return watches && !publishes ? .watcher : LegRole(of: message)
        }
    }

    /// Whether the method of a message tells whose leg it passes: it publishes or watches.
    public static func isTold(by message: SIPMessage) -> Bool {
        ["PUBLISH", "SUBSCRIBE", "NOTIFY"].contains(message.method)
    }
}

extension SIPMessage {
    /// The URI of the user whose terminal sends or receives the message, as it was written.
    ///
    /// That is who receives a NOTIFY, and who sends any other request; a response has the From and To of its request (RFC
    /// 3261 §8.2.6.2). Who registers somebody else (RFC 3261 §10.2) does so from his own terminal.
    public var terminalUserURI: String { terminalAddress.uri }

    /// The same by what it is compared by.
    var terminalUser: String { terminalAddress.sipURI?.addressOfRecord ?? terminalAddress.uri }

    private var terminalAddress: NameAddress { method == "NOTIFY" ? to : from }
}

extension Direction {
    /// The way that the method implies: a NOTIFY goes to the terminal and all other requests come from it, and responses
    /// go the other way.
    init(of message: SIPMessage) {
        let isToTerminal = (message.method == "NOTIFY") == message.isRequest
        self = isToTerminal ? .toTerminal : .fromTerminal
    }
}
