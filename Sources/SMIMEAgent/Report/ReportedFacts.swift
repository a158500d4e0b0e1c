package import CMS
package import MIME
public import Octets
package import SIPMessage
package import SMIMEBody

/// The reason why a message was refused.
package struct ReportedReason: JSONEncodable, Equatable {
    package let code: ReasonCode
    package let message: String
    package let hint: String
    package let sipStatus: Int?

    package init(code: ReasonCode, message: String, hint: String, sipStatus: Int?) {
        self.code = code
        self.message = message
        self.hint = hint
        self.sipStatus = sipStatus
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("code", code.rawValue)
            $0.member("hint", hint)
            $0.member("message", message)
            $0.member("sipStatus", sipStatus)
        }
    }
}

/// A relaxed check, or another fact worth knowing.
public struct ReportedWarning: JSONEncodable, Equatable, Sendable {
    /// The code that scripts rely on (docs/report.md).
    public let code: String
    /// The sentence for people.
    public let message: String

    /// Creates a warning from its code and sentence.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("code", code)
            $0.member("message", message)
        }
    }
}

/// A signed header field compared with that of the message.
package struct ReportedHeader: JSONEncodable {
    package let name: String
    package let state: String
    /// True if proxies may make the difference.
    package let permitted: Bool?

    package init(_ comparison: HeaderComparison) {
        name = comparison.name
        state = comparison.state.rawValue
        permitted = comparison.isPermitted && comparison.state != .same ? true : nil
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("name", name)
            $0.memberIfPresent("permitted", permitted)
            $0.member("state", state)
        }
    }
}

/// The message that a report is about; what `exposure` or `inspect` could not find is absent, what it
/// could not parse is as received.
package struct ReportedMessage: JSONEncodable {
    package let method: String
    package let requestURI: String?
    package let from: String?
    package let to: String?
    package let callID: String?
    package let cseq: String?

    package init(_ message: SIPMessage) {
        method = message.method
        requestURI = message.requestURI
        from = message.from.uri
        to = message.to.uri
        callID = message.callID
        cseq = "\(message.cSeq.number) \(message.cSeq.method)"
    }

    package init(_ message: UncheckedSIPMessage) {
        method = message.method
        requestURI = message.requestURI
        from = message.from?.uri ?? message.values(of: "From").first
        to = message.to?.uri ?? message.values(of: "To").first
        callID = message.values(of: "Call-ID").first
        cseq = message.cSeq.map { "\($0.number) \($0.method)" } ?? message.values(of: "CSeq").first
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("callID", callID)
            $0.memberIfPresent("cseq", cseq)
            $0.memberIfPresent("from", from)
            $0.member("method", method)
            $0.memberIfPresent("requestURI", requestURI)
            $0.memberIfPresent("to", to)
        }
    }
}

/// The content of a message.
package struct ReportedContent: JSONEncodable {
    package let type: String?
    package let octets: Int
    /// Whether it is a presence document that was compared with the signer; nil if nothing was opened.
    package var entityChecked: Bool?

    /// Describes content of a known or unknown type, with its length in octets.
    package init(type: String?, octets: Int) {
        self.type = type
        self.octets = octets
    }

    /// The type and the length for people.
    package var words: String { "\(type ?? "content of unknown type"), \(counted(octets, "octet"))" }

    package init(_ entity: MIMEEntity) {
        type = (try? entity.contentType())?.map { $0.headerValue } ?? nil
        octets = entity.bodyOctets.count
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("entityChecked", entityChecked)
            $0.member("octets", octets)
            $0.memberIfPresent("type", type)
        }
    }
}

/// The signer, and the evidence for it.
package struct ReportedEvidence: JSONEncodable {
    package let identityRule: String
    package let signatureCovers: String
    /// The path from the signer's certificate to the trust anchor: subject and fingerprint of each.
    package let path: [ReportedCertificate]

    package init(_ evidence: SignatureEvidence) {
        identityRule = evidence.rule.rawValue
        signatureCovers = evidence.covers.rawValue
        path = evidence.path.certificates.map { ReportedCertificate($0) }
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("identityRule", identityRule)
            $0.member("path", path)
            $0.member("signatureCovers", signatureCovers)
        }
    }
}

/// A certificate, by name and fingerprint.
package struct ReportedCertificate: JSONEncodable {
    package let subject: String
    package let fingerprint: String

    package init(_ certificate: Certificate) {
        subject = certificate.facts.subject
        fingerprint = certificate.fingerprint
    }

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("fingerprint", fingerprint)
            $0.member("subject", subject)
        }
    }
}
