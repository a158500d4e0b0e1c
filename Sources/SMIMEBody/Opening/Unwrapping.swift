import CMS
import MIME

/// Content without its layers, with proof of its signer if it was signed.
struct UnwrappedContent {
    let entity: MIMEEntity
    let evidence: SignatureEvidence?
    /// The signed object if it is bound to its message: the content, or the envelope around it.
    var bound: BoundContent?
    /// The cipher of the envelope, if there was one.
    let cipher: ContentCipher?
    /// The certificate whose key opened the envelope, if there was one.
    var recipient: Certificate?
    /// The refusal if the signer is not the sender; nil if it is.
    var senderMismatch: SMIMEError?
}

/// Removes the layers of one message, outermost first.
struct Unwrapping {
    let input: OpeningInput
    var layers: [Layer] = []
    private(set) var warnings: [OpeningWarning] = []
    /// The outer signature's bound fields if its signer is not the sender, so that no key was used.
    private(set) var mismatchedBinding: BoundContent?

    var terms: OpeningTerms { input.terms }
    private var signerChecks: SignerChecks { SignerChecks(input: input) }

    init(_ input: OpeningInput) { self.input = input }

    /// Removes at most one envelope and one signature.
    mutating func unwrap(_ entity: MIMEEntity) throws(SMIMEError) -> UnwrappedContent {
        guard let outer = try recognize(entity) else {
            throw PartlyProtected(entity, limits: terms.policy.limits)?.error ?? .clearText
        }
        switch outer {
        case .cms(.envelopedData(let data)): return try unwrapEnveloped(data)
        case .cms(.signedData(let data)): return try unwrapSigned(try verify(data, detached: nil))
        case .multipartSigned(let content, .signedData(let data), let outside):
            warnOfOctetsOutsideSignature(outside)
            return try unwrapSigned(try verify(data, detached: content))
        case .cms(.certificatesOnly): throw .unsupported(.certificatesWithoutContent)
        case .multipartSigned: throw .malformed(.cms(.noSigner))
        }
    }

    /// Unwraps the inside of a signature: an envelope, or the content.
    ///
    /// The signer is checked before a key is used: a later refusal because of the signer would disclose to
    /// the signer of an altered envelope that its padding was right.
    private mutating func unwrapSigned(_ signed: VerifiedEntity) throws(SMIMEError) -> UnwrappedContent {
        let bound = try recognizeBound(signed.entity)
        var (evidence, mismatch) = try signerChecks.evidence(for: signed.signature, of: bound)
        guard case .cms(.envelopedData(let data)) = try recognize(bound?.document ?? signed.entity) else {
            return UnwrappedContent(
                entity: signed.entity, evidence: evidence, bound: bound, cipher: nil, senderMismatch: mismatch
            )
        }
        if let mismatch {
            mismatchedBinding = data.cipher.isAuthenticated ? bound : nil
            throw mismatch
        }
        evidence.covers = .ciphertext
        if case .signed(var layer) = layers.last {
            layer.covers = .ciphertext
            layers[layers.count - 1] = .signed(layer)
        }
        // The signer covers the ciphertext, which may be another sender's: only a cipher that authenticates
        // proves that its content is the encrypted one.
        guard data.cipher.isAuthenticated || terms.policy.strength == .anyIncludingWeak else {
            throw .weakAlgorithm("\(data.cipher.name) inside a signature")
        }
        for content in try decrypt(data) {
            do {
                let entity = try unwrapUnsigned(content.octets)
                return UnwrappedContent(
                    entity: entity, evidence: evidence, bound: bound, cipher: data.cipher,
                    recipient: content.recipient)
            } catch {
                try error.throwUnlessAnotherKeyMayFit(cipher: data.cipher)
            }
        }
        throw .cannotDecrypt
    }

    /// Returns the content of an envelope inside a signature; it must not be signed again.
    private func unwrapUnsigned(_ octets: [UInt8]) throws(SMIMEError) -> MIMEEntity {
        let entity = try parsed(octets[...])
        switch try recognize(entity) {
        case .cms(.signedData), .multipartSigned: throw .malformed(.signatureInsideSignedEnvelope)
        case nil, .cms(.envelopedData), .cms(.certificatesOnly): return entity
        }
    }

    /// Unwraps the inside of an envelope: a signature, or unsigned content.
    private mutating func unwrapEnveloped(_ data: EnvelopedData) throws(SMIMEError) -> UnwrappedContent {
        for content in try decrypt(data) {
            // A copy, so that under CBC a failure does not show how far it got.
            var attempt = self
            let inside: (entity: MIMEEntity, signature: UnwrappedSignature?)
            do {
                inside = try attempt.unwrapInside(content.octets, cipher: data.cipher)
                self = attempt
            } catch {
                if data.cipher.isAuthenticated { self = attempt }
                try error.throwUnlessAnotherKeyMayFit(cipher: data.cipher)
                continue
            }
            guard let signature = inside.signature else {
                return UnwrappedContent(
                    entity: inside.entity, evidence: nil, cipher: data.cipher, recipient: content.recipient)
            }
            let bound = try recognizeBound(inside.entity)
            let (evidence, mismatch) = try signerChecks.evidence(for: signature, of: bound)
            return UnwrappedContent(
                entity: inside.entity, evidence: evidence, bound: bound, cipher: data.cipher,
                recipient: content.recipient, senderMismatch: mismatch)
        }
        throw .cannotDecrypt
    }

    private mutating func unwrapInside(
        _ octets: [UInt8], cipher: ContentCipher
    ) throws(SMIMEError) -> (entity: MIMEEntity, signature: UnwrappedSignature?) {
        let entity = try parsed(octets[...])
        let signed: VerifiedEntity
        switch try recognize(entity) {
        case .cms(.signedData(let data)): signed = try verify(data, in: entity, detached: nil, cipher: cipher)
        case .multipartSigned(let part, .signedData(let data), let outside):
            warnOfOctetsOutsideSignature(outside)
            signed = try verify(data, in: entity, detached: part, cipher: cipher)
        case nil, .cms(.envelopedData), .cms(.certificatesOnly), .multipartSigned(_, .envelopedData, _),
            .multipartSigned(_, .certificatesOnly, _):
            guard terms.policy.allowsUnsigned(under: cipher) else { throw .unsigned }
            return (entity, nil)
        }
        return (signed.entity, signed.signature)
    }

    /// Verifies a signature inside an envelope.
    ///
    /// If the cipher does not authenticate, refuses content that neither protects.
    ///
    /// If weak algorithms are allowed, even unsigned content is accepted there.
    private mutating func verify(
        _ data: SignedData, in entity: MIMEEntity, detached: MIMEEntity?, cipher: ContentCipher
    ) throws(SMIMEError) -> VerifiedEntity {
        guard !cipher.isAuthenticated, terms.policy.strength == .current else {
            return try verify(data, detached: detached, inside: cipher)
        }
        let checks = SplicingChecks(terms: terms)
        try checks.checkForm(of: data, in: entity)
        let verified = try verify(data, detached: detached, inside: cipher)
        try checks.checkCertificates(
            verified.signature.intermediates, of: data, signedBy: verified.signature.signer)
        return verified
    }

    private mutating func warnOfOctetsOutsideSignature(_ outside: Int) {
        if outside > 0 { warnings.append(.outsideSignature(octets: outside)) }
    }

    private func recognize(_ entity: MIMEEntity) throws(SMIMEError) -> SecuredBody? {
        try SecuredBody.recognize(entity, limits: terms.policy.limits)
    }

    private func recognizeBound(_ entity: MIMEEntity) throws(SMIMEError) -> BoundContent? {
        try BoundContent.recognize(entity, limits: terms.policy.limits)
    }

    func parsed(_ octets: ArraySlice<UInt8>, depth: Int = 0) throws(SMIMEError) -> MIMEEntity {
        try mime { () throws(MIMEError) in
            try MIMEEntity.parse(part: octets, limits: terms.policy.limits, depth: depth)
        }
    }
}

extension SMIMEError {
    /// Returns the error that may be disclosed after a key was used.
    ///
    /// Under a cipher without authentication, every failure before the inner signature has verified would
    /// disclose something about the plaintext (RFC 8551 §6, EFAIL): all become one error.
    func afterKeyUse(cipher: ContentCipher) -> SMIMEError {
        cipher.isAuthenticated ? self : .cannotDecrypt
    }

    /// Throws the disclosable error, unless nothing could be decrypted, which another key might do.
    fileprivate func throwUnlessAnotherKeyMayFit(cipher: ContentCipher) throws(SMIMEError) {
        let failure = afterKeyUse(cipher: cipher)
        guard failure == .cannotDecrypt else { throw failure }
    }
}
