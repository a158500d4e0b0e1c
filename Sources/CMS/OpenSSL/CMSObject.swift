import CCrypto

/// The sole owner of a `CMS_ContentInfo`.
@safe struct CMSObject: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe CMS_ContentInfo_free(pointer) }

    /// Takes ownership of the result of a libcrypto function.
    static func made(
        by function: StaticString, _ call: () -> OpaquePointer?
    ) throws(CMSError) -> CMSObject {
        ccrypto_name_algorithms()
        return unsafe CMSObject(adopting: try OpenSSL.object(function, call))
    }

    /// Reads exactly one ContentInfo.
    static func reading(_ octets: [UInt8]) throws(CMSError) -> CMSObject {
        var used = 0
        let object = try unsafe CMSObject.made(by: "d2i_CMS_ContentInfo") {
            unsafe octets.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return nil }
                var position: UnsafePointer<UInt8>? = unsafe start
                let pointer = unsafe d2i_CMS_ContentInfo(nil, &position, buffer.count)
                if let end = unsafe position { used = unsafe start.distance(to: end) }
                return unsafe pointer
            }
        }
        guard used == octets.count else { throw .malformed(.contentInfo) }
        return object
    }

    /// The DER encoding.
    func der() throws(CMSError) -> [UInt8] {
        try unsafe encoded("i2d_CMS_ContentInfo") { unsafe i2d_CMS_ContentInfo(pointer, $0) }
    }
}

/// Returns the output of an `i2d_…` function, which is called for the length first, then for the octets.
func encoded(
    _ function: StaticString,
    _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
) throws(CMSError) -> [UInt8] {
    let count = Int(try OpenSSL.success(function) { write(nil) })
    ERR_clear_error()
    let octets = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
        var position = buffer.baseAddress
        written = Int(max(0, unsafe write(&position)))
    }
    guard octets.count == count else { throw .openSSL(.drained(function)) }
    return octets
}

/// Returns the same for a secret, which libcrypto writes into memory that is wiped.
func encodedSecret(
    _ function: StaticString,
    _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
) throws(CMSError) -> SecretOctets {
    let capacity = Int(try OpenSSL.success(function) { write(nil) })
    ERR_clear_error()
    let octets = unsafe SecretOctets(capacity: capacity) { buffer in
        var position = buffer.baseAddress
        return Int(unsafe write(&position))
    }
    guard octets.count == capacity else { throw .openSSL(.drained(function)) }
    return octets
}
