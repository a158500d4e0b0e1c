import CMS
import FoundationEssentials
import SIPMessage
import SMIMEBody

/// Why a message was refused.
struct ReportedReason: Encodable, Equatable {
    let code: String
    let message: String
    let hint: String
    let sipStatus: Int?

    private enum Member: String, CodingKey { case code, message, hint, sipStatus }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(code, forKey: .code)
        try members.encode(message, forKey: .message)
        try members.encode(hint, forKey: .hint)
        try members.encode(sipStatus, forKey: .sipStatus)
    }
}

/// Something put up with or worth knowing.
struct ReportedWarning: Encodable, Equatable {
    let code: String
    let message: String
}

/// A header field that was signed, held against the message.
struct ReportedHeader: Encodable {
    let name: String
    let state: String
    /// True where the difference is one that proxies may make.
    let permitted: Bool?

    init(_ comparison: HeaderComparison) {
        name = comparison.name
        state = comparison.state.rawValue
        permitted = comparison.isPermitted && comparison.state != .same ? true : nil
    }
}

/// Which message a report is about; what an `exposure` or `inspect` could not find is absent, what it could not parse is as
/// it stands.
struct ReportedMessage: Encodable {
    let method: String
    let requestURI: String?
    let from: String?
    let to: String?
    let callID: String?
    let cseq: String?

    init(_ message: SIPMessage) {
        method = message.method
        requestURI = message.requestURI
        from = message.from.uri
        to = message.to.uri
        callID = message.callID
        cseq = "\(message.cSeq.number) \(message.cSeq.method)"
    }

    init(_ message: UncheckedSIPMessage) {
        method = message.method
        requestURI = message.requestURI
        from = message.from?.uri ?? message.values(of: "From").first
        to = message.to?.uri ?? message.values(of: "To").first
        callID = message.values(of: "Call-ID").first
        cseq = message.cSeq.map { "\($0.number) \($0.method)" } ?? message.values(of: "CSeq").first
    }
}

/// What was inside.
struct ReportedContent: Encodable {
    let type: String?
    let octets: Int
    /// Whether it is a presence document that was held against the signer; nil where nothing was opened.
    var entityChecked: Bool?
}

/// Who signed, and what proves it.
struct ReportedEvidence: Encodable {
    let identityRule: String
    let signatureCovers: String
    /// From the signer's certificate to the trust anchor: subject and fingerprint of each.
    let path: [ReportedCertificate]

    init(_ evidence: SignatureEvidence) {
        identityRule = evidence.rule.rawValue
        signatureCovers = evidence.covers.rawValue
        path = evidence.path.certificates.map { ReportedCertificate($0) }
    }
}

/// A certificate, by name and fingerprint.
struct ReportedCertificate: Encodable {
    let subject: String
    let fingerprint: String

    init(_ certificate: Certificate) {
        subject = certificate.facts.subject
        fingerprint = certificate.fingerprint
    }
}
