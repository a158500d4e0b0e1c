/// The way in which a recipient gets the content-encryption key.
public enum KeyManagement: String, Sendable, CaseIterable {
    case rsaPKCS1 = "rsa-pkcs1"
    /// With SHA-256 or better in hash and mask.
    case rsaOAEP = "rsa-oaep"
    /// OAEP with its default hash; SHA-1 is not weak here, because OAEP needs no collision resistance.
    case rsaOAEPSHA1 = "rsa-oaep-sha1"
    /// SHA-1 is not weak here either: a key derivation needs no collision resistance.
    case ecdhSHA1KDF = "ecdh-sha1kdf"
    case ecdhSHA256KDF = "ecdh-sha256kdf"
    case ecdhSHA384KDF = "ecdh-sha384kdf"
    case ecdhSHA512KDF = "ecdh-sha512kdf"
    /// X25519 (RFC 8418), with HKDF or with ANSI-X9.63-KDF.
    case x25519HKDFSHA256 = "x25519-hkdf-sha256"
    case x25519HKDFSHA384 = "x25519-hkdf-sha384"
    case x25519HKDFSHA512 = "x25519-hkdf-sha512"
    case x25519SHA256KDF = "x25519-sha256kdf"
    case x25519SHA384KDF = "x25519-sha384kdf"
    case x25519SHA512KDF = "x25519-sha512kdf"

    /// The name in reports.
    public var name: String { rawValue }

    /// Reads key transport (RFC 5652 §6.2.1).
    ///
    /// The OAEP parameters are checked completely: libcrypto treats broken ones as PKCS#1 v1.5.
    init(transport identifier: AlgorithmIdentifier) throws(CMSError) {
        switch identifier.algorithm {
        case .rsaEncryption: self = .rsaPKCS1
        case .rsaOAEP:
            guard let parameters = identifier.parameters, parameters.identifier == DERTag.sequence else {
                throw .malformed(.keyEncryptionParameters)
            }
            var reader = parameters.reader(for: .keyEncryptionParameters)
            let digest = try taggedDigest(&reader, tag: 0, in: .keyEncryptionParameters)
            _ = try maskGenerationDigest(&reader, tag: 1, in: .keyEncryptionParameters)
            if let label = try reader.nextIf(DERTag.constructed(2)) {
                var inner = label.reader(for: .keyEncryptionParameters)
                let source = try AlgorithmIdentifier(next: &inner, in: .keyEncryptionParameters)
                guard source.algorithm == .pSpecified else { throw .malformed(.keyEncryptionParameters) }
                try inner.finish()
            }
            try reader.finish()
            self = digest == .sha1 ? .rsaOAEPSHA1 : .rsaOAEP
        default: throw .unsupportedAlgorithm(algorithmName(identifier.algorithm), .keyManagement)
        }
    }

    /// Reads key agreement (RFC 5753 §3.1, RFC 8418 §2) with an AES key wrap.
    init(agreement identifier: AlgorithmIdentifier, isX25519: Bool) throws(CMSError) {
        let scheme = KeyDerivationFunction.of(identifier.algorithm)
        switch (isX25519, scheme?.0, scheme?.1) {
        case (false, .x963?, .sha1?): self = .ecdhSHA1KDF
        case (false, .x963?, .sha256?): self = .ecdhSHA256KDF
        case (false, .x963?, .sha384?): self = .ecdhSHA384KDF
        case (false, .x963?, .sha512?): self = .ecdhSHA512KDF
        case (true, .hkdf?, .sha256?): self = .x25519HKDFSHA256
        case (true, .hkdf?, .sha384?): self = .x25519HKDFSHA384
        case (true, .hkdf?, .sha512?): self = .x25519HKDFSHA512
        case (true, .x963?, .sha256?): self = .x25519SHA256KDF
        case (true, .x963?, .sha384?): self = .x25519SHA384KDF
        case (true, .x963?, .sha512?): self = .x25519SHA512KDF
        // HKDF is defined for X25519 and X448 only, and X25519 not with SHA-1 (RFC 8418 §2).
        case (false, .hkdf?, _), (true, _, .sha1?), (_, nil, _), (_, _, nil):
            throw .unsupportedAlgorithm(algorithmName(identifier.algorithm), .keyManagement)
        }
        guard let parameters = identifier.parameters else { throw .malformed(.keyEncryptionParameters) }
        let wrap = try AlgorithmIdentifier(parameters, in: .keyEncryptionParameters).algorithm
        guard [.aes128Wrap, .aes192Wrap, .aes256Wrap].contains(wrap) else {
            throw .unsupportedAlgorithm(algorithmName(wrap), .keyManagement)
        }
    }
}
