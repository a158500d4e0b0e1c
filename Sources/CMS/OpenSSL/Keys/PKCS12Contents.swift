import CCrypto

/// The sole owner of a `PKCS12`.
@safe struct PKCS12Object: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PKCS12_free(pointer) }

    static func reading(_ der: SecretOctets) throws(CMSError) -> PKCS12Object {
        ERR_clear_error()
        let decoded = unsafe der.withOctets { octets in
            unsafe octets.withUnsafeBufferPointer { buffer in
                var position = buffer.baseAddress
                return unsafe d2i_PKCS12(nil, &position, buffer.count)
            }
        }
        ERR_clear_error()
        guard let pointer = unsafe decoded else { throw .malformed(.pkcs12) }
        return unsafe PKCS12Object(adopting: pointer)
    }

    /// Returns whether a safe is encrypted, or a key in one that is not.
    func isEncrypted() throws(CMSError) -> Bool {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let safes = unsafe PKCS12_unpack_authsafes(pointer) else { throw .malformed(.pkcs12) }
        defer { unsafe ccrypto_sk_PKCS7_free(safes) }
        for index in 0..<(unsafe ccrypto_sk_PKCS7_num(safes)) {
            guard let safe = unsafe ccrypto_sk_PKCS7_value(safes, index) else { continue }
            guard unsafe OBJ_obj2nid(safe.pointee.type) == NID_pkcs7_data,
                unsafe safe.pointee.d.data != nil
            else { return true }
            let bags = unsafe PKCS12_unpack_p7data(safe)
            defer { unsafe ccrypto_sk_PKCS12_SAFEBAG_free(bags) }
            let isShrouded = unsafe (0..<max(0, ccrypto_sk_PKCS12_SAFEBAG_num(bags))).contains { index in
                unsafe PKCS12_SAFEBAG_get_nid(ccrypto_sk_PKCS12_SAFEBAG_value(bags, index))
                    == NID_pkcs8ShroudedKeyBag
            }
            if isShrouded { return true }
        }
        return false
    }

    /// Returns the rounds of the MAC's key derivation; nil for a file without a MAC.
    ///
    /// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` for the MAC of RFC 9579, whose rounds are in another
    ///   field and which libcrypto 3.0 does not check.
    func authenticationRounds() throws(CMSError) -> Int? {
        guard unsafe PKCS12_mac_present(pointer) == 1 else { return nil }
        var number: UnsafePointer<ASN1_INTEGER>?
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe PKCS12_get0_mac(nil, &algorithm, nil, &number, pointer)
        let der = try unsafe encoded("i2d_X509_ALGOR") { unsafe i2d_X509_ALGOR(algorithm, $0) }
        var reader = DERReader(der[...], structure: .pkcs12)
        let identifier = try AlgorithmIdentifier(next: &reader, in: .pkcs12)
        guard identifier.algorithm != .pbmac1 else { throw .unsupportedAlgorithm("PBMAC1") }
        // Absent: one round (RFC 7292 §4).
        guard let number = unsafe number else { return 1 }
        let rounds = unsafe ASN1_INTEGER_get(number)
        ERR_clear_error()
        // -1 is also returned for a number that fits no integer.
        return rounds > 0 ? rounds : .max
    }
}

/// The decrypted content of a PKCS#12 file, read bag by bag, because the rounds of each key derivation
/// must be counted before they run.
struct PKCS12Contents {
    private(set) var keys: [Result<PrivateKey, UnusablePrivateKey>] = []
    private(set) var certificates: [Certificate] = []
    private(set) var unusable: [UnusableCertificate] = []
    /// Whether a password was needed, for the MAC or for decryption.
    private(set) var isProtected: Bool

    private let password: PKCS12Password
    private var budget = DerivationBudget()
    /// Whether the MAC has proven the password right.
    private let isAuthenticated: Bool
    private var bagCount = 0

    private static let maximumBags = 1000
    private static let maximumDepth = 4

    /// Reads the file with `password`; an empty one in both encodings that programs use.
    init(of file: borrowing PKCS12Object, password: SecretOctets) throws(CMSError) {
        let rounds = try file.authenticationRounds()
        var contents = PKCS12Contents(isAuthenticated: rounds != nil, password: .octets(password))
        do throws(CMSError) {
            try contents.read(file, authenticationRounds: rounds)
        } catch {
            guard error == .wrongPassphrase, password.count == 0 else { throw error }
            let budget = contents.budget
            contents = PKCS12Contents(isAuthenticated: rounds != nil, password: .none)
            contents.budget = budget
            try contents.read(file, authenticationRounds: rounds)
        }
        self = contents
    }

    private init(isAuthenticated: Bool, password: PKCS12Password) {
        self.isAuthenticated = isAuthenticated
        self.password = password
        isProtected = isAuthenticated
    }

    private mutating func read(
        _ file: borrowing PKCS12Object, authenticationRounds rounds: Int?
    ) throws(CMSError) {
        if let rounds {
            try budget.spend(rounds)
            ERR_clear_error()
            defer { ERR_clear_error() }
            let isRight = unsafe password.withOctets { secret, count in
                unsafe PKCS12_verify_mac(file.pointer, secret, count) == 1
            }
            guard isRight else { throw .wrongPassphrase }
        }
        ERR_clear_error()
        let safes = unsafe PKCS12_unpack_authsafes(file.pointer)
        ERR_clear_error()
        guard let safes = unsafe safes else { throw .malformed(.pkcs12) }
        defer { unsafe ccrypto_sk_PKCS7_free(safes) }
        for index in 0..<(unsafe ccrypto_sk_PKCS7_num(safes)) {
            guard let safe = unsafe ccrypto_sk_PKCS7_value(safes, index) else { continue }
            try unsafe take(safe: safe)
        }
    }

    private mutating func take(safe: UnsafeMutablePointer<PKCS7>) throws(CMSError) {
        ERR_clear_error()
        defer { ERR_clear_error() }
        let bags: OpaquePointer?
        switch unsafe OBJ_obj2nid(safe.pointee.type) {
        case NID_pkcs7_data:
            guard unsafe safe.pointee.d.data != nil else { throw .malformed(.pkcs12) }
            unsafe bags = PKCS12_unpack_p7data(safe)
        case NID_pkcs7_encrypted:
            guard let content = unsafe safe.pointee.d.encrypted?.pointee.enc_data,
                let algorithm = unsafe content.pointee.algorithm,
                // It may be absent; releases of libcrypto before 2026 dereference nil then.
                unsafe content.pointee.enc_data != nil
            else { throw .malformed(.pkcs12) }
            let context = unsafe try context(for: algorithm)
            isProtected = true
            unsafe bags = unsafe password.withOctets { secret, count in
                unsafe ccrypto_PKCS12_unpack_p7encdata(safe, secret, count, context)
            }
            guard unsafe bags != nil else { throw failure }
        // Public-key privacy mode (RFC 7292 §3.1), which no program writes.
        default: throw .unsupportedAlgorithm("PKCS#12 in public-key mode")
        }
        guard let bags = unsafe bags else { throw .malformed(.pkcs12) }
        defer { unsafe ccrypto_sk_PKCS12_SAFEBAG_free(bags) }
        try unsafe take(bags: bags, depth: 0)
    }

    private mutating func take(bags: OpaquePointer, depth: Int) throws(CMSError) {
        for index in 0..<(unsafe ccrypto_sk_PKCS12_SAFEBAG_num(bags)) {
            guard let bag = unsafe ccrypto_sk_PKCS12_SAFEBAG_value(bags, index) else { continue }
            bagCount += 1
            guard bagCount <= Self.maximumBags else { throw .tooMany(.pkcs12, limit: Self.maximumBags) }
            try unsafe take(bag: bag, depth: depth)
        }
    }

    /// CRLs and other secrets are skipped.
    private mutating func take(bag: OpaquePointer, depth: Int) throws(CMSError) {
        switch unsafe PKCS12_SAFEBAG_get_nid(bag) {
        case NID_certBag where unsafe PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate:
            guard let x509 = unsafe PKCS12_SAFEBAG_get1_cert(bag) else { throw .malformed(.certificate) }
            let der = try unsafe encoded("i2d_X509") { unsafe i2d_X509(x509, $0) }
            switch Certificate.reading(der: der) {
            case .success(let certificate): certificates.append(certificate)
            case .failure(let certificate): unusable.append(certificate)
            }
        case NID_keyBag: unsafe keys.append(privateKey(PKCS12_SAFEBAG_get0_p8inf(bag)))
        case NID_safeContentsBag:
            guard depth < Self.maximumDepth else { throw .tooMany(.pkcs12, limit: Self.maximumDepth) }
            if let bags = unsafe PKCS12_SAFEBAG_get0_safes(bag) {
                try unsafe take(bags: bags, depth: depth + 1)
            }
        case NID_pkcs8ShroudedKeyBag:
            var algorithm: UnsafePointer<X509_ALGOR>?
            guard let shrouded = unsafe PKCS12_SAFEBAG_get0_pkcs8(bag) else { throw .malformed(.pkcs12) }
            unsafe X509_SIG_get0(shrouded, &algorithm, nil)
            guard let algorithm = unsafe algorithm else { throw .malformed(.pkcs12) }
            let context = unsafe try context(for: algorithm)
            isProtected = true
            let information = unsafe password.withOctets { secret, count in
                unsafe PKCS12_decrypt_skey_ex(bag, secret, count, context, nil)
            }
            guard let information = unsafe information else { throw failure }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
            unsafe keys.append(privateKey(information))
        default: break
        }
    }

    /// Reads a key; an unsupported one does not prevent reading the others.
    private func privateKey(_ information: OpaquePointer?) -> Result<PrivateKey, UnusablePrivateKey> {
        guard let key = unsafe EVP_PKCS82PKEY(information) else {
            return unsafe .failure(
                UnusablePrivateKey(
                    position: keys.count + 1, algorithm: keyName(ofPrivateKeyInfo: information)))
        }
        return .success(PrivateKey(adopting: key))
    }

    /// The error of a failed decryption: without a MAC, a wrong password shows only here.
    private var failure: CMSError { isAuthenticated ? .malformed(.pkcs12) : .wrongPassphrase }

    /// Returns the library context for the cipher, nil for the default one, after counting the rounds.
    private mutating func context(
        for algorithm: UnsafePointer<X509_ALGOR>
    ) throws(CMSError) -> OpaquePointer? {
        let der = try unsafe encoded("i2d_X509_ALGOR") { unsafe i2d_X509_ALGOR(algorithm, $0) }
        let encryption = try PasswordBasedEncryption(der, in: .pkcs12)
        try budget.spend(encryption.rounds)
        return encryption.isLegacy ? try unsafe LegacyModule.context() : nil
    }
}

/// A password as libcrypto takes it for a PKCS#12 file.
///
/// Programs write an empty password as an empty BMPString with its terminator, or as no octets at all.
enum PKCS12Password {
    case octets(SecretOctets)
    case none

    func withOctets<Result>(_ body: (UnsafePointer<CChar>?, Int32) -> Result) -> Result {
        switch self {
        case .octets(let secret): unsafe secret.withTerminatedOctets { unsafe body($0, -1) }
        case .none: body(nil, 0)
        }
    }
}

extension ObjectIdentifier {
    /// PBMAC1 (RFC 8018 §7.1, RFC 9579): 1.2.840.113549.1.5.14.
    fileprivate static let pbmac1 = ObjectIdentifier([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x05, 0x0E])
}
