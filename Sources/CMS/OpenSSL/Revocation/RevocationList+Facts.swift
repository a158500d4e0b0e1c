import CCrypto

import struct FoundationEssentials.Date

extension RevocationList.Facts {
    init(of list: X509_CRL) throws(CMSError) {
        let name = unsafe X509_CRL_get_issuer(list)
        issuer = try unsafe text(of: name)
        issuerDER = try unsafe encoded("i2d_X509_NAME") { unsafe i2d_X509_NAME(name, $0) }
        thisUpdate = try unsafe date(of: X509_CRL_get0_lastUpdate(list), in: .revocationList)
        nextUpdate = try unsafe X509_CRL_get0_nextUpdate(list).map { (next) throws(CMSError) in
            try unsafe date(of: next, in: .revocationList)
        }
        number = try listNumber(NID_crl_number, of: list)
        // -1 for a CRL without entries.
        count = Int(max(0, unsafe ccrypto_sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list))))
        baseNumber = try listNumber(NID_delta_crl, of: list)
        authorityKeyIdentifier = try keyIdentifier(of: list)
        scope = extensionValue(NID_issuing_distribution_point, of: list)
        (isIndirect, isAboutAttributeCertificates) = try kinds(of: list)
        indirectEntries = isIndirect ? IndirectEntries(of: list) : nil
        isPartlyUnderstood = hasUnknownCriticalExtension(list)
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_CRL_get0_signature(list, nil, &algorithm)
        weakAlgorithm = try unsafe weakSignatureAlgorithm(algorithm, in: .revocationList)
    }
}

/// cRLNumber or BaseCRLNumber in decimal digits, of at most 20 octets (RFC 5280 §5.2.3, §5.2.4).
private func listNumber(_ identifier: Int32, of list: X509_CRL) throws(CMSError) -> String? {
    var critical: Int32 = 0
    guard let value = unsafe X509_CRL_get_ext_d2i(list, identifier, &critical, nil) else {
        // -1: absent. Anything else: repeated or undecodable.
        guard critical == -1 else { throw .malformed(.revocationList) }
        return nil
    }
    let integer = unsafe value.assumingMemoryBound(to: ASN1_INTEGER.self)
    defer { unsafe ASN1_INTEGER_free(integer) }
    guard unsafe ASN1_STRING_length(integer) <= 20, let number = unsafe ASN1_INTEGER_to_BN(integer, nil)
    else { throw .malformed(.revocationList) }
    defer { unsafe BN_free(number) }
    guard unsafe BN_is_negative(number) == 0, let digits = unsafe BN_bn2dec(number) else {
        throw .malformed(.revocationList)
    }
    defer { unsafe ccrypto_OPENSSL_free(digits) }
    return unsafe String(cString: digits)
}

/// Returns whether a CRL is indirect, and whether it is about attribute certificates (RFC 5280 §5.2.5).
private func kinds(of list: X509_CRL) throws(CMSError) -> (isIndirect: Bool, isAboutAttributes: Bool) {
    var critical: Int32 = 0
    guard let value = unsafe X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &critical, nil) else {
        guard critical == -1 else { throw .malformed(.revocationList) }
        return (false, false)
    }
    let point = unsafe value.assumingMemoryBound(to: ISSUING_DIST_POINT.self)
    defer { unsafe ISSUING_DIST_POINT_free(point) }
    return unsafe (point.pointee.indirectCRL > 0, point.pointee.onlyattr > 0)
}

private func hasUnknownCriticalExtension(_ list: X509_CRL) -> Bool {
    let known = [
        NID_crl_number, NID_delta_crl, NID_issuing_distribution_point, NID_authority_key_identifier,
    ]
    return (0..<X509_CRL_get_ext_count(list)).contains { index in
        guard let item = unsafe X509_CRL_get_ext(list, index) else { return true }
        return unsafe X509_EXTENSION_get_critical(item) != 0
            && !known.contains(unsafe OBJ_obj2nid(X509_EXTENSION_get_object(item)))
    }
}

private func keyIdentifier(of list: X509_CRL) throws(CMSError) -> [UInt8]? {
    var critical: Int32 = 0
    guard let value = unsafe X509_CRL_get_ext_d2i(list, NID_authority_key_identifier, &critical, nil) else {
        guard critical == -1 else { throw .malformed(.revocationList) }
        return nil
    }
    let identifier = unsafe value.assumingMemoryBound(to: AUTHORITY_KEYID.self)
    defer { unsafe AUTHORITY_KEYID_free(identifier) }
    guard let key = unsafe identifier.pointee.keyid else { return nil }
    return unsafe [UInt8](
        UnsafeBufferPointer(start: ASN1_STRING_get0_data(key), count: Int(ASN1_STRING_length(key))))
}

/// Returns the octets of an extension's value; nil if it is absent.
private func extensionValue(_ identifier: Int32, of list: X509_CRL) -> [UInt8]? {
    guard let found = unsafe X509_CRL_get_ext(list, X509_CRL_get_ext_by_NID(list, identifier, -1)) else {
        return nil
    }
    let value = unsafe X509_EXTENSION_get_data(found)
    return unsafe [UInt8](
        UnsafeBufferPointer(start: ASN1_STRING_get0_data(value), count: Int(ASN1_STRING_length(value))))
}
