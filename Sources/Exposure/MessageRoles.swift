internal import SIPMessage

/// Who is who in a message: a field that names a party names the watcher in one method and the presentity in another.
///
/// A response follows the request it answers. In MESSAGE and REGISTER either party may be the one or the other.
/// Source: RFC 3856 §6, RFC 3903 §4.
enum MessageRoles {
    /// Where the method does not tell.
    static let any: [Information] = [.presentity, .watcher]

    static func of(_ name: String, in message: UncheckedSIPMessage) -> [Information] {
        switch message.method {
        case "PUBLISH":
            return [.presentity]
        case "SUBSCRIBE":
            if ["(Request-URI)", "To"].contains(name) { return [.presentity] }
            if originator.contains(name) { return [.watcher] }
            // The Contact of an answer is the presence server's.
            if name == "Contact" { return message.isRequest ? [.watcher] : [] }
            return any
        case "NOTIFY":
            if ["(Request-URI)", "To"].contains(name) { return [.watcher] }
            if originator.contains(name) { return [.presentity] }
            if name == "Contact" { return message.isRequest ? [] : [.watcher] }
            return any
        default:
            return any
        }
    }

    private static let originator: Set<String> = [
        "From", "Reply-To", "P-Asserted-Identity", "P-Preferred-Identity", "Authorization",
    ]
}
