import Exposure
import MIME
public import SIPMessage
public import SMIMEBody

/// A message that an agent has opened and accepted.
public struct ReceivedMessage: Sendable {
    /// The content and its signer.
    public let body: OpenedBody
    /// The checks that were made and relaxed, and the evidence.
    public let report: MessageReport
    /// The report before the message was accepted, for a caller that cannot deliver it.
    public let checkedReport: MessageReport
    private let original: MessageOrEntity

    init(_ opened: OpenedBody, of incoming: IncomingMessage, report found: MessageReport) {
        body = opened
        checkedReport = found
        original = incoming.message
        var report = found
        report.verdict = .accepted
        report.signer = opened.signature.map { ReportedEvidence($0) }
        report.headers = opened.headers.map { ReportedHeader($0) }
        if let message = opened.message, let outside = incoming.message.message {
            report.tunnel = ReportedTunnel(inside: message, outside: outside)
            let changed = opened.fieldsChangedOnTheWay
            if !changed.isEmpty { report.warnings.append(.changedOnTheWay(changed)) }
        }
        report.content = ReportedContent(opened.entity)
        report.content?.entityChecked =
            opened.presence != nil && incoming.options.policy.entity == .signerOnly
        report.warnings += ReportedWarning.warnings(of: opened)
        self.report = report
    }

    /// Returns the message in clear: the inner message, or the received one with the content as its body; for
    /// a MIME entity, the content alone.
    ///
    /// - Throws: ``AgentError/message(_:)`` if the header fields of the content
    ///   cannot be put into the message.
    public func plain() throws(AgentError) -> (octets: [UInt8], message: SIPMessage?) {
        guard let message = body.message else { return try original.replacingBody(with: body.entity) }
        return (message.octets, message)
    }

    /// Refuses content whose header fields cannot be put into the message.
    ///
    /// - Throws: ``AgentError/message(_:)`` as ``plain()`` does.
    public func checkReplacement() throws(AgentError) { _ = try original.replacingBody(with: body.entity) }

    /// The highest severity of what the message disclosed on its path; nil if it was no SIP message.
    public var worstExposure: String? {
        ExposureReport.worst(in: original.message, layers: body.layers)?.rawValue
    }

    /// Returns the report with what the message disclosed on its path, for `verify`.
    public func reportWithExposure() -> MessageReport {
        var report = report
        report.exposure = .of(original.message, layers: body.layers)
        return report
    }

    /// Returns the report with what the message disclosed on its path and, if `plain`
    /// is given, what that discloses.
    public func reportWithComparison(to plain: SIPMessage?) -> MessageReport {
        var report = report
        report.exposureBefore = .of(original.message, layers: body.layers)
        report.exposure = .of(plain, layers: [])
        return report
    }
}
