/// The code of a problem of the service; the code of a refused message is a `ReasonCode`.
enum ServiceCode: String, CaseIterable, Sendable {
    case invalidRequest = "invalid-request"
    case noToken = "no-token"
    case notAllowed = "not-allowed"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case noContentType = "no-content-type"
    case noMessage = "no-message"
    case noResponse = "no-response"
    case wrongHost = "wrong-host"
    case internalError = "internal"
    case busy
    case store
    case ledgerFull = "ledger-full"
    case notReady = "not-ready"
    case stopping

    /// What the code means and what to do, for readers.
    var explanation: String {
        switch self {
        case .invalidRequest:
            "The path is invalid, or a parameter is unknown, repeated or has an invalid value. An option "
                + "that names a file or relaxes a check is not a parameter; the profile sets it."
        case .noToken:
            "The socket requires the first line of its token file as 'Authorization: Bearer TOKEN'."
        case .notAllowed:
            "The profile of this socket does not allow the operation, or does not sign for the sender."
        case .notFound: "The service has no such path."
        case .methodNotAllowed: "The path does not support the method; the field Allow names its methods."
        case .notAcceptable:
            "The field Accept allows no form of the answer: the message or entity, message/sip, or "
                + "application/json."
        case .noContentType:
            "The request requires a Content-Type: message/sip for a SIP message, or the type of the body."
        case .noMessage: "The operation requires a SIP message, with Content-Type: message/sip."
        case .noResponse:
            "The message is an ACK or a response, to which SIP has no response (RFC 3261 §17.1, §18.2)."
        case .wrongHost: "The field Host names neither 127.0.0.1, [::1] nor localhost with the socket's port."
        case .internalError: "The service failed; its log names the kind of the error."
        case .busy: "Too many messages are waiting or being received; send the request again later."
        case .store:
            "The store cannot be read or written, or its state is not confirmed. Answer 503 to the "
                + "sender. Do not repeat /v1/open: the message may have been recorded."
        case .ledgerFull:
            "The ledger has no room to record the message, so it was not accepted; send it again later."
        case .notReady: "The service has not passed its self-test, or its store is not confirmed."
        case .stopping: "The service is stopping; send the request again later."
        }
    }
}
