import CMS
package import Exposure
public import Octets
import SIPMessage
public import SMIMEBody

/// The report of a message command: one JSON object whose members keep their meaning.
public struct MessageReport: JSONEncodable, Sendable {
    /// What a command decided about a message.
    package enum Verdict: String, JSONEncodable {
        case accepted
        case refused
    }

    /// The version of the reports on messages: with 2, `hideable` says what `encrypt --tunnel` does.
    package static let version = 2

    package let version = Self.version
    package let operation: String
    package var verdict: Verdict?
    package var reason: ReportedReason?
    package var message: ReportedMessage?
    package var layers: [ReportedLayer] = []
    package var signer: ReportedEvidence?
    package var content: ReportedContent?
    /// How the length is hidden; `encrypt` only.
    package var padding: ReportedPadding?
    /// The message inside; where one was put there or found there.
    package var tunnel: ReportedTunnel?
    /// What rules said, with `--policy`.
    package var policy: ReportedPolicy?
    package var warnings: [ReportedWarning] = []
    package var headers: [ReportedHeader] = []
    package var exposure: ExposureReport?
    package var exposureBefore: ExposureReport?
    /// The file of the message; only among the messages of an `exposure` of many.
    package var file: String?
    /// What the input was; `inspect` only.
    package var form: String?
    /// Certificates that travel without a signature; `inspect` only.
    package var certificates: [ReportedCertificate] = []

    /// What differs between the exposure before and now; nil unless both are there.
    private var exposureChange: ExposureChange? {
        guard let exposureBefore, let exposure else { return nil }
        return ExposureChange(before: exposureBefore, after: exposure)
    }

    /// Why the message was refused; nil if it was not, or is not yet.
    public var reasonCode: ReasonCode? { reason?.code }

    package init(operation: String) { self.operation = operation }

    /// The report of an operation on `message`, before anything was found.
    package init(operation: String, of input: MessageOrEntity) {
        self.operation = operation
        message = input.message.map { ReportedMessage($0) }
        warnings = input.warnings
    }

    /// Verdict and reason are always there, null where there is none; other members only where they apply.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            if !certificates.isEmpty { $0.member("certificates", certificates) }
            $0.memberIfPresent("content", content)
            $0.memberIfPresent("exposure", exposure)
            $0.memberIfPresent("exposureBefore", exposureBefore)
            $0.memberIfPresent("exposureChange", exposureChange)
            $0.memberIfPresent("file", file)
            $0.memberIfPresent("form", form)
            if !headers.isEmpty { $0.member("headers", headers) }
            $0.member("layers", layers)
            $0.memberIfPresent("message", message)
            $0.member("operation", operation)
            $0.memberIfPresent("padding", padding)
            $0.memberIfPresent("policy", policy)
            $0.member("reason", reason)
            $0.memberIfPresent("signer", signer)
            $0.memberIfPresent("tunnel", tunnel)
            $0.member("verdict", verdict)
            $0.member("version", version)
            $0.member("warnings", warnings)
        }
    }
}
