import CCrypto

/// The entries of subjectAltName that S/MIME for SIP uses (RFC 8591 §4.4.1, RFC 5922 §7.1).
struct SubjectAlternativeNames {
    private(set) var uris: [String] = []
    private(set) var dnsNames: [String] = []
    private(set) var isPresent = false
    /// The entries that are skipped; the first hundred.
    private(set) var unusable: [UnusableName] = []
    /// Whether one of the skipped entries is or may be a URI that names a user.
    private(set) var mayNameUnreadableUser = false

    init(of x509: X509) throws(CMSError) {
        var critical: Int32 = 0
        let value = unsafe X509_get_ext_d2i(x509, NID_subject_alt_name, &critical, nil)
        try unsafe self.init(adopting: value, isAbsent: critical == -1, in: .certificate)
    }

    /// Takes ownership of the names that libcrypto decoded; nil and not absent means that the extension is
    /// repeated or cannot be decoded, so that it is unreliable.
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
            try unsafe take(ccrypto_sk_GENERAL_NAME_value(names, index))
        }
    }

    private mutating func take(_ name: UnsafeMutablePointer<GENERAL_NAME>?) throws(CMSError) {
        guard let name = unsafe name else { return }
        let type = unsafe name.pointee.type
        switch type {
        case GEN_URI:
            takeURI(unsafe name.pointee.d.uniformResourceIdentifier.map { unsafe octets(of: $0) } ?? [])
        case GEN_DNS: takeDNSName(unsafe name.pointee.d.dNSName.map { unsafe octets(of: $0) } ?? [])
        // Binary octets and numbers, in which letters have no meaning.
        case GEN_IPADD where [4, 16].contains(unsafe ASN1_STRING_length(name.pointee.d.iPAddress)), GEN_RID:
            break
        default:
            let der = try unsafe encoded("i2d_GENERAL_NAME") { unsafe i2d_GENERAL_NAME(name, $0) }
            guard UserURIScheme.mayOccur(in: der) else { return }
            skip(UnusableName(Self.kinds[type] ?? .other, der, reason: .hiddenURI, mayNameUser: true))
        }
    }

    private mutating func takeURI(_ octets: [UInt8]) {
        guard let reason = Self.fault(of: octets) else {
            return uris.append(String(decoding: octets, as: UTF8.self))
        }
        let mayNameUser = UserURIScheme.mayBegin(octets)
        skip(UnusableName(.uri, octets, reason: reason, mayNameUser: mayNameUser))
    }

    private mutating func takeDNSName(_ octets: [UInt8]) {
        let hidesURI = UserURIScheme.mayOccur(in: octets)
        guard let reason = Self.fault(of: octets) ?? (hidesURI ? .hiddenURI : nil) else {
            return dnsNames.append(String(decoding: octets, as: UTF8.self))
        }
        skip(UnusableName(.dns, octets, reason: reason, mayNameUser: hidesURI))
    }

    private mutating func skip(_ name: UnusableName) {
        mayNameUnreadableUser = mayNameUnreadableUser || name.mayNameUser
        if unusable.count < 100 { unusable.append(name) }
    }

    /// Requires printable ASCII: a NUL or control octet would let two readers see two names.
    private static func fault(of octets: [UInt8]) -> UnusableName.Reason? {
        guard octets.allSatisfy({ (0x21...0x7E).contains($0) }) else { return .characters }
        return octets.count > maximumOctets ? .tooLong : nil
    }

    /// Longer than any URI in use, and than any valid DNS name.
    private static let maximumOctets = 4096

    private static let kinds: [Int32: UnusableName.Kind] = [
        GEN_EMAIL: .mail, GEN_OTHERNAME: .other, GEN_DIRNAME: .directory, GEN_IPADD: .ipAddress,
        GEN_X400: .x400, GEN_EDIPARTY: .ediParty,
    ]
}
