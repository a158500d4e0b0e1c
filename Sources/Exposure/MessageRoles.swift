internal import SIPMessage

/// The roles in a message: a field that names a party names the watcher in one method
/// and the presentity in another.
///
/// A response follows the request it answers. In MESSAGE and REGISTER, either party may have either role.
/// Source: RFC 3856 §6, RFC 3903 §4.
enum MessageRoles {
    /// Both roles, for methods that do not decide.
    static let any: [Information] = [.presentity, .watcher]

    /// Returns whom a field names; `party` is what SIP defines for it, nil for a field that names neither.
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
        // A request has its sender's terminal, a response its target's; the presence
        // server's terminal names neither.
        case .terminal: (message.isRequest ? sender : target) == .watcher ? [.watcher] : []
        case .other, nil: any
        }
    }
}
