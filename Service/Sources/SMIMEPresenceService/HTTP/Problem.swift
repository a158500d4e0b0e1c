import HTTPTypes
import Hummingbird
import NIOCore
import Octets
import SMIMEAgent
import SMIMEBody

/// An error answer (RFC 9457) with a type for each reason, and the status of the SIP response to send.
struct Problem: Error, Sendable {
    /// The HTTP status.
    let status: HTTPResponse.Status
    /// The reason code: a `ReasonCode` about the message, or a ``ServiceCode``.
    let code: String
    /// The sentence about this occurrence, for the client only: it can name addresses, and is never logged.
    let detail: String
    /// The status of the SIP response to send; nil if the refusal is not about the message.
    var sipStatus: Int?
    /// The seconds after which the same request may succeed.
    var retryAfter: Int?
    /// The methods of the path, if the request has a different one.
    var allowedMethods: String?
    /// Makes the operation's report; nil if there is none.
    var report: (@Sendable () -> MessageReport)?
    /// The SIP response to send.
    var response: [UInt8]?

    /// Creates a problem with a code of the service.
    init(_ status: HTTPResponse.Status, _ code: ServiceCode, _ detail: String, sipStatus: Int? = nil) {
        self.init(status, code: code.rawValue, detail, sipStatus: sipStatus)
    }

    /// Creates a problem with a reason code of the message.
    init(_ status: HTTPResponse.Status, _ reason: ReasonCode, _ detail: String, sipStatus: Int? = nil) {
        self.init(status, code: reason.rawValue, detail, sipStatus: sipStatus)
    }

    private init(_ status: HTTPResponse.Status, code: String, _ detail: String, sipStatus: Int?) {
        self.status = status
        self.code = code
        self.detail = detail
        self.sipStatus = sipStatus
    }
}

extension Problem {
    /// Returns the problem of a refused message.
    static func refused(_ code: ReasonCode, _ detail: String, sipStatus: Int?) -> Problem {
        Problem(.unprocessableContent, code, detail, sipStatus: sipStatus)
    }

    /// Returns the problem of an invalid request.
    static func invalid(_ detail: String) -> Problem { Problem(.badRequest, .invalidRequest, detail) }

    /// Returns the problem of an operation that the socket's profile does not allow.
    static func notAllowed(_ detail: String) -> Problem { Problem(.forbidden, .notAllowed, detail) }

    /// Returns the problem of a service that cannot judge a message now.
    ///
    /// A SIP server answers 503 to the sender, and never passes the message on.
    static func unavailable(
        _ code: ServiceCode, _ detail: String, after seconds: Int = 1
    ) -> Problem {
        var problem = Problem(.serviceUnavailable, code, detail, sipStatus: 503)
        problem.retryAfter = seconds
        return problem
    }

    /// The problem of a body that is larger than the maximum.
    static let tooLarge = Problem(
        .contentTooLarge, ReasonCode.tooLarge, "the body exceeds the maximum size", sipStatus: 413)
}

extension Problem: JSONEncodable {
    /// Writes the members of RFC 9457 §3.1, and `code`, `sipStatus`.
    func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("code", code)
            $0.member("detail", detail)
            $0.memberIfPresent("sipStatus", sipStatus)
            $0.member("status", status.code)
            $0.member("title", title)
            $0.member("type", "/problems/\(code)")
        }
    }

    private var title: String {
        if let reason = ReasonCode(rawValue: code) { return "The message was refused: \(reason.rawValue)." }
        return status.reasonPhrase
    }

    /// Returns the answer in the form that the client accepts.
    func answer(as form: AnswerForm) -> Response {
        var fields = HTTPFields()
        fields[.smimeVerdict] = status == .unprocessableContent ? StructuredField.text("refused") : nil
        fields[.smimeReason] = StructuredField.text(code)
        fields[.retryAfter] = retryAfter.map(String.init)
        fields[.cacheControl] = "no-store"
        fields[.allow] = allowedMethods
        fields[.wwwAuthenticate] = status == .unauthorized ? "Bearer" : nil
        let octets: [UInt8]
        switch (form, response, report) {
        case (.sip, let response?, _):
            fields[.contentType] = "message/sip"
            octets = response
        case (.json, _, let report?) where status == .unprocessableContent:
            fields[.contentType] = "application/json"
            octets = JSONWriter.document(report())
        case (.sip, nil, _), (.json, _, _), (.content, _, _):
            fields[.contentType] = "application/problem+json"
            octets = JSONWriter.document(self)
        }
        return Response(status: status, headers: fields, body: .init(byteBuffer: .init(bytes: octets)))
    }
}

extension HTTPField.Name {
    static let smimeVerdict = unchecked("Smime-Verdict")
    static let smimeReason = unchecked("Smime-Reason")
    static let smimeSigner = unchecked("Smime-Signer")
    static let smimeWarnings = unchecked("Smime-Warnings")
    static let smimeExposure = unchecked("Smime-Exposure")

    private static func unchecked(_ name: String) -> HTTPField.Name { HTTPField.Name(name) ?? .server }
}
