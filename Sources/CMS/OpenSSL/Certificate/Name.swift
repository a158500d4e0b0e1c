import CCrypto

/// Returns whether two DER names are the same under RFC 5280 §7.1: case and string types may differ.
func namesAreEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    unsafe withName(left) { leftName in
        unsafe withName(right) { rightName in unsafe X509_NAME_cmp(leftName, rightName) == 0 } ?? false
    } ?? false
}

/// RFC 2253 form of a DER name; nil if the octets are not one.
func nameText(_ der: [UInt8]) -> String? {
    unsafe withName(der) { name in unsafe try? text(of: name) } ?? nil
}

extension Certificate {
    /// RFC 2253 form of DER of a name, as ``Facts/issuer`` has it; nil if the octets are not one.
    public static func text(ofName der: [UInt8]) -> String? { nameText(der) }
}

private func withName<Result>(_ der: [UInt8], _ body: (OpaquePointer) -> Result) -> Result? {
    let decoded = unsafe der.withUnsafeBufferPointer { buffer in
        var position = buffer.baseAddress
        return unsafe d2i_X509_NAME(nil, &position, buffer.count)
    }
    guard let name = unsafe decoded else {
        ERR_clear_error()
        return nil
    }
    defer { unsafe X509_NAME_free(name) }
    return unsafe body(name)
}

/// RFC 2253 form of a borrowed name.
func text(of name: OpaquePointer?) throws(CMSError) -> String {
    let bio = try MemoryBIO.collecting()
    ERR_clear_error()
    guard unsafe X509_NAME_print_ex(bio.pointer, name, 0, ccrypto_XN_FLAG_RFC2253()) >= 0 else {
        throw .openSSL(.drained("X509_NAME_print_ex"))
    }
    return String(decoding: bio.octets, as: UTF8.self)
}
