import CMS
import MIME
import Octets

/// A signature that verified under a certificate not yet proven trusted.
struct UnwrappedSignature {
    let signer: Certificate
    let signerInfo: SignerInfo
    let intermediates: [Certificate]
}

/// The result of decrypting an envelope with one key.
struct DecryptedContent {
    let octets: [UInt8]
    /// The certificate of the key.
    let recipient: Certificate
}

/// An entity whose signature verified.
struct VerifiedEntity {
    let entity: MIMEEntity
    let signature: UnwrappedSignature
}

extension Unwrapping {
    /// Decrypts with each key in the source that fits one of the recipients whose identifiers name it; two
    /// recipients may share issuer and serial number.
    ///
    /// Authenticated content is returned alone. Without authentication a wrong key may yield octets as well,
    /// so all keys are used and all results returned: neither the reason of a refusal nor the number of key
    /// operations depends on the result.
    mutating func decrypt(_ data: EnvelopedData) throws(SMIMEError) -> [DecryptedContent] {
        layers.append(.enveloped(EnvelopeLayer(data)))
        // Before a key is used, so that no answer depends on the plaintext (RFC 5083 §1, RFC 8551 §6).
        guard data.cipher.isAuthenticated || terms.policy.encryption == .any else {
            throw .unauthenticatedEncryption(data.cipher)
        }
        guard !data.cipher.isWeak || terms.policy.strength == .anyIncludingWeak else {
            throw .weakAlgorithm(data.cipher.name)
        }
        let identifiers = data.recipients.compactMap(\.identifier)
        let candidates = try terms.sources.keyedCertificates(matching: identifiers).prefix(
            Self.maximumKeys)
        var contents: [DecryptedContent] = []
        var failure =
            data.unsupportedKeyManagement.map { SMIMEError($0) } ?? .notForUs(recipients: identifiers)
        for candidate in candidates {
            for recipient in data.recipients(naming: candidate.certificate).prefix(Self.maximumKeys) {
                do {
                    let octets = try data.decrypt(
                        for: recipient, certificate: candidate.certificate, key: candidate.key,
                        strength: terms.policy.strength)
                    contents.append(DecryptedContent(octets: octets, recipient: candidate.certificate))
                    if data.cipher.isAuthenticated { return contents }
                } catch {
                    // After a key was used, the error of a recipient that cannot be tried adds nothing.
                    if failure != .cannotDecrypt { failure = SMIMEError(error) }
                }
            }
        }
        guard !contents.isEmpty else { throw failure }
        return contents
    }

    /// Returns the error if no certificate matches the signer's identifier: one in the message may be
    /// the signer's and unreadable.
    private static func missingSigner(
        _ identifier: CertificateIdentifier, among carried: [[UInt8]]
    ) -> SMIMEError {
        guard case .issuerAndSerialNumber(_, let serialNumber) = identifier else {
            return .noSignerCertificate(identifier)
        }
        let digits = Hexadecimal.text(serialNumber, .upperCase)
        for der in carried {
            if case .failure(let unusable) = Certificate.reading(der: der), unusable.serialNumber == digits {
                return .malformed(.cms(.unusableCertificate(unusable)))
            }
        }
        return .noSignerCertificate(identifier)
    }

    /// Reads content whose signature has verified.
    private func entity(in content: ArraySlice<UInt8>, depth: Int) throws(SMIMEError) -> MIMEEntity {
        do throws(SMIMEError) {
            return try parsed(content, depth: depth)
        } catch {
            guard case .malformed(.mime(let error)) = error else { throw error }
            throw .malformed(.signedContent(error))
        }
    }

    /// The number of certificates, or of recipients with one issuer and serial
    /// number, that are tried at most.
    private static let maximumKeys = 4

    /// Returns the readable certificates of a message: one that is not can neither have signed nor lead to a
    /// trust anchor.
    ///
    /// Their octets are compared with known ones first, since decoding one takes longer than verifying a
    /// signature.
    private func certificates(in data: SignedData, known: [Certificate]) -> [Certificate] {
        data.certificates.compactMap { der in
            terms.cache.certificate(der: der) ?? known.first { $0.isEncoded(as: der) }
                ?? (try? Certificate(der: der))
        }
    }

    /// Verifies with each certificate that matches the signer's identifier: those in the source first,
    /// expired ones last.
    ///
    /// `envelope` is the cipher around a part, nil if it came in no envelope.
    mutating func verify(
        _ data: SignedData, detached: MIMEEntity?, inside envelope: ContentCipher? = nil
    ) throws(SMIMEError) -> VerifiedEntity {
        let form: Signer.Form = detached == nil ? .opaque : .detached
        let identifier = data.signer.identifier
        var candidates = try terms.sources.certificates(matching: identifier)
        let carried = certificates(in: data, known: candidates)
        for certificate in carried where identifier.names(certificate) && !candidates.contains(certificate) {
            candidates.append(certificate)
        }
        // A renewed certificate may keep its key, so that both verify: those that
        // are valid now are tried first.
        let instant = input.context.instant
        if candidates.contains(where: { !$0.isValid(at: instant) }) {
            candidates =
                candidates.filter { $0.isValid(at: instant) } + candidates.filter { !$0.isValid(at: instant) }
        }
        let mismatch = candidates.first.map { SMIMEError.signingCertificateMismatch($0) }
        candidates.removeAll { !data.signer.admits($0) }
        layers.append(.signed(SignatureLayer(data.signer, form: form, certificate: candidates.first)))
        guard data.isDetached == (detached != nil) else {
            throw .malformed(data.isDetached ? .signatureWithoutContent : .contentTwice)
        }
        let signedOctets = detached.map {
            SignedPart($0).octets(signedBy: data.signer, hidingForm: envelope?.isAuthenticated == false)
        }
        var failure =
            mismatch ?? Self.missingSigner(identifier, among: data.certificates)
        for candidate in candidates.prefix(Self.maximumKeys) {
            let verified: VerifiedContent
            do {
                verified = try data.verify(
                    signedBy: candidate, detachedContent: signedOctets, strength: terms.policy.strength)
            } catch {
                failure = SMIMEError(error)
                continue
            }
            layers[layers.count - 1] = .signed(
                SignatureLayer(data.signer, form: form, certificate: candidate))
            let signature = UnwrappedSignature(
                signer: candidate, signerInfo: verified.signerInfo, intermediates: carried)
            if let detached, detached.octetsInPlace == verified.contentInPlace {
                return VerifiedEntity(entity: detached, signature: signature)
            }
            let entity = try entity(in: verified.contentInPlace, depth: detached?.depth ?? 0)
            return VerifiedEntity(entity: entity, signature: signature)
        }
        throw failure
    }
}
