import CMS
import CertStore
public import FoundationEssentials
import MIME
import Octets
import PresenceRules
import SIPMessage
import SMIMEBody

extension AgentError: CustomStringConvertible, LocalizedError {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .body(let error), .notSenderAndMore(let error): error.description
        case .notForUs(let recipients): SMIMEError.describingRecipients(recipients)
        case .store(let error): error.description
        case .message(let error): error.description
        case .entity(let error): error.description
        case .policy(let refusal): refusal.description
        case .senderUnknown(let uri): Self.unknown("who the signer is", uri)
        case .recipientUnknown(let uri): Self.unknown("who the recipient is", uri)
        case .partiesUnknown: "a body without a SIP message does not name its sender and recipients"
        case .serverOfNumber(let uri):
            "the Request-URI '\(printable(uri))' is a telephone number, which names no presence server"
        case .numberWithoutKey(let uri): Self.unknown("who the signer is", uri)
        case .numberWithoutURI(let uri):
            "no certificate of the store lists '\(printable(uri))' with one SIP URI"
        case .pssKey(let certificate):
            "\(certificate.title) is for an RSASSA-PSS key, which makes no PKCS#1 v1.5 "
                + "signature (RFC 4055 §1.2)"
        case .needsMessage(let feature): "\(feature.description) requires a whole SIP message"
        case .needsBinding(let feature):
            "\(feature.description) requires a signature that is bound to the message"
        }
    }

    /// The same sentence, for `localizedDescription` of Foundation.
    public var errorDescription: String? { description }

    private static func unknown(_ what: String, _ uri: String?) -> String {
        uri.map { "'\(printable($0))' does not say \(what)" } ?? "a body on its own does not say \(what)"
    }
}

extension AgentError.Feature: CustomStringConvertible {
    /// The name of the feature.
    public var description: String {
        switch self {
        case .tunnel: "a tunnel"
        case .padding: "padding"
        case .policy: "a policy"
        }
    }
}

extension PolicyRefusal: CustomStringConvertible, LocalizedError {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .notAllowed(let handling): "the rules say \(handling.rawValue)"
        case .sending(let verdict), .receiving(let verdict): verdict.description
        case .clearText: "the message is in clear, but the rules require an enveloped body"
        case .otherMethod(let method): "presence authorization rules say nothing about \(printable(method))"
        case .otherEvent(let event):
            "the rules say nothing about "
                + "\(event.map { "the event '\(printable($0))'" } ?? "a message without Event")"
        case .nothingToReplace:
            "the rules say polite-block, but there is no complete presence document to replace"
        case .politeBlockNeedsNotify: "only the document of a NOTIFY can be replaced, and this is no NOTIFY"
        }
    }

    /// The same sentence, for `localizedDescription` of Foundation.
    public var errorDescription: String? { description }
}

extension AgentRefusal: CustomStringConvertible, LocalizedError {
    /// The sentence of the error.
    public var description: String { error.description }

    /// The same sentence, for `localizedDescription` of Foundation.
    public var errorDescription: String? { description }
}
