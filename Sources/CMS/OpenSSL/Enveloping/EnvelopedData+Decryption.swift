import CCrypto

extension EnvelopedData {
    /// Returns the recipients that identify `certificate`.
    public func recipients(naming certificate: Certificate) -> [RecipientInfo] {
        recipients.filter { $0.identifier?.names(certificate) == true }
    }

    /// Decrypts for `recipient` with the key of `certificate`.
    ///
    /// After the key was used there is only one failure for all reasons: a wrong key, broken padding, a tag
    /// that does not match. Plaintext is collected in memory and dropped unless everything matched.
    ///
    /// The usual forms use the primitives only: libcrypto's CMS would parse the message once more, and check
    /// an ephemeral key for longer than its use takes. For RSA with PKCS#1 v1.5 both
    /// continue with a random key if the padding is wrong (RFC 3218 §2.3).
    ///
    /// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` if this form of key management is unsupported,
    ///   ``CMSError/weakAlgorithm(_:)`` for 3DES under `.current`, ``CMSError/cannotDecrypt`` for the rest.
    public func decrypt(
        for recipient: RecipientInfo, certificate: Certificate, key: PrivateKey,
        strength: AlgorithmStrength = .current
    ) throws(CMSError) -> [UInt8] {
        guard strength == .anyIncludingWeak || !cipher.isWeak else { throw .weakAlgorithm(cipher.name) }
        do throws(CMSError) {
            _ = try recipient.management.get()
        } catch {
            guard case .unsupportedAlgorithm(let name, _) = error else {
                throw .unsupportedAlgorithm("key management", .keyManagement)
            }
            throw .unsupportedAlgorithm(name, .keyManagement)
        }
        if let content, let encryptedKey = recipient.encryptedKey, encryptedKey.fits(key.algorithm) {
            // One failure for every step.
            defer { ERR_clear_error() }
            do { return try content.decrypt(encryptedKey, with: key) } catch { throw .cannotDecrypt }
        }
        // libcrypto 3.0 reads none of these.
        if let keyDerivation {
            throw .unsupportedAlgorithm("\(keyDerivation.name) with this key management", .keyManagement)
        }
        if content?.attributes != nil {
            throw .unsupportedAlgorithm("authenticated attributes", .authenticatedAttributes)
        }
        if cipher == .chaCha20Poly1305 {
            throw .unsupportedAlgorithm("\(cipher.name) with this key management", .keyManagement)
        }
        return try decryptByCMS(for: recipient, certificate: certificate, key: key)
    }

    /// Decrypts with libcrypto's CMS, which supports every form of key encryption.
    func decryptByCMS(
        for recipient: RecipientInfo, certificate: Certificate, key: PrivateKey
    ) throws(CMSError) -> [UInt8] {
        let object: CMSObject
        do {
            object = try CMSObject.reading(der(for: recipient.octets))
        } catch {
            throw .malformed(.recipientInfo)
        }
        let output = try MemoryBIO.collecting()
        ERR_clear_error()
        defer { ERR_clear_error() }
        PrivateKeyUse.record()
        guard
            unsafe CMS_decrypt_set1_pkey(object.pointer, key.key, certificate.x509) == 1,
            unsafe CMS_decrypt(object.pointer, nil, nil, nil, output.pointer, UInt32(CMS_BINARY)) == 1
        else { throw .cannotDecrypt }
        return output.octets
    }
}
