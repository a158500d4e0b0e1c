import CCrypto

/// Textual encoding of DER (RFC 7468).
public enum PEM {
    /// One block with `label`, such as "CERTIFICATE".
    static func encode(_ der: [UInt8], label: String) throws(CMSError) -> [UInt8] {
        try block(der.span, label: label).octets
    }

    /// Returns one block with a CMS object, under the label that older programs
    /// read as well (RFC 7468 §8, §9).
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public static func encode(cms der: [UInt8]) throws(CMSError) -> [UInt8] {
        try encode(der, label: "PKCS7")
    }

    /// Returns a certificate in PEM, without decoding it.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public static func encode(certificate der: [UInt8]) throws(CMSError) -> [UInt8] {
        try encode(der, label: "CERTIFICATE")
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

    /// One block: its label and its octets.
    public struct Block: Sendable {
        /// Such as "CERTIFICATE".
        public let label: String
        /// The decoded octets.
        public let octets: [UInt8]
    }

    /// Returns the octets of the first block, whatever its label.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of ``CMSError/Structure/pem`` if there is none.
    public static func decode(_ text: [UInt8]) throws(CMSError) -> [UInt8] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            guard let block = try next(in: bio) else { throw .malformed(.pem) }
            return block.octets
        }
    }

    /// Returns every block, in order, except unencrypted private keys and PKCS#12 files; text between blocks
    /// is skipped, and nothing is decrypted.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of ``CMSError/Structure/pem`` if there is none or one is broken,
    ///   or ``CMSError/tooMany(_:limit:)`` beyond `limit`.
    public static func blocks(_ text: [UInt8], limit: Int = 1000) throws(CMSError) -> [Block] {
        let blocks = try blocksIfAny(text, limit: limit)
        guard !blocks.isEmpty else { throw .malformed(.pem) }
        return blocks
    }

    /// Returns the same for a text that may contain only unencrypted private keys.
    static func blocksIfAny(_ text: [UInt8], limit: Int = 1000) throws(CMSError) -> [Block] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            var blocks: [Block] = []
            while let block = try next(in: bio, withoutSecrets: true) {
                guard blocks.count < limit else { throw .tooMany(.pem, limit: limit) }
                blocks.append(block)
            }
            blocks.removeAll { $0.octets.isEmpty }
            return blocks
        }
    }

    /// Returns every readable block of a text that may be damaged; a block with broken Base64
    /// or end is counted and skipped.
    ///
    /// - Throws: ``CMSError/tooMany(_:limit:)`` beyond 1,000.
    public static func readableBlocks(
        _ text: [UInt8]
    ) throws(CMSError) -> (blocks: [Block], brokenCount: Int) {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            var (blocks, brokenCount): ([Block], Int) = ([], 0)
            while true {
                guard blocks.count + brokenCount <= 1000 else { throw .tooMany(.pem, limit: 1000) }
                do throws(CMSError) {
                    guard let block = try next(in: bio, withoutSecrets: true) else { break }
                    blocks.append(block)
                } catch {
                    brokenCount += 1
                }
            }
            blocks.removeAll { $0.octets.isEmpty }
            return (blocks, brokenCount)
        }
    }

    /// Returns the positions of the blocks with private keys, each up to the start of the next block.
    public static func keyBlocks(in text: Span<UInt8>) -> [Range<Int>] {
        let (begin, end) = (Array("-----BEGIN ".utf8), Array("PRIVATE KEY-----".utf8))
        let starts = text.indices.filter { text.holds(begin, at: $0) }
        return zip(starts, starts.dropFirst() + [text.count]).map { $0..<$1 }.filter { block in
            // The label, such as "EC PRIVATE KEY", is in one short line.
            (block.lowerBound..<min(block.upperBound, block.lowerBound + 64)).contains {
                text.holds(end, at: $0)
            }
        }
    }

    /// Returns the octets of every block with `label`, as secrets.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if a block is broken,
    ///   ``CMSError/tooMany(_:limit:)`` beyond `limit`.
    public static func secrets(
        in text: SecretOctets, label: String, limit: Int
    ) throws(CMSError) -> [SecretOctets] {
        try MemoryBIO.lending(text) { (bio) throws(CMSError) in
            var secrets: [SecretOctets] = []
            while let (found, octets) = try nextSecret(in: bio) {
                guard found == label else { continue }
                guard secrets.count < limit else { throw .tooMany(.pem, limit: limit) }
                secrets.append(octets)
            }
            return secrets
        }
    }

    /// Returns nil if no further block begins; the octets of a skipped secret are not returned,
    /// since nothing would wipe them.
    private static func next(
        in bio: borrowing MemoryBIO, withoutSecrets: Bool = false
    ) throws(CMSError) -> Block? {
        guard let (label, secret) = try nextSecret(in: bio) else { return nil }
        let isSecret = label.hasSuffix("PRIVATE KEY") && !label.hasPrefix("ENCRYPTED") || label == "PKCS12"
        return Block(label: label, octets: withoutSecrets && isSecret ? [] : secret.copied())
    }

    private static func nextSecret(
        in bio: borrowing MemoryBIO
    ) throws(CMSError) -> (label: String, octets: SecretOctets)? {
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
        return unsafe (label, SecretOctets(copying: UnsafeBufferPointer(start: data, count: count).span))
    }
}

extension Span<UInt8> {
    fileprivate func holds(_ octets: [UInt8], at start: Int) -> Bool {
        start + octets.count <= count && octets.indices.allSatisfy { self[start + $0] == octets[$0] }
    }
}
