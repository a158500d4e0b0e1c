import CCrypto

/// Textual encoding of DER (RFC 7468).
public enum PEM {
    /// One block with `label`, such as "CERTIFICATE".
    static func encode(_ der: [UInt8], label: String) throws(CMSError) -> [UInt8] {
        try block(der.span, label: label).octets
    }

    /// One block with a CMS object in it, under the label that older programs read as well (RFC 7468 §8, §9).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public static func encode(cms der: [UInt8]) throws(CMSError) -> [UInt8] {
        try encode(der, label: "PKCS7")
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

    /// One block: the word between BEGIN and the dashes, and the octets.
    public struct Block: Sendable {
        /// Such as "CERTIFICATE".
        public let label: String
        /// What was encoded.
        public let octets: [UInt8]
    }

    /// The octets of the first block, whatever its label.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of ``CMSError/Structure/pem`` if there is none.
    public static func decode(_ text: [UInt8]) throws(CMSError) -> [UInt8] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            guard let block = try next(in: bio) else { throw .malformed(.pem) }
            return block.octets
        }
    }

    /// Every block, in order, but for private keys in the clear; what is between them is passed over, and nothing
    /// is decrypted.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of ``CMSError/Structure/pem`` if there is none or one is broken, or
    ///   ``CMSError/tooMany(_:limit:)`` beyond 1,000.
    public static func blocks(_ text: [UInt8]) throws(CMSError) -> [Block] {
        let blocks = try blocksIfAny(text)
        guard !blocks.isEmpty else { throw .malformed(.pem) }
        return blocks
    }

    /// The same, for a text that may hold nothing but private keys in the clear.
    static func blocksIfAny(_ text: [UInt8]) throws(CMSError) -> [Block] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            var blocks: [Block] = []
            while let block = try next(in: bio, passingOver: "PRIVATE KEY") {
                guard blocks.count < 1000 else { throw .tooMany(.pem, limit: 1000) }
                blocks.append(block)
            }
            blocks.removeAll { $0.octets.isEmpty }
            return blocks
        }
    }

    /// Nil where no further block begins; a secret to be passed over gets no octets, since nobody would wipe them.
    private static func next(
        in bio: borrowing MemoryBIO, passingOver secret: String? = nil
    ) throws(CMSError) -> Block? {
        var name: UnsafeMutablePointer<CChar>?
        var header: UnsafeMutablePointer<CChar>?
        var data: UnsafeMutablePointer<UInt8>?
        var count = 0
        ERR_clear_error()
        guard unsafe PEM_read_bio(bio.pointer, &name, &header, &data, &count) == 1 else {
            let failure = OpenSSLFailure.drained("PEM_read_bio")
            let isEnd = failure.contains(library: Int32(ERR_LIB_PEM), reason: PEM_R_NO_START_LINE)
            guard isEnd else { throw .malformed(.pem) }
            return nil
        }
        defer {
            unsafe ccrypto_OPENSSL_free(name)
            unsafe ccrypto_OPENSSL_free(header)
            unsafe ccrypto_OPENSSL_clear_free(data, count)
        }
        let label = unsafe name.map { unsafe String(cString: $0) } ?? ""
        let isSecret = secret.map { label.hasSuffix($0) && !label.hasPrefix("ENCRYPTED") } ?? false
        if isSecret { return Block(label: label, octets: []) }
        return unsafe Block(
            label: label, octets: [UInt8](UnsafeBufferPointer(start: data, count: count)))
    }
}
