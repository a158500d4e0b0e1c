import CCrypto

/// Textual encoding of DER (RFC 7468).
public enum PEM {
    /// One block with `label`, such as "CERTIFICATE".
    static func encode(_ der: [UInt8], label: String) throws(CMSError) -> [UInt8] {
        try block(der.span, label: label).octets
    }

    /// The same for a private key.
    static func encode(_ der: SecretOctets, label: String) throws(CMSError) -> SecretOctets {
        try der.withOctets { (octets) throws(CMSError) in try block(octets, label: label).secret }
    }

    private static func block(_ der: Span<UInt8>, label: String) throws(CMSError) -> MemoryBIO {
        let bio = try MemoryBIO.collecting()
        try OpenSSL.success("PEM_write_bio") {
            unsafe der.withUnsafeBufferPointer { buffer in
                unsafe PEM_write_bio(bio.pointer, label, "", buffer.baseAddress, buffer.count)
            }
        }
        return bio
    }

    /// The octets of the first block, whatever its label.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of ``CMSError/Structure/pem`` if there is none.
    public static func decode(_ text: [UInt8]) throws(CMSError) -> [UInt8] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            var name: UnsafeMutablePointer<CChar>?
            var header: UnsafeMutablePointer<CChar>?
            var data: UnsafeMutablePointer<UInt8>?
            var count = 0
            ERR_clear_error()
            defer { ERR_clear_error() }
            guard unsafe PEM_read_bio(bio.pointer, &name, &header, &data, &count) == 1 else {
                throw .malformed(.pem)
            }
            defer {
                unsafe ccrypto_OPENSSL_free(name)
                unsafe ccrypto_OPENSSL_free(header)
                unsafe ccrypto_OPENSSL_clear_free(data, count)
            }
            return unsafe [UInt8](UnsafeBufferPointer(start: data, count: count))
        }
    }
}
