import CCrypto

extension CipherContext {
    /// Encrypts the joined parts, with padding if the cipher has it.
    ///
    /// Returns `prefix` and the result after it, in memory with room for `room` more octets.
    func encrypt(
        _ parts: [ArraySlice<UInt8>], after prefix: [UInt8], room: Int
    ) throws(CMSError) -> [UInt8] {
        let contentOctets = parts.reduce(0) { $0 + $1.count }
        guard contentOctets <= Int(Int32.max) - Self.largestBlock else {
            throw .openSSL(OpenSSLFailure(function: "EVP_CipherUpdate", entries: []))
        }
        OpenSSL.clearErrors()
        var isDone = false
        let capacity = prefix.count + contentOctets + Self.largestBlock + room
        let octets = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { octets, count in
            count = unsafe octets.initialize(fromContentsOf: prefix)
            guard let start = octets.baseAddress else { return }
            var written: Int32 = 0
            for part in parts {
                let isEncrypted = unsafe part.withUnsafeBufferPointer { part in
                    unsafe EVP_CipherUpdate(
                        pointer, start + count, &written, part.baseAddress, Int32(part.count)) == 1
                }
                guard isEncrypted else { return }
                count += Int(written)
            }
            guard unsafe EVP_CipherFinal_ex(pointer, start + count, &written) == 1 else { return }
            count += Int(written)
            isDone = true
        }
        guard isDone else { throw .openSSL(.drained("EVP_CipherUpdate")) }
        return octets
    }
}
