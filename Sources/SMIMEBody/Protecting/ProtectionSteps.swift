import CMS
import MIME
import Synchronization

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

    /// Returns the octets of the signed entity in parts, to be joined: the content is not copied.
    func signedParts(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> [ArraySlice<UInt8>] {
        guard form == .opaque, let prefix = header.octets else {
            return [try sign(entity, signingTime: signingTime).octets[...]]
        }
        return [prefix[...]] + (try parts(entity, signingTime: signingTime))
    }

    func sign(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> MIMEEntity {
        let signature = header.entity(joining: try parts(entity, signingTime: signingTime))
        return form == .opaque
            ? signature : try MultipartSigned.entity(entity, signature: signature, digest: signer.digest)
    }

    private func parts(_ entity: MIMEEntity, signingTime: Date) throws(SMIMEError) -> [ArraySlice<UInt8>] {
        try cms { () throws(CMSError) in
            try signer.signedParts(entity.octets, form: form, signingTime: signingTime)
        }
    }
}

/// The enveloping step, with everything that is the same for every message.
struct EnvelopingStep: Sendable {
    private let enveloper: Enveloper
    private let header: SecuredHeader
    let choice: CipherChoice
    private let hasReadOne = SharedFlag()
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

    /// Checks that receivers can read an envelope of this step.
    ///
    /// The first is read as they read it. All others have the same structure, so that only their size counts.
    ///
    /// - Throws: as ``OpeningLimits/check(_:)``.
    func check(_ envelope: MIMEEntity, within limits: OpeningLimits) throws(SMIMEError) {
        guard !hasReadOne.flag.load(ordering: .relaxed) || !limits.mime.allow(envelope) else { return }
        try limits.check(envelope)
        hasReadOne.flag.store(true, ordering: .relaxed)
    }

    /// Returns the envelope around an entity whose octets are the joined `parts`.
    func envelope(_ parts: [ArraySlice<UInt8>]) throws(SMIMEError) -> MIMEEntity {
        try cms { () throws(CMSError) in
            guard let prefix = header.octets else {
                return header.entity(try enveloper.envelope(parts, after: []))
            }
            return MIMEEntity(headerOf: header.empty, octets: try enveloper.envelope(parts, after: prefix))
        }
    }
}

/// A flag that all copies of its owner share.
private final class SharedFlag: Sendable {
    let flag = Atomic(false)
}
