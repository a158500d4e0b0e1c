import CCrypto

/// What verifies a signature.
package enum SignatureVerifier: Sendable, CaseIterable {
    /// CMS's own reader and libcrypto's primitives.
    case primitives
    /// libcrypto's CMS, which supports every form.
    case libcryptoCMS
}

extension SignedData {
    /// Verifies with libcrypto's CMS, over the signed attributes in DER, and returns the content that it
    /// verified.
    ///
    /// - Throws: ``CMSError/badSignature`` if digest or signature do not match, ``CMSError/openSSL(_:)`` if
    ///   libcrypto cannot read the form.
    func verifyByCMS(_ content: [UInt8], signedBy certificate: Certificate) throws(CMSError) -> [UInt8] {
        guard isDetached else { return try unsafe verifyByCMS(signedBy: certificate, detached: nil) }
        return try MemoryBIO.lending(content) { (bio) throws(CMSError) in
            try unsafe verifyByCMS(signedBy: certificate, detached: bio.pointer)
        }
    }

    private func verifyByCMS(
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
}
