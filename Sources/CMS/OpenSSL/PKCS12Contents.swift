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

    /// The rounds behind the key of the MAC; nil for a file without one.
    func authenticationRounds() throws(CMSError) -> Int? {
        guard unsafe PKCS12_mac_present(pointer) == 1 else { return nil }
        var number: UnsafePointer<ASN1_INTEGER>?
        unsafe PKCS12_get0_mac(nil, nil, nil, &number, pointer)
        // Absent: once (RFC 7292 §4).
        guard let number = unsafe number else { return 1 }
        let rounds = unsafe ASN1_INTEGER_get(number)
        ERR_clear_error()
        // -1 also stands for what fits no integer.
        return rounds > 0 ? rounds : .max
    }
}

/// What a PKCS#12 file holds, decrypted: walked bag by bag, because the rounds of key derivation that each asks for
/// are to be known before libcrypto spends them.
struct PKCS12Contents {
    private(set) var key: PrivateKey?
    var certificates: [Certificate] = []

    private let password: SecretOctets
    private var budget = DerivationBudget()
    /// Whether the MAC has proven the password right.
    private let isAuthenticated: Bool
    private var bagCount = 0

    private static let maximumBags = 1000

    init(of file: borrowing PKCS12Object, password: SecretOctets) throws(CMSError) {
        self.password = password
        let rounds = try file.authenticationRounds()
        isAuthenticated = rounds != nil
        if let rounds {
            try budget.spend(rounds)
            ERR_clear_error()
            defer { ERR_clear_error() }
            let isRight = unsafe password.withTerminatedOctets { secret in
                unsafe PKCS12_verify_mac(file.pointer, secret, -1) == 1
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
                // It may be absent, where releases of libcrypto before 2026 read through nil.
                unsafe content.pointee.enc_data != nil
            else { throw .malformed(.pkcs12) }
            let context = unsafe try context(for: algorithm)
            unsafe bags = unsafe password.withTerminatedOctets { secret in
                unsafe ccrypto_PKCS12_unpack_p7encdata(safe, secret, -1, context)
            }
            guard unsafe bags != nil else { throw failure }
        // Public-key privacy mode (RFC 7292 §3.1), which no program writes.
        default: throw .unsupportedAlgorithm("PKCS#12 in public-key mode")
        }
        guard let bags = unsafe bags else { throw .malformed(.pkcs12) }
        defer { unsafe ccrypto_sk_PKCS12_SAFEBAG_free(bags) }
        for index in 0..<(unsafe ccrypto_sk_PKCS12_SAFEBAG_num(bags)) {
            guard let bag = unsafe ccrypto_sk_PKCS12_SAFEBAG_value(bags, index) else { continue }
            bagCount += 1
            guard bagCount <= Self.maximumBags else { throw .tooMany(.pkcs12, limit: Self.maximumBags) }
            try unsafe take(bag: bag)
        }
    }

    /// Bags inside bags, CRLs and other secrets are passed over.
    private mutating func take(bag: OpaquePointer) throws(CMSError) {
        switch unsafe PKCS12_SAFEBAG_get_nid(bag) {
        case NID_certBag where unsafe PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate:
            guard let x509 = unsafe PKCS12_SAFEBAG_get1_cert(bag) else { throw .malformed(.certificate) }
            certificates.append(try Certificate(adopting: x509))
        case NID_keyBag where key == nil:
            key = try unsafe privateKey(PKCS12_SAFEBAG_get0_p8inf(bag))
        case NID_pkcs8ShroudedKeyBag where key == nil:
            var algorithm: UnsafePointer<X509_ALGOR>?
            guard let shrouded = unsafe PKCS12_SAFEBAG_get0_pkcs8(bag) else { throw .malformed(.pkcs12) }
            unsafe X509_SIG_get0(shrouded, &algorithm, nil)
            guard let algorithm = unsafe algorithm else { throw .malformed(.pkcs12) }
            let context = unsafe try context(for: algorithm)
            let information = unsafe password.withTerminatedOctets { secret in
                unsafe PKCS12_decrypt_skey_ex(bag, secret, -1, context, nil)
            }
            guard let information = unsafe information else { throw failure }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(information) }
            key = try unsafe privateKey(information)
        default: break
        }
    }

    private func privateKey(_ information: OpaquePointer?) throws(CMSError) -> PrivateKey {
        guard let key = unsafe EVP_PKCS82PKEY(information) else { throw .malformed(.privateKey) }
        return PrivateKey(adopting: key)
    }

    /// What went wrong in decrypting: without a MAC, a wrong password shows only here.
    private var failure: CMSError { isAuthenticated ? .malformed(.pkcs12) : .wrongPassphrase }

    /// Where libcrypto shall look for the cipher: nil is its default; the rounds are paid for.
    private mutating func context(
        for algorithm: UnsafePointer<X509_ALGOR>
    ) throws(CMSError) -> OpaquePointer? {
        let der = try unsafe encoded("i2d_X509_ALGOR") { unsafe i2d_X509_ALGOR(algorithm, $0) }
        let encryption = try PasswordBasedEncryption(der, in: .pkcs12)
        try budget.spend(encryption.rounds)
        return encryption.isLegacy ? try unsafe LegacyModule.context() : nil
    }
}
