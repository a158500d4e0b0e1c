import CCrypto
import Octets

extension Certificate {
    /// Reads DER of exactly one certificate.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if the octets are anything else.
    public init(der: [UInt8]) throws(CMSError) {
        var used = 0
        ERR_clear_error()
        let decoded = unsafe der.withUnsafeBufferPointer { buffer -> X509? in
            guard let start = buffer.baseAddress else { return nil }
            var position: UnsafePointer<UInt8>? = unsafe start
            let x509 = unsafe ccrypto_d2i_X509(&position, buffer.count)
            if let end = unsafe position { used = unsafe start.distance(to: end) }
            return x509
        }
        guard let x509 = decoded, used == der.count else {
            ERR_clear_error()
            throw .malformed(.certificate)
        }
        try self.init(adopting: x509, der: der)
    }

    /// Reads one certificate in DER; a failure names the certificate and the reason.
    public static func reading(der: [UInt8]) -> Result<Certificate, UnusableCertificate> {
        do throws(CMSError) {
            return .success(try Certificate(der: der))
        } catch {
            return .failure(UnusableCertificate(der: der))
        }
    }

    /// Reads the certificate of a TRUSTED CERTIFICATE block, in which libcrypto appends trust
    /// settings; these are ignored.
    public static func reading(trustedDER der: [UInt8]) -> Result<Certificate, UnusableCertificate> {
        var reader = DERReader(der[...], structure: .certificate)
        return reading(der: (try? reader.next()).map { [UInt8]($0.octets) } ?? [])
    }

    /// Reads every CERTIFICATE block of `pem`, in order; other text is skipped.
    ///
    /// - Throws: ``CMSError/noCertificate`` if there is none, ``CMSError/malformed(_:)`` if a block is not a
    ///   certificate, ``CMSError/tooMany(_:limit:)`` beyond 1,000.
    public static func certificates(pem: [UInt8]) throws(CMSError) -> [Certificate] {
        ccrypto_name_algorithms()
        return try MemoryBIO.lending(pem) { (bio) throws(CMSError) in
            var certificates: [Certificate] = []
            ERR_clear_error()
            // Without a callback libcrypto would ask for a passphrase at the
            // terminal if a block is encrypted.
            while let x509 = unsafe PEM_read_bio_X509(bio.pointer, nil, { _, _, _, _ in -1 }, nil) {
                guard certificates.count < 1000 else { throw .tooMany(.certificate, limit: 1000) }
                certificates.append(try Certificate(adopting: x509))
            }
            let end = OpenSSLFailure.drained("PEM_read_bio_X509")
            guard end.contains(library: Int32(ERR_LIB_PEM), reason: PEM_R_NO_START_LINE) else {
                throw .malformed(.certificate)
            }
            guard !certificates.isEmpty else { throw .noCertificate }
            return certificates
        }
    }

    /// Takes ownership of libcrypto's object and reads the facts from it.
    init(adopting x509: X509) throws(CMSError) {
        try unsafe self.init(adopting: x509, der: try encoded("i2d_X509") { unsafe i2d_X509(x509, $0) })
    }

    private init(adopting x509: X509, der: [UInt8]) throws(CMSError) {
        ccrypto_name_digest_of(X509_get_signature_nid(x509))
        // Computes and caches the extension values, which fails on contradictory extensions.
        guard X509_check_purpose(x509, -1, 0) == 1 else {
            ERR_clear_error()
            throw .malformed(.certificate)
        }
        storage = Storage(
            x509: x509, der: der, facts: try Facts(of: x509),
            fingerprint: Hexadecimal.text(SHA256.digest(of: der))
        )
    }

    /// Returns whether both have the same public key, as a renewed certificate may have.
    public func hasSameKey(as other: Certificate) -> Bool {
        EVP_PKEY_eq(X509_get0_pubkey(x509), X509_get0_pubkey(other.x509)) == 1
    }

    /// The CERTIFICATE block of this certificate (RFC 7468 §5).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public func pem() throws(CMSError) -> [UInt8] { try PEM.encode(der, label: "CERTIFICATE") }
}
