import AccessLeg
public import Octets
internal import SIPMessage

/// Whether an alternative can be used for a message at all.
public struct Applicability: Sendable, Equatable, JSONEncodable {
    /// What is known of it.
    public enum State: String, Sendable, Equatable, JSONEncodable {
        /// It can be used.
        case applicable
        /// It cannot.
        case notApplicable = "not-applicable"
        /// What it takes is not known.
        case unknown
    }

    /// What is known.
    public let state: State
    /// Why, as a sentence.
    public let reason: String

    /// Whether the cells of the alternative can be taken for this message: what is unknown is judged under its condition.
    var isPossible: Bool { state != .notApplicable }

    private static func yes(_ reason: String) -> Applicability { .init(state: .applicable, reason: reason) }
    private static func no(_ reason: String) -> Applicability { .init(state: .notApplicable, reason: reason) }
    private static func open(_ reason: String) -> Applicability { .init(state: .unknown, reason: reason) }

    /// Whether `alternative` can be used for a message on its leg.
    static func of(_ alternative: Alternative, _ message: AssessedMessage) -> Applicability {
        switch alternative {
        case .baseline: return yes("It is what there is.")
        case .loosen: return loosen(message)
        case .forbid:
            return message.leg.confidentiality.isProtected
                ? no("The leg is confidential, so there is nothing to forbid.")
                : yes("The leg is not known to be confidential.")
        case .accessCiphering: return accessCiphering(message.leg)
        case .smime: return smime(message)
        case .tls: return tls(message.leg)
        case .ipsec:
            return yes("IPsec carries UDP and TCP alike; from Release 6 on the P-CSCF decides (TS 33.203).")
        case .smimeAndTLS, .smimeAndIPsec:
            let parts = alternative.parts.map { of($0, message) }
            return parts.first { $0.state == .notApplicable } ?? parts.first { $0.state == .unknown }
                ?? yes("Both can be used.")
        }
    }

    private static func loosen(_ message: AssessedMessage) -> Applicability {
        switch (message.message.method, message.message.isRequest) {
        case ("NOTIFY", true): yes("The rules decide before it is sent.")
        case ("SUBSCRIBE", true): yes("It is what the rules decide about, and is sent before they do.")
        default: no("It is sent before anybody decides: the flag is about notifications.")
        }
    }

    private static func accessCiphering(_ leg: MessageLeg) -> Applicability {
        guard let type = leg.accessNetwork else { return open("Nothing names the access network.") }
        guard type.family.canCipher else {
            return no(
                "\(type.family.rawValue) is not ciphered by the operator: under this answer there is no presence there."
            )
        }
        if leg.link.state == .notProtected { return no(leg.link.reason) }
        return leg.link.isProtected ? yes(leg.link.reason) : open(leg.link.reason)
    }

    private static func smime(_ message: AssessedMessage) -> Applicability {
        if message.clear.isEnveloped { return yes("The message is protected already.") }
        guard !message.forms.isEmpty else {
            return no(message.unavailableReason ?? "No protected form of the message was made.")
        }
        return message.message.body.isEmpty
            ? yes("There is no body to protect; the message can be tunnelled as a whole.")
            : yes("The body can be protected, and the message tunnelled as a whole.")
    }

    private static func tls(_ leg: MessageLeg) -> Applicability {
        // TS 33.203 O.1.1.
        let isOf3GPP = leg.accessNetwork?.family.canCipher == true && leg.accessNetwork?.family != .cdma2000
        let note = isOf3GPP ? " TS 33.203 has it for other access networks only." : ""
        switch leg.transport {
        case "UDP": return no("The message travels over UDP, which TLS cannot carry.")
        case nil: return open("Nothing names the transport; over UDP there is no TLS.")
        case "TLS"?, "WSS"?: return yes("The message travels over TLS already.")
        case let transport?: return yes("TLS can carry what travels over \(transport)." + note)
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
