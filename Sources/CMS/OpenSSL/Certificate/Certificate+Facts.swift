import CCrypto
import Octets

import struct FoundationEssentials.Date

extension Certificate.Facts {
    init(of x509: X509) throws(CMSError) {
        let names = try SubjectAlternativeNames(of: x509)
        subject = try unsafe text(of: X509_get_subject_name(x509))
        issuer = try unsafe text(of: X509_get_issuer_name(x509))
        notBefore = try unsafe date(of: X509_get0_notBefore(x509), in: .certificate)
        notAfter = try unsafe date(of: X509_get0_notAfter(x509), in: .certificate)
        uris = names.uris
        dnsNames = names.dnsNames
        unusableNames = names.unusable
        mayNameUnreadableUser = names.mayNameUnreadableUser
        hasSubjectAlternativeName = names.isPresent
        // X509_get_key_usage returns all bits set when the extension is absent.
        let usage = X509_get_key_usage(x509)
        keyUsage = usage == UInt32.max ? nil : KeyUsage(rawValue: usage)
        extendedKeyUsage = try extendedKeyUsages(of: x509)
        isCertificationAuthority = X509_get_extension_flags(x509) & UInt32(EXFLAG_CA) != 0
        key = certificateKeyAlgorithm(of: x509)
        let signatureNID = X509_get_signature_nid(x509)
        signatureAlgorithm = unsafe OBJ_nid2ln(signatureNID).map { unsafe String(cString: $0) } ?? "unknown"
        subjectKeyIdentifier = unsafe X509_get0_subject_key_id(x509).map { unsafe octets(of: $0) }
        let subjectName = unsafe X509_get_subject_name(x509)
        subjectDER = try unsafe encoded("i2d_X509_NAME") { unsafe i2d_X509_NAME(subjectName, $0) }
        let issuerName = unsafe X509_get_issuer_name(x509)
        issuerDER = try unsafe encoded("i2d_X509_NAME") { unsafe i2d_X509_NAME(issuerName, $0) }
        let serial = unsafe X509_get0_serialNumber(x509)
        let encodedSerial = try unsafe encoded("i2d_ASN1_INTEGER") { unsafe i2d_ASN1_INTEGER(serial, $0) }
        var reader = DERReader(encodedSerial[...], structure: .certificate)
        serialNumberOctets = [UInt8](try reader.next(DERTag.integer).content)
        serialNumber = Hexadecimal.text(serialNumberOctets, .upperCase)
    }
}

private func extendedKeyUsages(of x509: X509) throws(CMSError) -> [String]? {
    var critical: Int32 = 0
    guard let value = unsafe X509_get_ext_d2i(x509, NID_ext_key_usage, &critical, nil) else {
        guard critical == -1 else { throw .malformed(.certificate) }
        return nil
    }
    let usages = OpaquePointer(value)
    defer { unsafe EXTENDED_KEY_USAGE_free(usages) }
    return unsafe (0..<ccrypto_sk_ASN1_OBJECT_num(usages)).map { index in
        let object = unsafe ccrypto_sk_ASN1_OBJECT_value(usages, index)
        let start = unsafe OBJ_get0_data(object)
        let count = unsafe OBJ_length(object)
        return ObjectIdentifier(unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))).dotted
    }
}

/// Returns kind and size of a key; `.other` for unsupported ones.
func keyAlgorithm(of key: EVP_PKEY?) -> KeyAlgorithm {
    guard let key else { return .other("unknown") }
    switch EVP_PKEY_get_id(key) {
    case EVP_PKEY_RSA: return .rsa(bits: Int(EVP_PKEY_get_bits(key)))
    case EVP_PKEY_RSA_PSS: return .rsaPSS(bits: Int(EVP_PKEY_get_bits(key)))
    case EVP_PKEY_EC:
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else {
            ERR_clear_error()
            return .other("EC")
        }
        let group = String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return NamedCurve.allCases.first { $0.groupName == group }.map { .elliptic($0) } ?? .other(group)
    case EVP_PKEY_ED25519: return Ed25519Point.hasSmallOrder(key) ? .ed25519OfSmallOrder : .ed25519
    case EVP_PKEY_X25519: return .x25519
    default:
        let name = unsafe EVP_PKEY_get0_type_name(key).map { unsafe String(cString: $0) }
        return .other(name ?? "unknown")
    }
}

func octets(of string: UnsafePointer<ASN1_STRING>) -> [UInt8] {
    let count = unsafe Int(ASN1_STRING_length(string))
    return unsafe [UInt8](UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: count))
}
