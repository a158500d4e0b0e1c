import CMS
import Exposure
import FoundationEssentials
import SIPMessage
import SMIMEBody

/// The report of a message command: one JSON object whose members keep their meaning.
struct MessageReport: Encodable {
    /// What a command decided about a message.
    enum Verdict: String, Encodable {
        case accepted
        case refused
    }

    /// The version of the reports on messages: with 2, `hideable` says what `encrypt --tunnel` does.
    static let version = 2

    let version = Self.version
    let operation: String
    var verdict: Verdict?
    var reason: ReportedReason?
    var message: ReportedMessage?
    var layers: [ReportedLayer] = []
    var signer: ReportedEvidence?
    var content: ReportedContent?
    /// How the length is hidden; `encrypt` only.
    var padding: ReportedPadding?
    /// The message inside; where one was put there or found there.
    var tunnel: ReportedTunnel?
    /// What rules said, with `--policy`.
    var policy: ReportedPolicy?
    var warnings: [ReportedWarning] = []
    var headers: [ReportedHeader] = []
    var exposure: ExposureReport?
    var exposureBefore: ExposureReport?
    var exposureChange: ExposureChange?
    /// The file of the message; only among the messages of an `exposure` of many.
    var file: String?
    /// What the input was; `inspect` only.
    var form: String?
    /// Certificates that travel without a signature; `inspect` only.
    var certificates: [ReportedCertificate] = []

    init(operation: String) { self.operation = operation }

    private enum Member: String, CodingKey {
        case version, operation, verdict, reason, message, layers, signer, content, warnings, exposure
        case exposureBefore, exposureChange, file, form, certificates, headers, padding, tunnel, policy
    }

    /// Verdict and reason are always there, null where there is none; other members only where they apply.
    func encode(to encoder: any Encoder) throws {
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

    /// The object as indented JSON, members sorted by name, with a line end.
    func json() throws(CommandFailure) -> [UInt8] { try JSON.encode(self) }
}
