import CCrypto

/// Creates a key on a named curve from its numbers.
enum ECKeyParameters {
    /// Returns the key with this public point (uncompressed) and private number;
    /// nil if libcrypto refuses them.
    static func key(
        on curve: NamedCurve, point: [UInt8], number: UnsafeBufferPointer<UInt8>
    ) -> EVP_PKEY? {
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard let native = unsafe native(number),
            let context = unsafe EVP_PKEY_CTX_new_from_name(ccrypto_context(), "EC", nil)
        else { return nil }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_fromdata_init(context) == 1 else { return nil }
        var key: EVP_PKEY?
        let isMade = native.withOctets { number in
            unsafe number.withUnsafeBufferPointer { number in
                unsafe ccrypto_EVP_PKEY_fromdata(
                    context, &key, curve.name, point, point.count, number.baseAddress, number.count) == 1
            }
        }
        return isMade ? key : nil
    }

    /// Returns a number in the processor's byte order.
    private static func native(_ number: UnsafeBufferPointer<UInt8>) -> SecretOctets? {
        let big = unsafe BN_bin2bn(number.baseAddress, Int32(number.count), nil)
        defer { unsafe BN_clear_free(big) }
        let octets = unsafe SecretOctets(capacity: number.count) { memory in
            unsafe BN_bn2nativepad(big, memory.baseAddress, Int32(memory.count)) > 0 ? memory.count : 0
        }
        return octets.count == number.count ? octets : nil
    }
}
