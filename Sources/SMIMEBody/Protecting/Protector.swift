public import CMS
public import struct FoundationEssentials.Date
public import MIME
import PIDF
public import SIPMessage

/// A prepared protector: signer and recipients, checked once, used for many messages.
public struct Protector: Sendable {
    private let signer: CheckedSigner?
    private let sender: SIPURI
    private let form: Signer.Form
    private let enveloper: Enveloper?
    private let options: ProtectionOptions

    /// Prepares to sign, then envelope (RFC 8551 §3.7, RFC 8591 §4.3).
    ///
    /// - Throws: ``SMIMEError/noRecipients`` if there are none, ``SMIMEError/weakAlgorithm(_:)`` or
    ///   ``SMIMEError/unsupported(_:)`` for a recipient's key.
    public init(
        signer: CheckedSigner, recipients: [CheckedRecipient],
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        self.signer = signer
        sender = signer.uri
        form = .opaque
        enveloper = try options.enveloper(for: recipients)
        self.options = options
    }

    /// Prepares to sign only: readable by all.
    public init(signer: CheckedSigner, form: Signer.Form, options: ProtectionOptions = ProtectionOptions()) {
        self.signer = signer
        sender = signer.uri
        self.form = form
        enveloper = nil
        self.options = options
    }

    /// Prepares to envelope only: nothing will prove that `sender` wrote it.
    ///
    /// - Throws: ``SMIMEError/unsignedWithoutAuthentication(_:)`` with CBC, which anybody could change unnoticed;
    ///   else as with a signer.
    public init(
        unsignedFrom sender: SIPURI, recipients: [CheckedRecipient],
        options: ProtectionOptions = ProtectionOptions()
    ) throws(SMIMEError) {
        guard options.cipher.isAuthenticated else { throw .unsignedWithoutAuthentication(options.cipher) }
        signer = nil
        self.sender = sender
        form = .opaque
        enveloper = try options.enveloper(for: recipients)
        self.options = options
    }

    /// Protects an entity, whose octets are taken exactly as they are.
    ///
    /// - Throws: ``SMIMEError/noBody`` for an entity without body, ``SMIMEError/malformed(_:)`` for a presence
    ///   document that is not one, ``SMIMEError/entityNotSender(entity:sender:)`` for one about somebody else.
    public func protect(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> MIMEEntity {
        guard !entity.body.isEmpty else { throw .noBody }
        try checkEntity(of: try PresenceContent.document(in: entity, limits: .standard))
        var secured = entity
        if let signer {
            secured = try sign(secured, signer: signer.signer, signingTime: signingTime)
        }
        guard let enveloper else { return secured }
        let octets = secured.octets
        let envelope = try cms { () throws(CMSError) in try enveloper.envelope(octets) }
        let type: SMIMEType = options.cipher.isAuthenticated ? .authEnvelopedData : .envelopedData
        return try SecuredEntity.pkcs7(envelope, type: type, encoding: options.transferEncoding)
    }

    private func checkEntity(of presence: PresenceDocument?) throws(SMIMEError) {
        guard let presence, options.entity == .signerOnly else { return }
        let uri = try? SIPURI.parse(presence.entity)
        let isOwn = uri.map { signer?.identity.covers(entity: $0) ?? $0.namesSamePresentity(as: sender) }
        guard isOwn == true else {
            let names = signer?.certificate.facts.uris ?? [sender.addressOfRecord]
            throw .entityNotSender(entity: presence.entity, sender: names)
        }
    }

    private func sign(
        _ entity: MIMEEntity, signer: Signer, signingTime: Date
    ) throws(SMIMEError) -> MIMEEntity {
        let signature = try cms { () throws(CMSError) in
            try signer.sign(entity.octets, form: form, signingTime: signingTime)
        }
        // Inside an envelope octets are octets, whatever the path outside can take (RFC 8551 §3.1.2).
        let encoding = enveloper == nil ? options.transferEncoding : .binary
        switch form {
        case .opaque: return try SecuredEntity.pkcs7(signature, type: .signedData, encoding: encoding)
        case .detached: return try SecuredEntity.multipartSigned(entity, signature: signature, encoding: encoding)
        }
    }
}
