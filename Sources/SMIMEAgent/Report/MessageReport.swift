import CMS
package import Exposure
import FoundationEssentials
import SIPMessage
public import SMIMEBody

/// The report of a message command: one JSON object whose members keep their meaning.
public struct MessageReport: Encodable, Sendable {
    /// What a command decided about a message.
    package enum Verdict: String, Encodable {
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
    package var exposureChange: ExposureChange?
    /// The file of the message; only among the messages of an `exposure` of many.
    package var file: String?
    /// What the input was; `inspect` only.
    package var form: String?
    /// Certificates that travel without a signature; `inspect` only.
    package var certificates: [ReportedCertificate] = []

    /// Why the message was refused; nil if it was not, or is not yet.
    public var reasonCode: ReasonCode? { reason?.code }

    package init(operation: String) { self.operation = operation }

    /// The report of an operation on `message`, before anything was found.
    package init(operation: String, of input: MessageOrEntity) {
        self.operation = operation
        message = input.message.map { ReportedMessage($0) }
        warnings = input.warnings
    }

    private enum Member: String, CodingKey {
        case version, operation, verdict, reason, message, layers, signer, content, warnings, exposure
        case exposureBefore, exposureChange, file, form, certificates, headers, padding, tunnel, policy
    }

    /// Verdict and reason are always there, null where there is none; other members only where they apply.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(version, forKey: .version)
        try members.encode(operation, forKey: .operation)
        try members.encode(verdict, forKey: .verdict)
        try members.encode(reason, forKey: .reason)
        try members.encodeIfPresent(message, forKey: .message)
        try members.encode(layers, forKey: .layers)
        try members.encodeIfPresent(signer, forKey: .signer)
        try members.encodeIfPresent(content, forKey: .content)
        try members.encodeIfPresent(padding, forKey: .padding)
        try members.encodeIfPresent(tunnel, forKey: .tunnel)
        try members.encodeIfPresent(policy, forKey: .policy)
        try members.encode(warnings, forKey: .warnings)
        try members.encodeIfPresent(exposure, forKey: .exposure)
        try members.encodeIfPresent(exposureBefore, forKey: .exposureBefore)
        try members.encodeIfPresent(exposureChange, forKey: .exposureChange)
        try members.encodeIfPresent(file, forKey: .file)
        try members.encodeIfPresent(form, forKey: .form)
        if !headers.isEmpty { try members.encode(headers, forKey: .headers) }
        if !certificates.isEmpty { try members.encode(certificates, forKey: .certificates) }
    }
}
