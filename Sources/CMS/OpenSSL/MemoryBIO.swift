import CCrypto

/// The sole owner of an in-memory BIO: octets read by libcrypto, or written by it.
@safe struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe BIO_free_all(pointer) }

    /// Creates an empty BIO for libcrypto to write to.
    static func collecting() throws(CMSError) -> MemoryBIO {
        unsafe MemoryBIO(adopting: try unsafe OpenSSL.object("BIO_new") { unsafe BIO_new(BIO_s_mem()) })
    }

    /// Gives libcrypto access to `octets`, without a copy, for the duration of one call.
    @discardableResult
    static func lending<Result>(
        _ octets: [UInt8], to body: (borrowing MemoryBIO) throws(CMSError) -> Result
    ) throws(CMSError) -> Result {
        try lending(octets.span, to: body)
    }

    /// Gives libcrypto access to a secret, without a copy, for the duration of one call.
    @discardableResult
    static func lending<Result>(
        _ secret: SecretOctets, to body: (borrowing MemoryBIO) throws(CMSError) -> Result
    ) throws(CMSError) -> Result {
        try secret.withOctets { (octets) throws(CMSError) in try lending(octets, to: body) }
    }

    /// Gives libcrypto access to octets, without a copy, for the duration of one call.
    static func lending<Result>(
        _ octets: Span<UInt8>, to body: (borrowing MemoryBIO) throws(CMSError) -> Result
    ) throws(CMSError) -> Result {
        try unsafe octets.withUnsafeBufferPointer { (buffer) throws(CMSError) in
            // An empty array may have no base address, which BIO_new_mem_buf treats as an error.
            let start =
                unsafe buffer.baseAddress.map { unsafe UnsafeRawPointer($0) }
                ?? UnsafeRawPointer(bitPattern: 1)
            let bio = unsafe MemoryBIO(
                adopting: try unsafe OpenSSL.object("BIO_new_mem_buf") {
                    unsafe BIO_new_mem_buf(start, Int32(clamping: buffer.count))
                })
            return try body(bio)
        }
    }

    /// A copy of the written octets.
    var octets: [UInt8] {
        var data: UnsafeMutablePointer<CChar>?
        let count = unsafe ccrypto_BIO_get_mem_data(pointer, &data)
        guard count > 0, let start = unsafe data else { return [] }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// A copy of the written octets; libcrypto wipes its own when the BIO is freed.
    var secret: SecretOctets {
        var data: UnsafeMutablePointer<CChar>?
        let count = unsafe ccrypto_BIO_get_mem_data(pointer, &data)
        return unsafe SecretOctets(capacity: count) { buffer in
            guard let start = unsafe data else { return 0 }
            unsafe UnsafeMutableRawBufferPointer(buffer)
                .copyMemory(from: UnsafeRawBufferPointer(start: start, count: buffer.count))
            return buffer.count
        }
    }
}
