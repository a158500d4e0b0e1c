import CCrypto
import Octets

extension PrivateKey {
    /// Reads every private key block of `pem`, in order, the encrypted ones with `passphrase`; an unreadable
    /// block does not prevent reading the others.
    ///
    /// - Throws: ``CMSError/wrongPassphrase`` if one is encrypted and the passphrase is missing or
    ///   wrong, ``CMSError/tooManyDerivationRounds(limit:)`` if opening them would take too long,
    ///   ``CMSError/malformed(_:)`` if there is no private key block,
    ///   ``CMSError/tooMany(_:limit:)`` beyond 1,000.
    public static func readings(
        pem: SecretOctets, passphrase: SecretOctets? = nil
    ) throws(CMSError) -> [Result<PrivateKey, UnusablePrivateKey>] {
        try pem.withOctets { (octets) throws(CMSError) in
            var readings: [Result<PrivateKey, UnusablePrivateKey>] = []
            var rounds = 0
            for range in PEM.keyBlocks(in: octets) {
                guard readings.count < 1000 else { throw .tooMany(.privateKey, limit: 1000) }
                let block = SecretOctets(copying: octets.extracting(range))
                readings.append(
                    try reading(block, position: readings.count + 1, passphrase: passphrase, &rounds))
            }
            guard !readings.isEmpty else { throw .malformed(.privateKey) }
            return readings
        }
    }

    private static func reading(
        _ block: SecretOctets, position: Int, passphrase: SecretOctets?, _ rounds: inout Int
    ) throws(CMSError) -> Result<PrivateKey, UnusablePrivateKey> {
        do throws(CMSError) {
            if passphrase != nil { rounds += try checkRounds(pem: block) }
            guard rounds <= maximumTotalRounds else {
                throw .tooManyDerivationRounds(limit: maximumTotalRounds)
            }
            return .success(
                try block.withOctets { (octets) throws(CMSError) in
                    try PrivateKey(block: octets, passphrase: passphrase)
                })
        } catch {
            switch error {
            case .malformed:
                return .failure(UnusablePrivateKey(position: position, algorithm: algorithmName(in: block)))
            case .unsupportedAlgorithm(let name, _):
                return .failure(UnusablePrivateKey(position: position, algorithm: name))
            case .openSSL, .unsupportedKey, .signingKeyOnly, .encryptionKeyOnly, .unsupportedContentType,
                .unsupportedExtension,
                .weakAlgorithm, .tooMany, .tooLarge, .severalSigners, .noSigner, .badSignature,
                .signingCertificateMismatch, .cannotDecrypt, .wrongPassphrase, .proofOfPossessionFailed,
                .tooManyDerivationRounds, .legacyModuleMissing, .keyDoesNotMatchCertificate, .outlivesIssuer,
                .unusableCertificate, .noCertificate, .expired, .notYetValid, .revoked, .revocationUnknown,
                .untrusted:
                throw error
            }
        }
    }

    /// Returns the name of the algorithm of an unencrypted PrivateKeyInfo in PEM; nil for anything else.
    private static func algorithmName(in block: SecretOctets) -> String? {
        let name = try? MemoryBIO.lending(block) { (bio) throws(CMSError) -> String? in
            ERR_clear_error()
            // It wipes the key when it is freed; an unencrypted block needs no passphrase callback.
            let information = unsafe PEM_read_bio_PKCS8_PRIV_KEY_INFO(
                bio.pointer, nil, { _, _, _, _ in -1 }, nil)
            ERR_clear_error()
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
            return unsafe keyName(ofPrivateKeyInfo: information)
        }
        return name.flatMap(\.self)
    }
}

extension PublicKey {
    /// SHA-256 of its SubjectPublicKeyInfo: 64 lower-case hexadecimal digits.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto cannot encode it.
    public var fingerprint: String {
        get throws(CMSError) {
            Hexadecimal.text(
                SHA256.digest(of: try unsafe encoded("i2d_PUBKEY") { unsafe i2d_PUBKEY(key, $0) }))
        }
    }
}
