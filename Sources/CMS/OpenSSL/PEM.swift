import CCrypto

/// Textual encoding of DER (RFC 7468).
enum PEM {
    /// One block with `label`, such as "CERTIFICATE".
    static func encode(_ der: [UInt8], label: String) throws(CMSError) -> [UInt8] {
        let bio = try MemoryBIO.collecting()
        try OpenSSL.success("PEM_write_bio") {
            unsafe der.withUnsafeBufferPointer { buffer in
                unsafe PEM_write_bio(bio.pointer, label, "", buffer.baseAddress, buffer.count)
            }
        }
        return bio.octets
    }
}
