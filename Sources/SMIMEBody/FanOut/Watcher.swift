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
    let recipients: [SIPURI]
    let enveloping: EnvelopingStep

    /// The cipher of the envelopes, and why it is used.
    public var cipherChoice: CipherChoice { enveloping.choice }

    /// Prepares the envelopes for a watcher.
    ///
    /// - Parameters:
    ///   - recipients: whom the notifications are encrypted to, usually the watcher alone.
    ///   - options: how envelopes are made; the other options are those of ``NotificationFanOut``.
    /// - Throws: as ``Protector/init(signer:recipients:options:)``.
    public init(
        dialog: SubscriptionDialog, recipients: [CheckedRecipient], cSeqNumber: UInt32,
        subscriptionState: String, options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        self.dialog = dialog
        self.cSeqNumber = cSeqNumber
        self.subscriptionState = subscriptionState
        self.recipients = recipients.map(\.uri)
        enveloping = try EnvelopingStep(recipients, options: options)
    }

    /// Returns the next NOTIFY, without a body.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` if the number or the state is not valid.
    func notify() throws(SMIMEError) -> SIPMessage {
        do throws(SIPMessageError) {
            return try dialog.notify(cSeq: cSeqNumber, subscriptionState: subscriptionState)
        } catch {
            throw .malformed(.notification(error))
        }
    }
}
