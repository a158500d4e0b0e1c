public import Exposure
public import Octets
public import SIPMessage

/// Whether the body of a message, or of each of several, is hidden from every element on the path.
public struct BodyConfidentiality: Sendable, Equatable, JSONEncodable {
    /// `protected` in an envelope, `notProtected` in clear; never `unknown`, because a body shows its form.
    public let state: ConfidentialityState
    /// The reason, as a sentence.
    public let reason: String

    /// Whether an envelope covers every body.
    public var isProtected: Bool { state == .protected }

    /// Examines one message.
    ///
    /// - Parameter layers: the visible S/MIME layers, outermost first; none for a body in clear.
    /// - Returns: nil if the message has no body.
    public init?(of message: SIPMessage, layers: [VisibleLayer]) {
        guard !message.body.isEmpty else { return nil }
        if layers.contains(where: \.isEnvelope) {
            self.init(state: .protected, reason: "An envelope covers the body.")
        } else if layers.isEmpty {
            self.init(state: .notProtected, reason: "The body is in clear.")
        } else {
            self.init(state: .notProtected, reason: "The body is signed, which hides nothing.")
        }
    }

    /// Examines a dialog; one body in clear at any point is enough.
    ///
    /// A sender that protects a body, receives 415 or 493 and then sends in clear has fallen back. Every
    /// element on the path can then read what the envelope hid (RFC 3261 §23.2 allows no such fallback).
    ///
    /// - Returns: nil if no message has a body.
    public init?(of messages: [(message: SIPMessage, layers: [VisibleLayer])]) {
        var wasRefused = false
        var wasProtected = false
        var worst: BodyConfidentiality?
        for (message, layers) in messages {
            if case .response(let code, _) = message.startLine, code == 415 || code == 493 {
                wasRefused = wasRefused || wasProtected
            }
            guard let body = BodyConfidentiality(of: message, layers: layers) else { continue }
            wasProtected = wasProtected || body.isProtected
            guard body.isProtected else {
                self.init(
                    state: .notProtected,
                    reason: wasRefused
                        ? "After a refusal of the protected body, it was sent in clear." : body.reason)
                return
            }
            worst = worst ?? body
        }
        guard let worst else { return nil }
        self = worst
    }

    private init(state: ConfidentialityState, reason: String) {
        self.state = state
        self.reason = reason
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("reason", reason)
            $0.member("state", state)
        }
    }
}
