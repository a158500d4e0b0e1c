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
}

extension Direction {
    /// The way that the method implies: a NOTIFY goes to the terminal and all other requests come from it, and responses
    /// go the other way.
    init(of message: SIPMessage) {
        let isToTerminal = (message.method == "NOTIFY") == message.isRequest
        self = isToTerminal ? .toTerminal : .fromTerminal
    }
}
