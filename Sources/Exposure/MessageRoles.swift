internal import SIPMessage

/// Who is who in a message: a field that names a party names the watcher in one method and the presentity in another.
///
/// A response follows the request it answers. In MESSAGE and REGISTER either party may be the one or the other.
/// Source: RFC 3856 §6, RFC 3903 §4.
enum MessageRoles {
    /// Where the method does not tell.
    static let any: [Information] = [.presentity, .watcher]

    /// Whom a field names; `party` is what SIP knows of it, nil for a field that names none of the two.
    static func of(_ party: HeaderFacts.Party?, in message: UncheckedSIPMessage) -> [Information] {
        switch message.method {
        case "PUBLISH": [.presentity]
        case "SUBSCRIBE": roles(of: party, sender: .watcher, target: .presentity, in: message)
        case "NOTIFY": roles(of: party, sender: .presentity, target: .watcher, in: message)
        default: any
        }
    }

    private static func roles(
        of party: HeaderFacts.Party?, sender: Information, target: Information,
        in message: UncheckedSIPMessage
    ) -> [Information] {
        switch party {
        case .target: [target]
        case .sender, .account: [sender]
        // A request has the terminal of its sender, a response that of its target; the presence server's names neither.
        case .terminal: (message.isRequest ? sender : target) == .watcher ? [.watcher] : []
        case .other, nil: any
        }
    }
}
