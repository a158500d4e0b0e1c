import CCrypto

extension Certificate {
    /// The algorithms that the programs of its holder open, as an extension states them (RFC 4262 §2); nil if
    /// there is none, or it is not well formed.
    public var capabilities: SMIMECapabilities? {
        let index = X509_get_ext_by_NID(x509, NID_SMIMECapabilities, -1)
        guard index >= 0 else { return nil }
        let value = unsafe X509_EXTENSION_get_data(X509_get_ext(x509, index))
        let count = Int(unsafe ASN1_STRING_length(value))
        guard let start = unsafe ASN1_STRING_get0_data(value),
            (1...SMIMECapabilities.maximumOctets).contains(count)
        else { return nil }
        return SMIMECapabilities(der: unsafe [UInt8](UnsafeBufferPointer(start: start, count: count)))
    }
}
