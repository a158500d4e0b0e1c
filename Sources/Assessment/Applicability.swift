import AccessLeg
public import Octets
internal import SIPMessage

/// Whether an alternative can be used for a message.
public struct Applicability: Sendable, Equatable, JSONEncodable {
    /// The known state.
    public enum State: String, Sendable, Equatable, JSONEncodable {
        /// It can be used.
        case applicable
        /// It cannot.
        case notApplicable = "not-applicable"
        /// The facts it depends on are unknown.
        case unknown
    }

    /// The known state.
    public let state: State
    /// The reason, as a sentence.
    public let reason: String

    /// Whether the cells of the alternative apply to this message; an unknown state
    /// is judged under its condition.
    var isPossible: Bool { state != .notApplicable }

    private static func yes(_ reason: String) -> Applicability { .init(state: .applicable, reason: reason) }
    private static func no(_ reason: String) -> Applicability { .init(state: .notApplicable, reason: reason) }
    private static func open(_ reason: String) -> Applicability { .init(state: .unknown, reason: reason) }

    /// Determines whether `alternative` can be used for a message on its leg.
    static func of(_ alternative: Alternative, _ message: AssessedMessage) -> Applicability {
        switch alternative {
        case .baseline: return yes("It is the present path.")
        case .loosen: return loosen(message)
        case .forbid:
            return message.leg.confidentiality.isProtected
                ? no("The leg is confidential, so there is nothing to forbid.")
                : yes("The leg is not known to be confidential.")
        case .accessCiphering: return accessCiphering(message.leg)
        case .smime: return smime(message)
        case .tls: return tls(message.leg)
        case .ipsec:
            return yes("IPsec carries both UDP and TCP; from Release 6 on, the P-CSCF decides (TS 33.203).")
        case .smimeAndTLS, .smimeAndIPsec:
            let parts = alternative.parts.map { of($0, message) }
            return parts.first { $0.state == .notApplicable } ?? parts.first { $0.state == .unknown }
                ?? yes("Both can be used.")
        }
    }

    private static func loosen(_ message: AssessedMessage) -> Applicability {
        switch (message.message.method, message.message.isRequest) {
        case ("NOTIFY", true): yes("The rules decide before it is sent.")
        case ("SUBSCRIBE", true): yes("The rules decide about it after it is sent.")
        default: no("It is sent before a decision: the flag is about notifications.")
        }
    }

    private static func accessCiphering(_ leg: MessageLeg) -> Applicability {
        guard let type = leg.accessNetwork else { return open("Nothing names the access network.") }
        guard type.family.canCipher else {
            return no(
                "\(type.family.rawValue) is not ciphered by the operator, so this "
                    + "alternative does not allow presence."
            )
        }
        if leg.link.state == .notProtected { return no(leg.link.reason) }
        return leg.link.isProtected ? yes(leg.link.reason) : open(leg.link.reason)
    }

    private static func smime(_ message: AssessedMessage) -> Applicability {
        if message.clear.isEnveloped { return yes("The message is already protected.") }
        guard !message.forms.isEmpty else {
            return no(message.unavailableReason ?? "No protected form of the message was created.")
        }
        return message.message.body.isEmpty
            ? yes("There is no body to protect; the whole message can be tunnelled.")
            : yes("The body can be protected, and the whole message can be tunnelled.")
    }

    private static func tls(_ leg: MessageLeg) -> Applicability {
        // TS 33.203 O.1.1.
        let isOf3GPP = leg.accessNetwork?.family.canCipher == true && leg.accessNetwork?.family != .cdma2000
        let note = isOf3GPP ? "  TS 33.203 defines it only for other access networks." : ""
        switch leg.transport {
        case "UDP": return no("The message travels over UDP, which TLS cannot carry.")
        case nil: return open("Nothing names the transport; over UDP there is no TLS.")
        case "TLS"?, "WSS"?: return yes("The message already travels over TLS.")
        case let transport?: return yes("TLS can run over \(transport)." + note)
        }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("reason", reason)
            $0.member("state", state)
        }
    }
}
