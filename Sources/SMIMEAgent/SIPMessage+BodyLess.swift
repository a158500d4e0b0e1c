import SIPMessage

extension SIPMessage {
    /// Whether messages of its kind may have no body, so that its absence alone proves nothing.
    ///
    /// A NOTIFY before there is state (RFC 6665 §4.2.2), a PUBLISH that refreshes or removes (RFC 3903 §4.3,
    /// §4.5), a SUBSCRIBE without filters, a response.
    var mayLackBody: Bool {
        guard isRequest else { return true }
        return switch method {
        case "NOTIFY", "SUBSCRIBE": true
        case "PUBLISH": !values(of: HeaderName("SIP-If-Match")).isEmpty
        default: false
        }
    }
}
