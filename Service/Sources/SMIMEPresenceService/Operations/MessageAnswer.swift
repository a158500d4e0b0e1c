import FoundationEssentials
import HTTPTypes
import Hummingbird
import MIME
import NIOCore
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The answer to a request whose message was accepted.
struct MessageAnswer: Sendable {
    /// The message, or the body of the entity.
    let octets: [UInt8]
    /// The fields that describe the octets.
    let description: [(name: String, value: String)]
    /// The codes of the report's warnings.
    let warnings: [String]
    /// The highest severity of what stays readable.
    let exposure: String?
    /// Makes the report; called only if the client asks for it.
    let report: @Sendable () -> MessageReport
    /// The names of a dialog that a tunnel has rewritten, for the JSON answer.
    var dialog: DialogMapping?
    /// The addresses of the signer; empty if there is none.
    let signer: [String]

    /// Creates the answer with a whole message, or with an entity, whose fields become those of the answer.
    init(
        _ octets: [UInt8], isMessage: Bool, signer: [String], warnings: [String], exposure: String?,
        report: @escaping @Sendable () -> MessageReport
    ) throws(Problem) {
        (self.signer, self.warnings, self.exposure, self.report) = (signer, warnings, exposure, report)
        guard !isMessage else {
            self.octets = octets
            description = [("Content-Type", "message/sip")]
            return
        }
        do {
            let entity = try MIMEEntity.parse(octets)
            self.octets = entity.body
            description = entity.headerFields.map { ($0.name, $0.value) }
        } catch {
            throw .refused(.malformed, "the content is not a MIME entity", sipStatus: nil)
        }
    }

    /// Returns the answer in the form that the client accepts.
    func response(as form: AnswerForm) -> Response {
        var fields = HTTPFields()
        fields[.cacheControl] = "no-store"
        fields[.smimeVerdict] = StructuredField.text("accepted")
        if !signer.isEmpty { fields[.smimeSigner] = StructuredField.list(signer) }
        if !warnings.isEmpty { fields[.smimeWarnings] = StructuredField.list(warnings) }
        if let exposure { fields[.smimeExposure] = StructuredField.text(exposure) }
        switch form {
        case .json:
            fields[.contentType] = "application/json"
            let document = dialog.map { JSONWriter.document(RewrittenMessage($0, octets, report())) }
            return Response(
                status: .ok, headers: fields,
                body: .init(byteBuffer: .init(bytes: document ?? JSONWriter.document(report()))))
        case .content, .sip:
            for field in description {
                guard let name = HTTPField.Name(field.name), Self.describing.contains(name) else { continue }
                fields[name] = field.value
            }
            return Response(status: .ok, headers: fields, body: .init(byteBuffer: .init(bytes: octets)))
        }
    }

    /// The fields of an entity that an HTTP message may have with the same meaning.
    private static let describing: Set<HTTPField.Name> = [
        .contentType, .contentDisposition, .contentLanguage, .contentTransferEncoding,
    ]
}

/// A message whose dialog was rewritten: its octets in Base64, the names of both dialogs, and the report.
private struct RewrittenMessage: JSONEncodable {
    private let dialog: DialogMapping
    private let octets: [UInt8]
    private let report: MessageReport

    init(_ dialog: DialogMapping, _ octets: [UInt8], _ report: MessageReport) {
        (self.dialog, self.octets, self.report) = (dialog, octets, report)
    }

    func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("dialog", dialog)
            $0.member("message", Data(octets).base64EncodedString())
            $0.member("report", report)
        }
    }
}

extension HTTPField.Name {
    fileprivate static let contentTransferEncoding =
        HTTPField.Name("Content-Transfer-Encoding") ?? .contentType
}
