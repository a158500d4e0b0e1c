import CCrypto

/// Proof that a certificate's key signed some content; it says nothing about trust in the certificate.
public struct VerifiedContent: Sendable {
    /// The signed octets.
    public let content: [UInt8]
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
    /// - Throws: ``CMSError/badSignature`` if digest or signature do not match,
    ///   ``CMSError/signingCertificateMismatch(_:)`` if the signed attributes refer to another certificate,
    ///   ``CMSError/weakAlgorithm(_:)`` if only `.anyIncludingWeak` allows them, ``CMSError/malformed(_:)``
    ///   if content is missing or there twice. RFC 5652 §5.4 to §5.6.
    public func verify(
        signedBy certificate: Certificate, detachedContent: [UInt8]? = nil,
        strength: AlgorithmStrength = .current
    ) throws(CMSError) -> VerifiedContent {
        guard isDetached == (detachedContent != nil) else { throw .malformed(.signedData) }
        guard strength == .anyIncludingWeak || !signer.signatureAlgorithm.isWeak else {
            throw .weakAlgorithm("\(signer.signatureAlgorithm.name) with \(signer.digest.name)")
        }
        guard strength == .anyIncludingWeak || !certificate.facts.key.isWeak else {
            throw .weakAlgorithm(certificate.facts.key.name)
        }
        guard signer.signatureAlgorithm.canBeMade(with: certificate.facts.key) else { throw .badSignature }
        guard signer.admits(certificate) else { throw .signingCertificateMismatch(certificate) }
        let content: [UInt8]
        if let detachedContent {
            _ = try MemoryBIO.lending(detachedContent) { (bio) throws(CMSError) in
                try unsafe verify(signedBy: certificate, detached: bio.pointer)
            }
            content = detachedContent
        } else {
            content = try unsafe verify(signedBy: certificate, detached: nil)
        }
        try refuseAttributesAsContent(content)
        return VerifiedContent(content: content, signer: certificate, signerInfo: signer)
    }

    private func verify(
        signedBy certificate: Certificate, detached: OpaquePointer?
    ) throws(CMSError) -> [UInt8] {
        let object = try CMSObject.reading(minimalDER)
        let signers = try CertificateStack.holding([certificate])
        let output = try MemoryBIO.collecting()
        let flags = UInt32(CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN | CMS_BINARY)
        ERR_clear_error()
        let verdict = unsafe CMS_verify(
            object.pointer, signers.pointer, nil, detached, output.pointer, flags)
        ERR_clear_error()
        guard verdict == 1 else { throw .badSignature }
        return output.octets
    }

    /// Refuses content that is the DER of the signed attributes of another message.
    ///
    /// If there are no signed attributes here, a signature over those would count as one over content. A MIME
    /// entity never begins like that SET, so no valid message is refused.
    private func refuseAttributesAsContent(_ content: [UInt8]) throws(CMSError) {
        guard signer.signedAttributes == nil, content.first == DERTag.set else { return }
        var reader = DERReader(content[...], structure: .signedAttributes)
        guard (try? reader.next()) == nil || !reader.isAtEnd else { throw .malformed(.signedAttributes) }
    }
}
