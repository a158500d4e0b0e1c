import MIME
public import SIPMessage
public import SMIMEBody

/// What a proxy at the edge of the protected part must do with a message.
///
/// Only a message that passes may go on as it is. Everything about presence is protected on its way out and
/// opened on its way in; what cannot be is refused, whatever its Content-Type says.
public enum MessageHandling: Sendable, Equatable {
    /// Where the message goes.
    public enum Direction: String, Sendable, CaseIterable {
        /// From a part that is trusted to one that is not.
        case outward = "out"
        /// From there back.
        case inward = "in"
    }

    /// It is not about presence, or is protected already.
    case passes
    /// It must be protected; in a tunnel if it has no body of its own.
    case mustBeProtected(inTunnel: Bool)
    /// It must be opened.
    case mustBeOpened
    /// It may go on in clear, since no party demands more. On its way in, the edge must first know by other
    /// means, such as Digest, that its sender is who From says.
    case mayPassInClear
    /// It must not go on; the reason is that of the response.
    case refused(ReasonCode)

    /// Decides about a message in a direction if every user demands protection.
    public init(of message: SIPMessage, going direction: Direction) {
        let body = message.bodyEntity()
        let isProtected = body?.isProtected == true
        guard message.isAboutPresence || isProtected && message.isOfEventPackage else {
            self = .passes
            return
        }
        switch direction {
        case .outward:
            // A response without a body confirms, and reveals nothing that its request does not.
            if isProtected || body == nil && !message.isRequest {
                self = .passes
            } else {
                self = .mustBeProtected(inTunnel: body == nil)
            }
        case .inward:
            if isProtected {
                self = .mustBeOpened
            } else if body == nil, !message.isRequest {
                self = .passes
            } else {
                self = .refused(body == nil && message.mayLackBody ? .nothingToProtect : .clearText)
            }
        }
    }
}

extension SIPMessage {
    /// Whether the message carries presence, or asks for it.
    ///
    /// The three methods of event packages are about presence unless they name another package: without an
    /// Event field the package is unknown. A document in another message counts by its type.
    fileprivate var isAboutPresence: Bool {
        if hasPresenceDocument { return true }
        guard isOfEventPackage else { return false }
        // What is no single token with parameters may be read as any package.
        let events = values(of: "Event")
        guard isRequest, events.count == 1, let event = TokenWithParameters.parse(events[0]) else {
            return true
        }
        let package = event.token.lowercased()
        return package == "presence" || package.hasPrefix("presence.")
    }

    /// Whether the body is a presence document, may be one, or has one among its parts as they are.
    private var hasPresenceDocument: Bool {
        guard !body.isEmpty else { return false }
        guard let type = try? contentType() else { return !values(of: "Content-Type").isEmpty }
        if type.type == "application", type.subtype.contains("pidf") { return true }
        return type.type == "multipart" && body.contains(Self.presenceNamespace)
    }

    /// The namespace of RFC 3863 §4.1.1.
    private static let presenceNamespace = Array("urn:ietf:params:xml:ns:pidf".utf8)
}
