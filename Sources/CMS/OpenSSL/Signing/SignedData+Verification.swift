import CCrypto

/// Proof that a certificate's key signed some content; it says nothing about trust in the certificate.
public struct VerifiedContent: Sendable {
    /// The signed octets; a copy of those inside the message if they are there.
    public var content: [UInt8] { [UInt8](contentInPlace) }
    /// The same where they are in the message: content may be large.
    package let contentInPlace: ArraySlice<UInt8>
    /// The certificate whose key verified the signature.
    public let signer: Certificate
    /// The signer's statements; the signature covers them if there are signed attributes.
    public let signerInfo: SignerInfo
}

extension SignedData {
    /// Verifies the signature with the key of `certificate`, over the content inside or `detachedContent`.
    ///
    /// Certificates inside the message are not used: the caller selects those that match
    /// ``SignerInfo/identifier`` and tries each, since issuer and serial number are not unique in practice.
    ///
    /// The usual forms are verified by the primitives, all others by libcrypto's CMS. The signature must
    /// cover the DER of the signed attributes, whatever order was sent.
    ///
    /// - Throws: ``CMSError/badSignature`` if digest or signature do not match,
    ///   ``CMSError/signingCertificateMismatch(_:)`` if the signed attributes refer to another certificate,
    ///   ``CMSError/weakAlgorithm(_:)`` if only `.anyIncludingWeak` allows them, ``CMSError/malformed(_:)``
    ///   if content is missing or there twice. RFC 5652 §5.4 to §5.6.
    public func verify(
        signedBy certificate: Certificate, detachedContent: [UInt8]? = nil,
        strength: AlgorithmStrength = .current
    ) throws(CMSError) -> VerifiedContent {
        try verify(signedBy: certificate, detachedContent: detachedContent, strength: strength, with: nil)
    }

    /// Verifies with one verifier; nil selects it by the form.
    ///
    /// - Throws: as the public form, ``CMSError/badSignature`` for a form that the primitives do not verify.
    package func verify(
        signedBy certificate: Certificate, detachedContent: [UInt8]?, strength: AlgorithmStrength,
        with verifier: SignatureVerifier?
    ) throws(CMSError) -> VerifiedContent {
        guard isDetached == (detachedContent != nil), let content = detachedContent?[...] ?? contentOctets
        else {
            throw .malformed(.signedData)
        }
        guard strength == .anyIncludingWeak || !signer.signatureAlgorithm.isWeak else {
            throw .weakAlgorithm("\(signer.signatureAlgorithm.name) with \(signer.digest.name)")
        }
        guard strength == .anyIncludingWeak || !certificate.facts.key.isWeak else {
            throw .weakAlgorithm(certificate.facts.key.name)
        }
        guard signer.signatureAlgorithm.canBeMade(with: certificate.facts.key) else { throw .badSignature }
        guard signer.admits(certificate) else { throw .signingCertificateMismatch(certificate) }
        switch verifier ?? self.verifier(for: certificate) {
        case .primitives:
            guard try isSigned(content, by: certificate) else { throw .badSignature }
        case .libcryptoCMS:
            let octets = [UInt8](content)
            guard try verifyByCMS(octets, signedBy: certificate) == octets else { throw .badSignature }
        }
        try refuseAttributesAsContent(content)
        return VerifiedContent(contentInPlace: content, signer: certificate, signerInfo: signer)
    }

    /// Returns the verifier of this form under a certificate.
    package func verifier(for certificate: Certificate) -> SignatureVerifier {
        switch certificate.facts.key {
        case .rsa, .rsaPSS, .elliptic:
            hasUsualVersion && signer.scheme != nil ? .primitives : .libcryptoCMS
        // libcrypto 3.0 reads no Ed25519 in CMS.
        case .ed25519, .x25519: .primitives
        case .other: .libcryptoCMS
        }
    }

    /// Returns whether `certificate` has the key of the signature (RFC 5652 §5.6).
    private func isSigned(
        _ content: ArraySlice<UInt8>, by certificate: Certificate
    ) throws(CMSError) -> Bool {
        guard let scheme = signer.scheme, signer.identifier.names(certificate) else { return false }
        guard let attributes = signer.signedAttributes else {
            return try certificate.verifies(signer.signature, of: [UInt8](content), scheme)
        }
        guard try scheme.digest.value(of: content.span) == signer.messageDigest else { return false }
        return try certificate.verifies(signer.signature, of: attributes, scheme)
    }

    /// Refuses content that is the DER of the signed attributes of another message.
    ///
    /// If there are no signed attributes here, a signature over those would count as one over content. A MIME
    /// entity never begins like that SET, so no valid message is refused.
    private func refuseAttributesAsContent(_ content: ArraySlice<UInt8>) throws(CMSError) {
        guard signer.signedAttributes == nil, content.first == DERTag.set else { return }
        var reader = DERReader(content, structure: .signedAttributes)
        guard (try? reader.next()) == nil || !reader.isAtEnd else { throw .malformed(.signedAttributes) }
    }
}

extension Certificate {
    /// Returns whether `signature` is one of `octets` by the key of this certificate.
    fileprivate func verifies(
        _ signature: [UInt8], of octets: [UInt8], _ scheme: SignatureScheme
    ) throws(CMSError) -> Bool {
        guard let key = X509_get0_pubkey(x509) else {
            ERR_clear_error()
            return false
        }
        let context: SignatureContext
        do throws(CMSError) {
            context = try storage.verification.take(for: scheme) { () throws(CMSError) in
                try SignatureContext(key, for: .verify, scheme: scheme)
            }
        } catch {
            // The key's own parameters forbid the scheme (RFC 4055 §3.3).
            return false
        }
        guard try context.verify(signature, of: scheme.input(of: octets)) else { return false }
        // A wrong signature may come with parameters that its sender made up.
        storage.verification.keep(context, for: scheme)
        return true
    }
}
