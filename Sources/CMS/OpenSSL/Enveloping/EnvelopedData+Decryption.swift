import CCrypto

extension EnvelopedData {
    /// The recipients that `certificate` answers to.
    public func recipients(naming certificate: Certificate) -> [RecipientInfo] {
        recipients.filter { $0.identifier?.names(certificate) == true }
    }

    /// Decrypts for `recipient` with the key of `certificate`.
    ///
    /// After the key has been used there is one failure only, whatever went wrong: a wrong key, broken
    /// padding, a tag that does not match. Plaintext is collected in memory and dropped unless everything
    /// matched. The usual forms are opened over the primitives alone: libcrypto's CMS would read
    /// the message once more, and check an ephemeral key longer than it takes to use it. For RSA with PKCS#1 v1.5 it
    /// goes on with a random key when the padding is wrong (RFC 3218 §2.3).
    ///
    /// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` if the key cannot be reached in this way,
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
        if let authenticated, let delivery = recipient.delivery, delivery.fits(key.algorithm) {
            // One failure, whichever step it was.
            defer { ERR_clear_error() }
            do { return try authenticated.decrypt(delivery, with: key) } catch { throw .cannotDecrypt }
        }
        return try decryptByCMS(for: recipient, certificate: certificate, key: key)
    }

    /// The same by libcrypto's CMS, which knows every form of key delivery.
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
        PrivateKeyUse.note()
        guard
            unsafe CMS_decrypt_set1_pkey(object.pointer, key.key, certificate.x509) == 1,
            unsafe CMS_decrypt(object.pointer, nil, nil, nil, output.pointer, UInt32(CMS_BINARY)) == 1
        else { throw .cannotDecrypt }
        return output.octets
    }
}
