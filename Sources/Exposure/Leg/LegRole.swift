public import SIPMessage

/// Whose access leg a message passes.
public enum LegRole: String, Sendable, Equatable, Encodable, CaseIterable {
    /// Between the presentity's terminal and its P-CSCF: Peu.
    case presentity
    /// Between the watcher's terminal and its P-CSCF: Pw.
    case watcher

    /// The leg of a message and of its response: publications pass the presentity's, subscriptions and notifications
    /// the watcher's.
    ///
    /// Who subscribes to `presence.winfo` asks who watches himself, and so is the presentity (RFC 3857). Other methods
    /// pass the leg of whoever they are looked at for; the presentity's is taken.
    public init(of message: SIPMessage) {
        switch message.method {
        case "SUBSCRIBE", "NOTIFY":
            let event = message.event.flatMap(TokenWithParameters.parse)?.token.lowercased() ?? ""
            self = event.hasSuffix(".winfo") ? .presentity : .watcher
        default: self = .presentity
        }
    }

    /// The legs of messages that belong together.
    ///
    /// What neither publishes nor watches, such as a REGISTER, passes the leg of its user: the watcher's where that user
    /// watches in another of the messages and publishes in none.
    public static func all(of messages: [SIPMessage]) -> [LegRole] {
        var users: [LegRole: Set<String>] = [:]
        for message in messages where telling.contains(message.method) {
            if let user = user(of: message) { users[LegRole(of: message), default: []].insert(user) }
        }
        return messages.map { message in
            guard !telling.contains(message.method), let user = user(of: message) else {
                return LegRole(of: message)
            }
            let watches = users[.watcher]?.contains(user) ?? false
            let publishes = users[.presentity]?.contains(user) ?? false
            return watches && !publishes ? .watcher : LegRole(of: message)
        }
    }

    private static let telling: Set<String> = ["PUBLISH", "SUBSCRIBE", "NOTIFY"]

    /// The user of the terminal: whom a REGISTER registers, who receives a NOTIFY, who sends anything else.
    private static func user(of message: SIPMessage) -> String? {
        let isTo = message.method == "NOTIFY" || message.method == "REGISTER"
        return (isTo ? message.to : message.from).sipURI?.addressOfRecord
    }
}

extension Direction {
    /// The way that the method implies: a NOTIFY goes to the terminal and all other requests come from it, and responses
    /// go the other way.
    init(of message: SIPMessage) {
        let isToTerminal = (message.method == "NOTIFY") == message.isRequest
        self = isToTerminal ? .toTerminal : .fromTerminal
    }
}
