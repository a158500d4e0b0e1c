public import SIPMessage

/// A watcher of a presentity: its subscription, and the recipients of its notifications.
///
/// The recipients are prepared once and kept as long as their checks count; the caller decides how long that
/// is, since a certificate can expire or be revoked.
public struct Watcher: Sendable {
    /// The dialog of the subscription.
    public let dialog: SubscriptionDialog
    /// The sequence number of the next NOTIFY, which the caller increases for each (RFC 3261 §12.2.1.1).
    public var cSeqNumber: UInt32
    /// The value of Subscription-State in the next NOTIFY (RFC 6665 §8.2.3).
    public var subscriptionState: String
    let enveloping: EnvelopingStep
    /// What every NOTIFY signs of the dialog.
    let binding: BindingTemplate
    /// What every NOTIFY says about its body.
    let envelopeFields: BodyFields

    /// The cipher of the envelopes, and why it is used.
    public var cipherChoice: CipherChoice { enveloping.choice }

    /// Prepares the envelopes for a watcher.
    ///
    /// - Parameters:
    ///   - dialog: the dialog of the subscription.
    ///   - recipients: whom the notifications are encrypted to, usually the watcher alone.
    ///   - cSeqNumber: the sequence number of the next NOTIFY.
    ///   - subscriptionState: the value of Subscription-State in it.
    ///   - options: how envelopes are made; the other options are those of ``NotificationFanOut``.
    /// - Throws: as ``Protector/init(signer:recipients:options:)``.
    public init(
        dialog: SubscriptionDialog, recipients: [CheckedRecipient], cSeqNumber: UInt32,
        subscriptionState: String, options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        self.dialog = dialog
        self.cSeqNumber = cSeqNumber
        self.subscriptionState = subscriptionState
        enveloping = try EnvelopingStep(recipients, options: options)
        // Any number and state: they are new in each NOTIFY.
        let notify = try notification { () throws(SIPMessageError) in
            try dialog.notify(cSeq: 1, subscriptionState: "active")
        }
        binding = try BindingTemplate(of: notify, to: recipients.map(\.uri))
        let envelope = enveloping.emptyEnvelope
        envelopeFields = try notification { () throws(SIPMessageError) in
            try BodyFields(describing: envelope)
        }
    }

    /// Returns the next NOTIFY, without a body.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if the number or the state is not valid.
    func notify() throws(SMIMEError) -> SIPMessage {
        try notification { () throws(SIPMessageError) in
            try dialog.notify(cSeq: cSeqNumber, subscriptionState: subscriptionState)
        }
    }

    /// Returns the header of the next NOTIFY; throws as ``notify()``.
    func header() throws(SMIMEError) -> NotifyHeader {
        try notification { () throws(SIPMessageError) in
            try dialog.header(cSeq: cSeqNumber, subscriptionState: subscriptionState)
        }
    }
}

private func notification<Result>(
    _ make: () throws(SIPMessageError) -> Result
) throws(SMIMEError) -> Result {
    do throws(SIPMessageError) { return try make() } catch { throw .malformed(.notification(error)) }
}
