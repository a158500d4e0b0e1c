import CCrypto

/// Makes a key on a named curve from its numbers, as providers take them (OSSL_PARAM).
enum ECKeyParameters {
    /// The key with this public point (uncompressed) and private number; nil where libcrypto refuses them.
    static func key(
        on curve: NamedCurve, point: [UInt8], number: UnsafeBufferPointer<UInt8>
    ) -> EVP_PKEY? {
        guard let native = unsafe native(number) else { return nil }
        var point = point
        var name = Array(curve.name.utf8CString)
        return native.withOctets { number in
            unsafe number.withUnsafeBufferPointer { number in
                unsafe point.withUnsafeMutableBytes { point in
                    unsafe name.withUnsafeMutableBufferPointer { name in
                        var parameters = unsafe [
                            OSSL_PARAM_construct_utf8_string("group", name.baseAddress, 0),
                            OSSL_PARAM_construct_octet_string("pub", point.baseAddress, point.count),
                            OSSL_PARAM_construct_BN(
                                "priv", UnsafeMutablePointer(mutating: number.baseAddress), number.count),
                            OSSL_PARAM_construct_end(),
                        ]
                        return unsafe key(&parameters)
                    }
                }
            }
        }
    }

    private static func key(_ parameters: inout [OSSL_PARAM]) -> EVP_PKEY? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: EVP_PKEY?
        guard unsafe EVP_PKEY_fromdata_init(context) == 1,
            unsafe EVP_PKEY_fromdata(context, &key, ccrypto_EVP_PKEY_KEYPAIR(), &parameters) == 1
        else { return nil }
        return key
    }

    /// A number in the order of octets that the processor has.
    private static func native(_ number: UnsafeBufferPointer<UInt8>) -> SecretOctets? {
        let big = unsafe BN_bin2bn(number.baseAddress, Int32(number.count), nil)
        defer { unsafe BN_clear_free(big) }
        let octets = unsafe SecretOctets(capacity: number.count) { memory in
            unsafe BN_bn2nativepad(big, memory.baseAddress, Int32(memory.count)) > 0 ? memory.count : 0
        }
        return octets.count == number.count ? octets : nil
    }
}
