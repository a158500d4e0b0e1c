public import CMS
public import CertStore
public import MIME
public import PresenceRules
public import SIPMessage
public import SMIMEBody

/// The reason why an agent does not protect or open a message.
public enum AgentError: Error, Sendable {
    /// The body cannot be protected, or a received body cannot be opened.
    case body(SMIMEError)
    /// The signer is not the sender, and more is wrong: accepting any signer would not help.
    case notSenderAndMore(SMIMEError)
    /// The envelope is for others, by their names if the store has their certificates.
    case notForUs(recipients: [String])
    /// The store failed.
    case store(CertStoreError)
    /// The SIP message cannot be written.
    case message(SIPMessageError)
    /// A MIME entity cannot be written.
    case entity(MIMEError)
    /// The rules do not allow it, or do not apply to it.
    case policy(PolicyRefusal)
    /// The message does not name its signer; the URI that is not an address, if there is one.
    case senderUnknown(String?)
    /// The message does not name its recipient; the URI or the method that does not name it, if there is one.
    case recipientUnknown(String?)
    /// A body without a message, with neither sender nor recipient named.
    case partiesUnknown
    /// The Request-URI is a telephone number, which names no presence server.
    case serverOfNumber(String)
    /// The sender is a telephone number that no certificate with a private key lists.
    case numberWithoutKey(String)
    /// The recipient is a telephone number that no certificate lists with one SIP URI.
    case numberWithoutURI(String)
    /// A PKCS#1 v1.5 signature was requested, which the key cannot make (RFC 4055 §1.2).
    case pssKey(of: Certificate)
    /// A tunnel, padding or rules for a body without a message.
    case needsMessage(Feature)
    /// A tunnel or padding for a body that is not signed, or not bound to its message.
    case needsBinding(Feature)

    /// A feature that only a whole SIP message can have.
    public enum Feature: Sendable {
        case tunnel
        case padding
        case policy
    }
}

/// The reason why rules refuse a message.
public enum PolicyRefusal: Error, Sendable {
    /// The rules say so, regardless of the message's protection.
    case notAllowed(SubscriptionHandling)
    /// The rules refuse the message to send.
    case sending(PolicyVerdict)
    /// The rules refuse the received message.
    case receiving(PolicyVerdict)
    /// The message came in clear, but the rules require an envelope.
    case clearText
    /// The rules do not cover this method.
    case otherMethod(String)
    /// The rules do not cover this event package; nil if the message has none.
    case otherEvent(String?)
    /// The message has no complete presence document that another could replace.
    case nothingToReplace
    /// Only the document of a NOTIFY can be replaced.
    case politeBlockNeedsNotify
}

extension AgentError {
    /// The reason code for reports; nil if the error is not about the message: a store
    /// that failed, or missing parties.
    public var code: ReasonCode? {
        switch self {
        case .body(let error), .notSenderAndMore(let error): error.code
        case .notForUs: .notForUs
        case .message(let error): error.code
        case .entity(let error): SMIMEError(error).code
        case .policy(let refusal): refusal.code
        case .store, .senderUnknown, .recipientUnknown, .partiesUnknown, .serverOfNumber, .numberWithoutKey,
            .numberWithoutURI, .pssKey, .needsMessage, .needsBinding:
            nil
        }
    }

    /// The status of a SIP response to the message.
    public var sipStatus: Int? {
        switch self {
        case .body(let error), .notSenderAndMore(let error): error.sipStatus
        case .notForUs, .store, .message, .entity, .policy, .senderUnknown, .recipientUnknown,
            .partiesUnknown,
            .serverOfNumber, .numberWithoutKey, .numberWithoutURI, .pssKey, .needsMessage, .needsBinding:
            code?.sipStatus
        }
    }
}

extension PolicyRefusal {
    /// The reason code; nil if the rules do not apply to the message.
    public var code: ReasonCode? {
        switch self {
        case .notAllowed, .sending, .receiving, .otherEvent, .nothingToReplace: .policy
        case .clearText: .clearText
        case .otherMethod, .politeBlockNeedsNotify: nil
        }
    }
}
