import MIME
import SIPMessage
import SMIMEBody

public import struct FoundationEssentials.Date

/// A message that may be opened.
///
/// The rules have accepted what is visible of it; the store comes next.
public struct IncomingMessage: Sendable {
    let message: MessageOrEntity
    let body: MIMEEntity
    var context: OpeningContext
    let options: ReceivingOptions
    /// The rules; nil if none apply.
    let gate: PolicyGate?
    /// What is known before the body is opened.
    public let report: MessageReport

    /// Asks the rules and determines the required signer; the store is not needed yet.
    ///
    /// - Parameters:
    ///   - message: what arrived.
    ///   - options: who must have signed, and which checks are relaxed.
    ///   - policy: presence authorization rules; nil if none apply.
    ///   - instant: the time of the checks.
    ///   - isPresent: whether that is now, so that valid paths may be remembered.
    /// - Throws: ``AgentRefusal`` with the first reason found, such as a message in clear.
    public init(
        _ message: MessageOrEntity, options: ReceivingOptions, under policy: MessagePolicy?,
        at instant: Date, isPresent: Bool = true
    ) throws(AgentRefusal) {
        var report = MessageReport(operation: options.operation, of: message)
        do throws(AgentError) {
            let gate = try policy.map { (policy) throws(AgentError) in
                try PolicyGate(policy, of: message, at: instant)
            }
            report.warnings += gate?.verdict.warnings ?? []
            report.policy = gate.map { ReportedPolicy($0.verdict) }
            guard let body = message.body else {
                if message.message?.mayLackBody == true { throw AgentError.body(.nothingToProtect) }
                throw gate.error(for: .clearText) ?? .body(.clearText)
            }
            try gate?.refuseProtected(body)
            var context = try Self.context(of: message, options: options, at: instant)
            context.isPresent = isPresent
            self.context = context
            (self.message, self.body, self.options, self.gate) = (message, body, options, gate)
        } catch {
            throw AgentRefusal(error: error, report: report)
        }
        self.report = report
    }

    private static func context(
        of message: MessageOrEntity, options: ReceivingOptions, at instant: Date
    ) throws(AgentError) -> OpeningContext {
        guard let message = message.message else {
            guard let sender = options.sender else { throw .senderUnknown(nil) }
            return OpeningContext(sender: sender, at: instant)
        }
        var context = OpeningContext(of: message, at: instant)
        // A sender that the caller names is not replaced by one that a field names.
        if let sender = options.sender {
            context.sender = sender
        } else if options.trustsAssertedIdentity {
            context.trustAssertedIdentity()
        }
        return context
    }
}
