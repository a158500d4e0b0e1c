public import MIME
public import SIPMessage
public import SMIMEBody

public import struct FoundationEssentials.Date

extension SendingAgent {
    /// Checks a document for many watchers, with a signer of the store.
    ///
    /// Rules about who may watch are not asked: the caller decides which watchers get the document.
    ///
    /// - Parameters:
    ///   - document: what every watcher gets.
    ///   - options: of these the signer's address, or the domain's if it signs for its users, the kind of RSA
    ///     signature, the padding and the checks of the document.
    ///   - presentity: the signer, unless `options` name another.
    ///   - instant: the time at which the signer's certificate is checked.
    /// - Throws: ``AgentError/body(_:)`` for the document or the signer, ``AgentError/store(_:)``,
    ///   ``AgentError/pssKey(of:)``.
    public func fanOut(
        of document: MIMEEntity, from presentity: AddressURI, options: SendingOptions, at instant: Date
    ) throws(AgentError) -> NotificationFanOut {
        let store = try reading(store.current)
        let signer = try store.signer(
            for: options.sender ?? presentity, signature: options.rsaSignature, at: instant)
        return try body { () throws(SMIMEError) in
            try NotificationFanOut(
                of: document, signer: signer, padding: options.padding, options: options.content)
        }
    }

    /// Prepares a watcher, whose certificate of the store passes every check at `instant`.
    ///
    /// The check counts for one second, as for messages; the caller asks again for a later notification.
    ///
    /// - Parameters:
    ///   - uri: the watcher; the store has its certificate.
    ///   - dialog: the dialog of its subscription.
    ///   - cSeqNumber: the sequence number of the next NOTIFY.
    ///   - subscriptionState: the value of Subscription-State in it.
    ///   - options: of these the cipher, the key transport and the CRLs that the certificate requires.
    ///   - instant: the time at which the certificate is checked.
    /// - Throws: ``AgentError/body(_:)`` if no certificate passes, ``AgentError/store(_:)``.
    public func watcher(
        _ uri: SIPURI, in dialog: SubscriptionDialog, cSeqNumber: UInt32, subscriptionState: String,
        options: SendingOptions, at instant: Date
    ) throws(AgentError) -> Watcher {
        let store = try reading(store.current)
        let recipient = try store.recipient(uri, revocation: options.revocation, at: instant)
        var content = options.content
        content.transferEncoding = options.transferEncoding ?? .binary
        return try body { () throws(SMIMEError) in
            try Watcher(
                dialog: dialog, recipients: [recipient], cSeqNumber: cSeqNumber,
                subscriptionState: subscriptionState, options: content)
        }
    }
}
