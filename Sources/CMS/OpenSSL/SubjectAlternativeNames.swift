import CCrypto

/// The entries of subjectAltName that S/MIME for SIP uses (RFC 8591 §4.4.1, RFC 5922 §7.1).
struct SubjectAlternativeNames {
    private(set) var uris: [String] = []
    private(set) var dnsNames: [String] = []
    private(set) var isPresent = false

    init(of x509: X509) throws(CMSError) {
        var critical: Int32 = 0
        let value = unsafe X509_get_ext_d2i(x509, NID_subject_alt_name, &critical, nil)
        try unsafe self.init(adopting: value, isAbsent: critical == -1, in: .certificate)
    }

    /// Takes over what libcrypto decoded; nil and not absent means there twice or undecodable, so that it cannot be
    /// relied on.
    init(
        adopting value: UnsafeMutableRawPointer?, isAbsent: Bool, in structure: CMSError.Structure
    ) throws(CMSError) {
        guard let value = unsafe value else {
            guard isAbsent else { throw .malformed(structure) }
            return
        }
        isPresent = true
        let names = OpaquePointer(value)
        defer { unsafe GENERAL_NAMES_free(names) }
        for index in 0..<(unsafe ccrypto_sk_GENERAL_NAME_num(names)) {
            guard let name = unsafe ccrypto_sk_GENERAL_NAME_value(names, index) else { continue }
            switch unsafe name.pointee.type {
            case GEN_URI:
                uris.append(try unsafe ia5Text(name.pointee.d.uniformResourceIdentifier, in: structure))
            case GEN_DNS:
                dnsNames.append(try unsafe ia5Text(name.pointee.d.dNSName, in: structure))
            default: break
            }
        }
    }

    /// Printable ASCII only: a NUL or control octet would let two readers see two names.
    private func ia5Text(
        _ string: UnsafePointer<ASN1_STRING>?, in structure: CMSError.Structure
    ) throws(CMSError) -> String {
        guard let string = unsafe string else { throw .malformed(structure) }
        let octets = unsafe octets(of: string)
        guard octets.allSatisfy({ (0x21...0x7E).contains($0) }) else { throw .malformed(structure) }
        return String(decoding: octets, as: UTF8.self)
    }
}
