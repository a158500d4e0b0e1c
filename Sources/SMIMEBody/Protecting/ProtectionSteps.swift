import CMS
import MIME

import struct FoundationEssentials.Date

/// The signing step, with everything that is the same for every message.
struct SigningStep: Sendable {
    private let signer: Signer
    private let form: Signer.Form
    private let header: SecuredHeader

    init(_ signer: Signer, form: Signer.Form, encoding: ProtectionOptions.TransferEncoding) throws(SMIMEError)
    {
        self.signer = signer
        self.form = form
        switch form {
        case .opaque: header = try SecuredHeader(.signedData, encoding: encoding)
        case .detached: header = try SecuredHeader(detachedSignature: encoding)
        }
    }

    /// The number of entities around the signed one.
    var contentDepth: Int { form == .opaque ? 0 : 1 }

    func sign(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> MIMEEntity {
        let octets = try cms { () throws(CMSError) in
            try signer.sign(entity.octets, form: form, signingTime: signingTime)
        }
        let signature = header.entity(octets)
        return form == .opaque
            ? signature : try MultipartSigned.entity(entity, signature: signature, digest: signer.digest)
    }
}

/// The enveloping step, with everything that is the same for every message.
struct EnvelopingStep: Sendable {
    private let enveloper: Enveloper
    private let header: SecuredHeader
    let choice: CipherChoice
    /// The envelope without its octets.
    var emptyEnvelope: MIMEEntity { header.empty }

    init(_ recipients: [CheckedRecipient], options: ProtectionOptions) throws(SMIMEError) {
        guard !recipients.isEmpty else { throw .noRecipients }
        let choice = CipherChoice(for: recipients, options: options)
        self.choice = choice
        enveloper = try OpeningLimits.standard.limited { () throws(SMIMEError) in
            try cms { () throws(CMSError) in
                try Enveloper(
                    cipher: choice.cipher, recipients: recipients.map(\.certificate),
                    rsaKeyTransport: options.rsaKeyTransport, keyDerivation: choice.keyDerivation)
            }
        }
        header = try SecuredHeader(
            choice.cipher.isAuthenticated ? .authEnvelopedData : .envelopedData,
            encoding: options.transferEncoding)
    }

    func envelope(_ entity: MIMEEntity) throws(SMIMEError) -> MIMEEntity {
        header.entity(try cms { () throws(CMSError) in try enveloper.envelope(entity.octets) })
    }
}
