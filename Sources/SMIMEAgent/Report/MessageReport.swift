import CMS
public import Exposure
public import Octets
import SIPMessage
public import SMIMEBody

/// The report of a message command: one JSON object whose members keep their meaning.
public struct MessageReport: JSONEncodable, Sendable {
    /// The decision of a command about a message.
    package enum Verdict: String, JSONEncodable {
        case accepted
        case refused
    }

    /// The version of the reports on messages; since 2, `hideable` shows what `encrypt --tunnel` does.
    package static let version = 2

    package let version = Self.version
    package let operation: String
    package var verdict: Verdict?
    package var reason: ReportedReason?
    package var message: ReportedMessage?
    package var layers: [ReportedLayer] = []
    package var signer: ReportedEvidence?
    package var content: ReportedContent?
    /// The cipher, and why it was used; `encrypt` only.
    package var cipherChoice: ReportedCipherChoice?
    /// How the length is hidden; `encrypt` only.
    package var padding: ReportedPadding?
    /// The inner message, if there is a tunnel.
    package var tunnel: ReportedTunnel?
    /// The verdict of the rules, with `--policy`.
    package var policy: ReportedPolicy?
    /// What was relaxed, and what is worth knowing.
    public package(set) var warnings: [ReportedWarning] = []
    package var headers: [ReportedHeader] = []
    /// What the message discloses; nil if that was not examined.
    public package(set) var exposure: ExposureReport?
    /// What the message disclosed before it was protected or opened.
    public package(set) var exposureBefore: ExposureReport?
    /// The file of the message; only among the messages of an `exposure` of many.
    package var file: String?
    /// Why the message could not be read or written, which is no verdict; only among several messages.
    package var failure: String?
    /// The form of the input; `inspect` only.
    package var form: String?
    /// Certificates that travel without a signature; `inspect` only.
    package var certificates: [ReportedCertificate] = []

    /// The difference between the exposure before and now; nil unless both are present.
    private var exposureChange: ExposureChange? {
        guard let exposureBefore, let exposure else { return nil }
        return ExposureChange(before: exposureBefore, after: exposure)
    }

    /// The reason why the message was refused; nil if it was not, or is not yet.
    public var reasonCode: ReasonCode? { reason?.code }

    /// Creates an empty report of an operation, which is named as scripts know it.
    public init(operation: String) { self.operation = operation }

    /// Creates the report of an operation on `message`, before anything was found.
    public init(operation: String, of input: MessageOrEntity) {
        self.operation = operation
        message = input.message.map { ReportedMessage($0) }
        warnings = input.warnings
    }

    /// Verdict and reason are always present, null if there is none; other members
    /// are present only if they apply.
    public func encode(into writer: inout JSONWriter) { encode(into: &writer, isBrief: false) }

    fileprivate func encode(into writer: inout JSONWriter, isBrief: Bool) {
        writer.object {
            if !certificates.isEmpty { $0.member("certificates", certificates) }
            $0.memberIfPresent("cipherChoice", cipherChoice)
            $0.memberIfPresent("content", content)
            if isBrief {
                $0.memberIfPresent("exposure", exposure?.brief)
                $0.memberIfPresent("exposureBefore", exposureBefore?.brief)
            } else {
                $0.memberIfPresent("exposure", exposure)
                $0.memberIfPresent("exposureBefore", exposureBefore)
                $0.memberIfPresent("exposureChange", exposureChange)
            }
            $0.memberIfPresent("failure", failure)
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

/// The same report without the single findings of the exposure.
public struct BriefMessageReport: JSONEncodable, Sendable {
    private let report: MessageReport

    /// Shortens a report.
    public init(_ report: MessageReport) { self.report = report }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) { report.encode(into: &writer, isBrief: true) }
}
