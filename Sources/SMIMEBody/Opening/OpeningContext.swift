public import SIPMessage

public import struct FoundationEssentials.Date

/// What the opener knows of the message around a body.
public struct OpeningContext: Sendable {
    /// Who must have signed.
    public enum Sender: Sendable {
        /// The signer must own this URI.
        case expected(SIPURI)
        /// The message names a sender that no certificate can own, such as a tel: URI; as written.
        case unownable(String)
        /// Whoever signed will do.
        case anybody
    }

    /// Who must have signed.
    public var sender: Sender
    /// The method, for responses that of the request; nil when there is no message.
    public let method: String?
    /// Whether the message is a response.
    public let isResponse: Bool
    /// The instant of the checks.
    public let instant: Date
    /// The message around the body, to hold signed fields against; nil for a body on its own.
    let message: SIPMessage?

    /// A body on its own, which `sender` must have signed.
    public init(sender: Sender, at instant: Date) {
        self.sender = sender
        method = nil
        isResponse = false
        self.instant = instant
        message = nil
    }

    /// The body of `message`: a request is signed by whom From names, a response by whom To names
    /// (RFC 3261 §23.2).
    public init(of message: SIPMessage, at instant: Date) {
        let address = message.isRequest ? message.from : message.to
        sender = address.sipURI.map { .expected($0) } ?? .unownable(address.uri)
        method = message.method
        isResponse = !message.isRequest
        self.instant = instant
        self.message = message
    }

    /// Whether a domain may sign for its users here by itself (RFC 3856 §6.7).
    var allowsDomainSigner: Bool { isResponse || method == "NOTIFY" }
}
