import CMS
import MIME

/// Content taken out of its layers, with the signature that was over it, if there was one.
struct UnwrappedContent {
    let entity: MIMEEntity
    let signature: UnwrappedSignature?
    /// The cipher of the envelope, if there was one.
    let cipher: ContentCipher?
}

/// A signature that verified under a certificate nobody has vouched for yet.
struct UnwrappedSignature {
    let signer: Certificate
    let signerInfo: SignerInfo
    let intermediates: [Certificate]
    var covers: SignatureLayer.Coverage
    /// What the checks of the signer found, where they had to come before a key was used.
    var evidence: SignatureEvidence?
}

/// Takes layers off one message, outermost first.
struct Unwrapping {
    private let checks: ContentChecks
    private(set) var layers: [Layer] = []
    private var signature: UnwrappedSignature?
    private var cipher: ContentCipher?

    private var opener: Opener { checks.opener }

    init(checks: ContentChecks) { self.checks = checks }

    /// Takes off at most one envelope and one signature.
    mutating func unwrap(_ entity: MIMEEntity) throws(SMIMEError) -> UnwrappedContent {
        guard let outer = try recognize(entity) else { throw .clearText }
        switch outer {
        case .cms(.envelopedData(let data)):
            return try unwrapInside(try decrypt(data), cipher: data.cipher)
        case .cms(.signedData(let data)):
            return try unwrapSigned(try verify(data, detached: nil))
        case .multipartSigned(let content, .signedData(let data)):
            return try unwrapSigned(try verify(data, detached: content))
        case .cms(.certificatesOnly):
            throw .unsupported("certificates without content")
        case .multipartSigned:
            throw .malformed(.cms(.noSigner))
        }
    }

    /// Inside a signature: an envelope, or the content.
    private mutating func unwrapSigned(_ entity: MIMEEntity) throws(SMIMEError) -> UnwrappedContent {
        guard case .cms(.envelopedData(let data)) = try recognize(entity) else {
            return UnwrappedContent(entity: entity, signature: signature, cipher: nil)
        }
        coverCiphertext()
        // Before a key is used: a refusal for the signer's sake afterwards would tell whoever signs an altered envelope
        // that its padding was right.
        if let outer = signature {
            let evidence = try checks.evidence(for: outer)
            signature?.evidence = evidence
        }
        for inside in try decrypt(data) {
            do {
                return try unwrapUnsigned(inside)
            } catch {
                let failure = error.afterKeyUse(cipher: data.cipher)
                guard failure == .cannotDecrypt else { throw failure }
            }
        }
        throw .cannotDecrypt
    }

    /// Inside an envelope inside a signature: content that must not be signed again.
    private func unwrapUnsigned(_ octets: [UInt8]) throws(SMIMEError) -> UnwrappedContent {
        let entity = try parsed(octets)
        switch try recognize(entity) {
        case .cms(.signedData), .multipartSigned: throw .malformed(.signatureInsideSignedEnvelope)
        default: return UnwrappedContent(entity: entity, signature: signature, cipher: cipher)
        }
    }

    /// Inside an envelope: a signature, or unsigned content.
    private mutating func unwrapInside(
        _ contents: [[UInt8]], cipher: ContentCipher
    ) throws(SMIMEError) -> UnwrappedContent {
        for octets in contents {
            // A copy, so that under CBC a failure leaves no trace of how far it got.
            var attempt = self
            do {
                let content = try attempt.unwrapSignature(octets)
                self = attempt
                return content
            } catch {
                if cipher.isAuthenticated { self = attempt }
                let failure = error.afterKeyUse(cipher: cipher)
                guard failure == .cannotDecrypt else { throw failure }
            }
        }
        throw .cannotDecrypt
    }

    private mutating func unwrapSignature(_ octets: [UInt8]) throws(SMIMEError) -> UnwrappedContent {
        let entity = try parsed(octets)
        let content: MIMEEntity
        switch try recognize(entity) {
        case .cms(.signedData(let data)): content = try verify(data, detached: nil)
        case .multipartSigned(let part, .signedData(let data)): content = try verify(data, detached: part)
        default:
            guard opener.policy.allowsUnsigned(under: cipher) else { throw .unsigned }
            content = entity
        }
        return UnwrappedContent(entity: content, signature: signature, cipher: cipher)
    }

    private func recognize(_ entity: MIMEEntity) throws(SMIMEError) -> SecuredBody? {
        try SecuredBody.recognize(entity, limits: opener.policy.limits)
    }

    private func parsed(_ octets: [UInt8]) throws(SMIMEError) -> MIMEEntity {
        try mime { () throws(MIMEError) in try MIMEEntity.parse(octets, limits: opener.policy.limits) }
    }

    private mutating func coverCiphertext() {
        signature?.covers = .ciphertext
        guard case .signed(var layer) = layers.last else { return }
        layer.covers = .ciphertext
        layers[layers.count - 1] = .signed(layer)
    }
}

// MARK: One layer

extension Unwrapping {
    /// Decrypts with each key here that fits one of the recipients whose identifiers name it; two recipients may share
    /// issuer and serial number.
    ///
    /// Authenticated content is the only one. Without authentication a wrong key may yield octets as well, so all keys
    /// are used and all results returned: neither the reason of a refusal nor the number of key operations depends on
    /// what came out.
    private mutating func decrypt(_ data: EnvelopedData) throws(SMIMEError) -> [[UInt8]] {
        layers.append(.enveloped(EnvelopeLayer(data)))
        guard !data.cipher.isWeak || opener.policy.strength == .anyIncludingWeak else {
            throw .weakAlgorithm(data.cipher.name)
        }
        let identifiers = data.recipients.compactMap(\.identifier)
        let candidates = try opener.keys.keyedCertificates(answeringTo: identifiers).prefix(Self.maximumKeys)
        cipher = data.cipher
        var contents: [[UInt8]] = []
        var failure = SMIMEError.notForUs(recipients: identifiers)
        for candidate in candidates {
            for recipient in data.recipients(naming: candidate.certificate).prefix(Self.maximumKeys) {
                do {
                    contents.append(
                        try data.decrypt(
                            for: recipient, certificate: candidate.certificate, key: candidate.key,
                            strength: opener.policy.strength))
                    if data.cipher.isAuthenticated { return contents }
                } catch {
                    // Once a key was used, a recipient that cannot be tried adds nothing.
                    if failure != .cannotDecrypt { failure = SMIMEError(error) }
                }
            }
        }
        guard !contents.isEmpty else { throw failure }
        return contents
    }

    /// More certificates or recipients than these that share one issuer and serial number are not tried.
    private static let maximumKeys = 4

    /// Verifies with each certificate that answers to the signer's identifier, those here first, but for expired ones.
    private mutating func verify(
        _ data: SignedData, detached: MIMEEntity?
    ) throws(SMIMEError) -> MIMEEntity {
        let form: Signer.Form = detached == nil ? .opaque : .detached
        let carried = try cms { () throws(CMSError) in
            try data.certificates.map { (der) throws(CMSError) in try opener.cache.certificate(der: der) }
        }
        let identifier = data.signer.identifier
        var candidates = try opener.certificates.certificates(answeringTo: identifier)
        for certificate in carried where identifier.names(certificate) && !candidates.contains(certificate) {
            candidates.append(certificate)
        }
        // A renewed certificate may keep its key, so that both verify: those that are valid now are tried first.
        let instant = checks.context.instant
        candidates =
            candidates.filter { $0.isValid(at: instant) } + candidates.filter { !$0.isValid(at: instant) }
        layers.append(.signed(SignatureLayer(data.signer, form: form, certificate: candidates.first)))
        var failure = SMIMEError.noSignerCertificate(identifier)
        for candidate in candidates.prefix(Self.maximumKeys) {
            let verified: VerifiedContent
            do {
                verified = try data.verify(
                    signedBy: candidate, detachedContent: detached?.octets, strength: opener.policy.strength)
            } catch {
                failure = SMIMEError(error)
                continue
            }
            layers[layers.count - 1] = .signed(
                SignatureLayer(data.signer, form: form, certificate: candidate))
            signature = UnwrappedSignature(
                signer: candidate, signerInfo: verified.signerInfo, intermediates: carried, covers: .content)
            guard let detached else { return try parsed(verified.content) }
            return detached
        }
        throw failure
    }
}

extension SMIMEError {
    /// What may be told of this error once a key has been used.
    ///
    /// Under a cipher without authentication, every failure from there until the inner signature has verified
    /// would tell an attacker something about the plaintext (RFC 8551 §6, EFAIL): they are all one.
    func afterKeyUse(cipher: ContentCipher) -> SMIMEError {
        if case .sourceFailed = self { return self }
        return cipher.isAuthenticated ? self : .cannotDecrypt
    }
}
