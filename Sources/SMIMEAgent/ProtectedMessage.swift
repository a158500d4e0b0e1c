import Exposure
import MIME
import PIDF
public import SIPMessage
public import SMIMEBody

/// A message that an agent has protected.
public struct ProtectedMessage: Sendable {
    /// The octets to send: the SIP message, or the MIME entity.
    public let octets: [UInt8]
    /// The message to send, if it is a SIP message.
    public let message: SIPMessage?
    /// The tunnel; nil if only the body was protected.
    public let tunnel: Tunnel?
    /// The signer, or the party that would have signed.
    public let sender: AddressURI
    /// The recipients of the envelope or the binding.
    public let recipients: [SIPURI]
    /// The cipher of the envelope, and why it was used; nil without an envelope.
    public let cipherChoice: CipherChoice?
    /// What was done, without what it discloses.
    public let plainReport: MessageReport
    private let layers: [Layer]
    private let original: MessageOrEntity

    init(
        _ protected: ProtectedEntity, of outgoing: OutgoingMessage, by parties: SendingParties
    ) throws(AgentError) {
        let outside = outgoing.tunnel.map { MessageOrEntity.sip($0.outer) } ?? outgoing.message
        (octets, message) = try outside.replacingBody(with: protected.entity)
        let layers = try body { () throws(SMIMEError) in try Inspection(of: protected.entity).layers }
        tunnel = outgoing.tunnel
        sender = outgoing.sender
        recipients = parties.recipients
        original = outgoing.original
        cipherChoice = parties.protector.cipherChoice
        var report = outgoing.report
        report.verdict = .accepted
        report.content = ReportedContent(outgoing.body)
        report.layers = layers.map { ReportedLayer($0) }
        report.cipherChoice = cipherChoice.map { ReportedCipherChoice($0) }
        report.padding = outgoing.options.usedPadding.map { ReportedPadding($0) }
        if let tunnel, let headers = outgoing.options.tunnel {
            report.tunnel = ReportedTunnel(tunnel, policy: headers.name)
        }
        report.warnings += Self.warnings(of: protected, outgoing, parties)
        plainReport = report
        self.layers = layers
    }

    /// What was done, and what it discloses, which is found out each time.
    public var report: MessageReport {
        var report = plainReport
        report.exposure = .of(message, layers: layers)
        return report
    }

    /// The highest severity of what stays readable; nil if the result is no SIP message.
    public var worstExposure: String? { ExposureReport.worst(in: message, layers: layers)?.rawValue }

    private static func warnings(
        of protected: ProtectedEntity, _ outgoing: OutgoingMessage, _ parties: SendingParties
    ) -> [ReportedWarning] {
        let options = outgoing.options
        let departures = protected.nonconformities
        var warnings: [ReportedWarning] = departures.isEmpty ? [] : [.nonconforming(departures)]
        if !options.isSigned { warnings.append(.unsigned) }
        warnings += ReportedWarning.testAuthorities(parties.paths) + ReportedWarning.revocation(parties.paths)
        if options.isSigned, !options.isBound { warnings.append(.signedWithoutBinding) }
        if options.content.entity == .any { warnings.append(.entityUnchecked) }
        if case .anonymous(.kept) = options.tunnel?.policy { warnings.append(.notAnonymous) }
        if outgoing.body.isProtected { warnings.append(.alreadyProtected) }
        return warnings
    }

    /// Returns the report with the exposure before protection and the difference; it takes as long again.
    public func reportWithComparison() -> MessageReport {
        var report = report
        report.exposureBefore = .of(original.message, layers: [])
        return report
    }
}
