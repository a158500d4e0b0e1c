public import CMS
public import MIME
public import SIPMessage

public import struct FoundationEssentials.Date

/// A prepared protector: signer and recipients, checked once, used for many messages.
public struct Protector: Sendable {
    private let signing: SigningStep?
    private let enveloping: EnvelopingStep?
    private let documents: DocumentChecks

    /// The cipher of the envelopes, and why it is used; nil without an envelope.
    public var cipherChoice: CipherChoice? { enveloping?.choice }

    /// Prepares to sign, then envelope (RFC 8551 §3.7, RFC 8591 §4.3).
    ///
    /// - Throws: ``SMIMEError/noRecipients`` if there are none, ``SMIMEError/exceedsOpeningLimit(_:)``
    ///   for more than receivers read, ``SMIMEError/weakAlgorithm(_:)`` or
    ///   ``SMIMEError/unsupported(_:)`` for a recipient's key.
    public init(
        signer: CheckedSigner, recipients: [CheckedRecipient],
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        signing = try SigningStep(signer.signer, form: .opaque, encoding: options.innerTransferEncoding)
        enveloping = try EnvelopingStep(recipients, options: options)
        documents = DocumentChecks(of: signer, options: options)
    }

    /// Prepares to sign only: the content stays readable.
    ///
    /// - Throws: ``SMIMEError/malformed(_:)`` never in practice: the header is written here.
    public init(
        signer: CheckedSigner, form: Signer.Form, options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        signing = try SigningStep(signer.signer, form: form, encoding: options.transferEncoding)
        enveloping = nil
        documents = DocumentChecks(of: signer, options: options)
    }

    /// Prepares to envelope only: nothing proves that `sender` wrote the content.
    ///
    /// - Throws: ``SMIMEError/unsignedWithoutAuthentication(_:)`` with CBC, which an attacker could change
    ///   unnoticed; else as with a signer.
    public init(
        unsignedFrom sender: AddressURI, recipients: [CheckedRecipient],
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        if let cipher = options.cipher, !cipher.isAuthenticated {
            throw .unsignedWithoutAuthentication(cipher)
        }
        signing = nil
        enveloping = try EnvelopingStep(recipients, options: options)
        documents = DocumentChecks(unsignedFrom: sender, options: options)
    }

    /// Prepares to envelope only, for a SIP URI; see the other overload.
    public init(
        unsignedFrom sender: SIPURI, recipients: [CheckedRecipient],
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        try self.init(unsignedFrom: .sip(sender), recipients: recipients, options: options)
    }

    /// Protects an entity, whose octets are not changed, for the message of `binding`.
    ///
    /// Without a binding the body remains valid in any other message; without a signature there is
    /// nothing to bind. `method` is that of the message around an unbound body, for responses that of the
    /// request. In PUBLISH, in NOTIFY and in bodies on their own (nil), presence documents are searched
    /// for whatever the media type.
    ///
    /// - Throws: ``SMIMEError/exceedsOpeningLimit(_:)`` if no receiver could read the result,
    ///   ``SMIMEError/missingBody`` for an entity without body, ``SMIMEError/malformed(_:)`` for an
    ///   invalid presence document, ``SMIMEError/entityNotSender(entity:sender:)`` for a document about
    ///   another entity than the sender.
    public func protected(
        _ entity: MIMEEntity, boundTo binding: MessageBinding? = nil, inMessage method: String? = nil,
        signingTime: Date
    ) throws(SMIMEError) -> ProtectedEntity {
        guard !entity.bodyOctets.isEmpty else { throw .missingBody }
        let signedBinding = signing == nil ? nil : binding
        let bound = try signedBinding?.bound(entity) ?? entity
        let content = try read(bound, writtenBy: signedBinding, around: entity)
        let departures = try documents.departures(of: content, in: binding?.method ?? method)
        let protected = try secured(bound, signingTime: signingTime)
        try check(protected)
        return ProtectedEntity(entity: protected, nonconformities: departures)
    }

    /// Protects a whole message, for the message around it (RFC 3261 §23.4).
    ///
    /// The outer fields are signed with it, so that the receiver can distinguish
    /// intended differences from changes.
    ///
    /// - Throws: ``SMIMEError/unsigned`` without a signer, since intended differences would be
    ///   unknown; else as for an entity.
    public func protected(
        _ tunnel: Tunnel, for recipients: [SIPURI], padding: Padding? = .standard, signingTime: Date
    ) throws(SMIMEError) -> ProtectedEntity {
        guard signing != nil else { throw .unsigned }
        let binding = try MessageBinding(of: tunnel, to: recipients, padding: padding)
        let document = try tunnel.document
        let bound = try binding.bound(document)
        let content = try read(bound, writtenBy: binding, around: document)
        let departures = try documents.departures(of: content, in: tunnel.inner.method)
        let protected = try secured(bound, signingTime: signingTime)
        try check(protected)
        try limits.check(protected, of: tunnel)
        return ProtectedEntity(entity: protected, nonconformities: departures)
    }

    /// Protects an entity, and returns only the result; see ``protected(_:boundTo:inMessage:signingTime:)``.
    public func protect(
        _ entity: MIMEEntity, boundTo binding: MessageBinding? = nil, inMessage method: String? = nil,
        signingTime: Date
    ) throws(SMIMEError) -> MIMEEntity {
        try protected(entity, boundTo: binding, inMessage: method, signingTime: signingTime).entity
    }

    /// Protects a whole message, and returns only the result; see ``protected(_:for:padding:signingTime:)``.
    public func protect(
        _ tunnel: Tunnel, for recipients: [SIPURI], padding: Padding? = .standard, signingTime: Date
    ) throws(SMIMEError) -> MIMEEntity {
        try protected(tunnel, for: recipients, padding: padding, signingTime: signingTime).entity
    }

    private var limits: OpeningLimits { .standard }

    /// Checks that receivers can read a protected body.
    private func check(_ protected: MIMEEntity) throws(SMIMEError) {
        guard let enveloping else { return try limits.check(protected) }
        try enveloping.check(protected, within: limits)
    }

    /// Signs and envelopes what has been checked.
    private func secured(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> MIMEEntity {
        guard let enveloping else { return try signing?.sign(entity, signingTime: signingTime) ?? entity }
        return try enveloping.envelope(
            signing?.signedParts(entity, signingTime: signingTime) ?? [entity.octets[...]])
    }

    /// Reads the content to sign as its receivers will.
    private func read(
        _ entity: MIMEEntity, writtenBy binding: MessageBinding?, around document: MIMEEntity
    ) throws(SMIMEError) -> MIMEEntity {
        let depth = signing?.contentDepth ?? 0
        guard let binding else { return try limits.read(entity, depth: depth) }
        return try limits.read(entity, writtenBy: binding, around: document, depth: depth)
    }
}
