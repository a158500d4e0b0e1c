import FoundationEssentials
import SIPMessage
import SMIMEBody

/// A message that travels inside another, and what differs.
struct ReportedTunnel: Encodable {
    /// Whom a message names.
    struct Place: Encodable {
        let from: String
        let to: String

        init(_ message: SIPMessage) {
            from = message.from.uri
            to = message.to.uri
        }
    }

    let inside: Place
    let outside: Place
    /// By which rule the outside was made; `encrypt` only.
    var outerHeaders: String?
    /// The fields that stand inside only; `encrypt` only.
    var leftOut: [String]?

    init(inside: SIPMessage, outside: SIPMessage) {
        self.inside = Place(inside)
        self.outside = Place(outside)
    }

    init(_ tunnel: Tunnel, policy: String) {
        self.init(inside: tunnel.inner, outside: tunnel.outer)
        outerHeaders = policy
        leftOut = tunnel.leftOut
    }
}
