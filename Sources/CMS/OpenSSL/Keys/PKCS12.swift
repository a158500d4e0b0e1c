import CCrypto

/// A certificate with its private key and the certificates above it, in one file (RFC 7292).
public struct PKCS12: Sendable {
    /// The holder's certificate.
    public let certificate: Certificate
    /// The private key of the certificate; nil if the file has none.
    public let key: PrivateKey?
    /// Other certificates in the file, in its order.
    public let chain: [Certificate]
    /// A second certificate of the holder with its private key, for a pair for signing and encrypting.
    public var second: (certificate: Certificate, key: PrivateKey)?
    /// Whether the password is random and as strong as a key, so that many rounds of key derivation would
    /// only take time.
    public var hasRandomPassword = false
    /// The name under which programs show certificate and key (friendlyName, RFC 2985 §5.5.1).
    public var friendlyName: String?

    /// The encryption of a file.
    public enum Encryption: Sendable {
        /// PBES2 with AES-256-CBC and a MAC with SHA-256.
        case current
        /// 3DES and a MAC with SHA-1, for programs that support nothing else: weak.
        case legacy
    }

    /// Creates the value from its parts.
    public init(certificate: Certificate, key: PrivateKey?, chain: [Certificate]) {
        self.certificate = certificate
        self.key = key
        self.chain = chain
    }

    /// Returns whether the octets begin as DER or BER of a PKCS#12 file does: a SEQUENCE with the version 3.
    public static func isLikely(_ octets: [UInt8]) -> Bool {
        guard octets.count > 8, octets[0] == DERTag.sequence else { return false }
        // The length of the file may be indefinite, as some old programs write it.
        let start = octets[1] & 0x80 == 0 ? 2 : 2 + Int(octets[1] & 0x7F)
        return octets.dropFirst(start).starts(with: [DERTag.integer, 1, 3])
    }

    /// The content of a file with any number of holders.
    public struct Contents: Sendable {
        /// Every certificate, in the file's order.
        public let certificates: [Certificate]
        /// The certificates that cannot be read.
        public let unusable: [UnusableCertificate]
        /// Every private key, in the file's order, or why it cannot be read.
        public let keyReadings: [Result<PrivateKey, UnusablePrivateKey>]
        /// Every private key that can be read, in the file's order.
        public var keys: [PrivateKey] { keyReadings.compactMap { try? $0.get() } }
        /// Whether a MAC or encryption required the password.
        public let isProtected: Bool
    }

    /// Reads DER of a PKCS#12 file, encrypted with current or old algorithms (RC2, RC4, 3DES), or not at all.
    ///
    /// An empty password is tried in both encodings that programs use.
    ///
    /// - Throws: ``CMSError/wrongPassphrase`` if the password is wrong,
    ///   ``CMSError/tooManyDerivationRounds(limit:)``, ``CMSError/legacyModuleMissing``,
    ///   ``CMSError/unsupportedAlgorithm(_:_:)``, such as for PBMAC1 (RFC 9579), or
    ///   ``CMSError/malformed(_:)`` if the octets are anything else.
    public static func contents(
        der: SecretOctets, password: SecretOctets
    ) throws(CMSError) -> Contents {
        let contents = try PKCS12Contents(of: PKCS12Object.reading(der), password: password)
        return Contents(
            certificates: contents.certificates, unusable: contents.unusable, keyReadings: contents.keys,
            isProtected: contents.isProtected)
    }

    /// Returns whether anything in the file is encrypted, without decrypting it;
    /// false for anything but PKCS#12.
    ///
    /// A file may have a MAC, for which a password is needed as well, and nothing encrypted.
    public static func isEncrypted(der: SecretOctets) -> Bool {
        (try? PKCS12Object.reading(der).isEncrypted()) ?? false
    }

    /// Reads the holder of a PKCS#12 file.
    ///
    /// If there are several private keys, the first counts. The holder's certificate is the one that the key
    /// belongs to; in a file without a key it is the first that is not an authority's.
    ///
    /// - Throws: what ``contents(der:password:)`` throws, or ``CMSError/noCertificate`` if the file has
    ///   none that belongs to its key.
    public static func read(der: SecretOctets, password: SecretOctets) throws(CMSError) -> PKCS12 {
        let contents = try contents(der: der, password: password)
        let key = contents.keys.first
        var certificates = contents.certificates
        let holder = certificates.firstIndex { key?.matches($0) ?? !$0.facts.isCertificationAuthority }
        guard let holder else { throw .noCertificate }
        let certificate = certificates.remove(at: holder)
        return PKCS12(certificate: certificate, key: key, chain: certificates)
    }

    /// DER of the file, encrypted and authenticated with the password.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    public func der(
        password: SecretOctets, encryption: Encryption = .current
    ) throws(CMSError) -> SecretOctets {
        let isLegacy = encryption == .legacy
        let cipher = isLegacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc
        let rounds = isLegacy || hasRandomPassword ? Self.fewRounds : PrivateKey.derivationRounds
        var safes: OpaquePointer?
        defer { unsafe ccrypto_sk_PKCS7_free(safes) }
        try unsafe addCertificates(to: &safes, password: password, cipher: cipher, rounds: rounds)
        try unsafe addKeys(to: &safes, password: password, cipher: cipher, rounds: rounds)
        let file = try unsafe OpenSSL.object("PKCS12_add_safes") { unsafe PKCS12_add_safes(safes, 0) }
        defer { unsafe PKCS12_free(file) }
        try OpenSSL.success("PKCS12_set_mac") {
            unsafe password.withTerminatedOctets { secret in
                unsafe PKCS12_set_mac(file, secret, -1, nil, 0, rounds, isLegacy ? EVP_sha1() : EVP_sha256())
            }
        }
        return try unsafe encodedSecret("i2d_PKCS12") { unsafe i2d_PKCS12(file, $0) }
    }

    /// The holder's certificates with their keys.
    private var holders: [(certificate: Certificate, key: PrivateKey?)] {
        [(certificate, key)] + (second.map { [($0.certificate, $0.key)] } ?? [])
    }

    private func addCertificates(
        to safes: inout OpaquePointer?, password: SecretOctets, cipher: Int32, rounds: Int32
    ) throws(CMSError) {
        var bags: OpaquePointer?
        defer { unsafe ccrypto_sk_PKCS12_SAFEBAG_free(bags) }
        for holder in holders {
            let bag = try unsafe OpenSSL.object("PKCS12_add_cert") {
                unsafe PKCS12_add_cert(&bags, holder.certificate.x509)
            }
            if holder.key != nil { try unsafe name(bag, of: holder.certificate) }
        }
        for link in chain {
            _ = try unsafe OpenSSL.object("PKCS12_add_cert") { unsafe PKCS12_add_cert(&bags, link.x509) }
        }
        try OpenSSL.success("PKCS12_add_safe") {
            unsafe password.withTerminatedOctets { secret in
                unsafe PKCS12_add_safe(&safes, bags, cipher, rounds, secret)
            }
        }
    }

    private func addKeys(
        to safes: inout OpaquePointer?, password: SecretOctets, cipher: Int32, rounds: Int32
    ) throws(CMSError) {
        var bags: OpaquePointer?
        defer { unsafe ccrypto_sk_PKCS12_SAFEBAG_free(bags) }
        for case (let certificate, let key?) in holders {
            let bag = try unsafe OpenSSL.object("PKCS12_add_key") {
                unsafe password.withTerminatedOctets { secret in
                    unsafe PKCS12_add_key(&bags, key.key, 0, rounds, cipher, secret)
                }
            }
            try unsafe name(bag, of: certificate)
        }
        guard unsafe bags != nil else { return }
        // The keys are encrypted one by one.
        try OpenSSL.success("PKCS12_add_safe") { unsafe PKCS12_add_safe(&safes, bags, -1, 0, nil) }
    }

    /// Gives a bag the attributes by which programs find the key of a certificate and show both.
    private func name(_ bag: OpaquePointer, of certificate: Certificate) throws(CMSError) {
        var identifier = SHA256.digest(of: certificate.der)
        let count = Int32(identifier.count)
        try OpenSSL.success("PKCS12_add_localkeyid") {
            unsafe PKCS12_add_localkeyid(bag, &identifier, count)
        }
        guard let friendlyName else { return }
        try OpenSSL.success("PKCS12_add_friendlyname_utf8") {
            unsafe PKCS12_add_friendlyname_utf8(bag, friendlyName, Int32(friendlyName.utf8.count))
        }
    }

    /// More than old programs write, and few enough for the slowest of them.
    private static let fewRounds: Int32 = 10_000
}
