import MIME
public import SIPMessage
import SMIMEBody

public import struct FoundationEssentials.Date

/// A message that may be sent.
///
/// The rules have accepted it, and its signer is known; the store comes next.
public struct OutgoingMessage: Sendable {
    /// The message as given.
    let original: MessageOrEntity
    /// The message to send: the original, or one whose document shows nothing.
    let message: MessageOrEntity
    let body: MIMEEntity
    /// The outer and the inner message; nil if only the body is protected.
    let tunnel: Tunnel?
    /// The signer, or the party that would sign.
    public let sender: AddressURI
    let options: SendingOptions
    let instant: Date
    /// What is known before the body is protected.
    public let report: MessageReport

    /// Asks the rules and determines the parties; the store is not needed yet.
    ///
    /// - Parameters:
    ///   - original: what is to be sent.
    ///   - options: what is done to it, by whom and for whom.
    ///   - policy: presence authorization rules; nil if none apply.
    ///   - instant: the current time.
    /// - Throws: ``AgentRefusal`` with the first reason found, such as ``AgentError/policy(_:)``.
    public init(
        _ original: MessageOrEntity, options: SendingOptions, under policy: MessagePolicy?,
        at instant: Date
    ) throws(AgentRefusal) {
        var report = MessageReport(operation: options.operation, of: original)
        do throws(AgentError) {
            try options.check(for: original)
            let permission = try policy?.permission(for: original, options: options, at: instant)
            report.warnings += permission?.warnings ?? []
            report.policy = permission.map { ReportedPolicy($0) }
            let message = try permission?.permitted(original, at: instant) ?? original
            let tunnel = try options.tunnel(of: message, at: instant)
            (self.body, self.tunnel) = (try Self.body(of: message, in: tunnel, options: options), tunnel)
            sender = try Self.sender(of: message, options: options)
            (self.original, self.message, self.options) = (original, message, options)
            self.instant = instant
        } catch {
            throw AgentRefusal(error: error, report: report)
        }
        self.report = report
    }

    private static func sender(
        of message: MessageOrEntity, options: SendingOptions
    ) throws(AgentError) -> AddressURI {
        if let sender = options.sender { return sender }
        guard let message = message.message else { throw .senderUnknown(nil) }
        return try Parties.sender(of: message)
    }

    private static func body(
        of message: MessageOrEntity, in tunnel: Tunnel?, options: SendingOptions
    ) throws(AgentError) -> MIMEEntity {
        guard let body = message.body ?? (tunnel == nil ? nil : MIMEEntity(headerFields: [], body: []))
        else { throw .body(.missingBody) }
        guard options.isDetached, message.message == nil else { return body }
        do throws(SMIMEError) { return try body.canonicalText() } catch { throw .body(error) }
    }

    /// Whether fields of the message are signed with its body.
    var isBound: Bool { options.isSigned && options.isBound && message.message != nil }
    /// Whether the agent must know the message's recipients.
    var needsRecipients: Bool { isBound || options.isEnveloping }
}

extension SendingOptions {
    /// Refuses options that do not apply to `message`.
    fileprivate func check(for message: MessageOrEntity) throws(AgentError) {
        // The signature over the body covers padding and tunnel.
        if !isSigned || !isBound {
            if tunnel != nil { throw .needsBinding(.tunnel) }
            if padding != nil { throw .needsBinding(.padding) }
        }
        guard message.message == nil else { return }
        if sender == nil, isEnveloping, recipients.isEmpty { throw .partiesUnknown }
        if tunnel != nil { throw .needsMessage(.tunnel) }
        if padding != nil { throw .needsMessage(.padding) }
    }

    fileprivate func tunnel(of message: MessageOrEntity, at instant: Date) throws(AgentError) -> Tunnel? {
        guard let tunnel, let message = message.message else { return nil }
        return try body { () throws(SMIMEError) in
            try Tunnel(of: message, outerHeaders: tunnel.policy, at: instant)
        }
    }
}
