import CCrypto

/// A certificate with its private key and the certificates above it, in one file (RFC 7292).
public struct PKCS12: Sendable {
    /// The holder's certificate.
    public let certificate: Certificate
    /// The private key of the certificate; nil where the file has none.
    public let key: PrivateKey?
    /// Other certificates in the file, in its order.
    public let chain: [Certificate]

    /// Puts the parts together.
    public init(certificate: Certificate, key: PrivateKey?, chain: [Certificate]) {
        self.certificate = certificate
        self.key = key
        self.chain = chain
    }

    /// Whether the octets begin as DER of a PKCS#12 file does: a SEQUENCE with the version 3.
    public static func isLikely(_ octets: [UInt8]) -> Bool {
        var reader = DERReader(octets[...], structure: .pkcs12)
        guard var inner = (try? reader.next(DERTag.sequence))?.reader(for: .pkcs12) else { return false }
        return (try? inner.next(DERTag.integer))?.content.elementsEqual([3]) ?? false
    }

    /// Reads DER of a PKCS#12 file.
    ///
    /// - Throws: ``CMSError/wrongPassphrase`` if the password is wrong, ``CMSError/noCertificate`` if the
    ///   file holds none that belongs to a key, ``CMSError/malformed(_:)`` if the octets are anything else.
    public static func read(der: SecretOctets, password: SecretOctets) throws(CMSError) -> PKCS12 {
        ERR_clear_error()
        let decoded = unsafe der.withOctets { octets in
            unsafe octets.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return unsafe d2i_PKCS12(nil, &position, buffer.count)
            }
        }
        guard let file = unsafe decoded else {
            ERR_clear_error()
            throw .malformed(.pkcs12)
        }
        defer { unsafe PKCS12_free(file) }
        var key: EVP_PKEY?
        var x509: X509?
        var others: OpaquePointer?
        defer { if let others = unsafe others { unsafe ccrypto_sk_X509_free(others) } }
        ERR_clear_error()
        let isRead = unsafe password.withTerminatedOctets { secret in
            unsafe PKCS12_parse(file, secret, &key, &x509, &others) == 1
        }
        guard isRead else {
            let failure = OpenSSLFailure.drained("PKCS12_parse")
            let isWrong = failure.contains(
                library: Int32(ERR_LIB_PKCS12), reason: PKCS12_R_MAC_VERIFY_FAILURE)
            throw isWrong ? .wrongPassphrase : .malformed(.pkcs12)
        }
        guard let x509 else { throw .noCertificate }
        var chain: [Certificate] = []
        for index in 0..<(unsafe ccrypto_sk_X509_num(others)) {
            guard let other = unsafe ccrypto_sk_X509_value(others, index) else { continue }
            chain.append(try Certificate(adopting: other))
        }
        return PKCS12(
            certificate: try Certificate(adopting: x509), key: key.map { PrivateKey(adopting: $0) },
            chain: chain)
    }

    /// DER of the file: PBES2 with AES-256-CBC and a SHA-256 MAC, both from the password.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func der(password: SecretOctets) throws(CMSError) -> SecretOctets {
        let stack = try CertificateStack.holding(chain)
        let rounds = PrivateKey.derivationRounds
        let file = try unsafe OpenSSL.object("PKCS12_create") {
            unsafe password.withTerminatedOctets { secret in
                unsafe PKCS12_create(
                    secret, nil, key?.key, certificate.x509, stack.pointer, NID_aes_256_cbc,
                    NID_aes_256_cbc, rounds, rounds, 0)
            }
        }
        defer { unsafe PKCS12_free(file) }
        return try unsafe encodedSecret("i2d_PKCS12") { unsafe i2d_PKCS12(file, $0) }
    }
}
