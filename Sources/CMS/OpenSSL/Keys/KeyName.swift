import CCrypto

/// Returns kind and size of the key in a certificate.
///
/// A certificate must not have explicit curve parameters (RFC 5480 §2.1.1), even for a known curve.
func certificateKeyAlgorithm(of x509: X509) -> KeyAlgorithm {
    guard let key = X509_get0_pubkey(x509) else {
        ERR_clear_error()
        return .other(undecodedKeyName(of: x509))
    }
    let algorithm = keyAlgorithm(of: key)
    // If libcrypto cannot classify the curve, the name of the key stays.
    guard EVP_PKEY_get_id(key) == EVP_PKEY_EC, (try? hasExplicitCurve(key)) == true else { return algorithm }
    return .other("\(algorithm.name) (explicit parameters)")
}

/// Returns whether the curve of an EC key was given by its parameters and not by its name (RFC 3279 §2.3.5).
///
/// - Throws: ``CMSError/openSSL(_:)`` if libcrypto cannot answer, as for a key of another kind.
func hasExplicitCurve(_ key: EVP_PKEY) throws(CMSError) -> Bool {
    var isExplicit: Int32 = 0
    try OpenSSL.success("EVP_PKEY_get_int_param") {
        unsafe EVP_PKEY_get_int_param(key, "decoded-from-explicit", &isExplicit)
    }
    return isExplicit != 0
}

/// The name of the algorithm of a key that libcrypto does not decode, or of its curve.
private func undecodedKeyName(of x509: X509) -> String {
    defer { ERR_clear_error() }
    var object: OpaquePointer?
    var algorithm: UnsafeMutablePointer<X509_ALGOR>?
    guard let info = unsafe X509_get_X509_PUBKEY(x509),
        unsafe X509_PUBKEY_get0_param(&object, nil, nil, &algorithm, info) == 1
    else { return "unknown" }
    return unsafe keyName(of: object, algorithm)
}

/// The name of the algorithm in a PrivateKeyInfo (RFC 5958 §2), or of its curve; nil if it has none.
func keyName(ofPrivateKeyInfo information: OpaquePointer?) -> String? {
    defer { ERR_clear_error() }
    var algorithm: UnsafePointer<X509_ALGOR>?
    var object: OpaquePointer?
    guard let information = unsafe information,
        unsafe PKCS8_pkey_get0(&object, nil, nil, &algorithm, information) == 1
    else { return nil }
    return unsafe keyName(of: object, algorithm)
}

private func keyName(of object: OpaquePointer?, _ algorithm: UnsafePointer<X509_ALGOR>?) -> String {
    let nid = unsafe OBJ_obj2nid(object)
    if nid == NID_rsassaPss { return "RSASSA-PSS (unknown parameters)" }
    var type: Int32 = 0
    var value: UnsafeRawPointer?
    unsafe X509_ALGOR_get0(nil, &type, &value, algorithm)
    if nid == NID_X9_62_id_ecPublicKey {
        guard type == V_ASN1_OBJECT, let value = unsafe value else { return "EC (explicit parameters)" }
        return unsafe name(of: OpaquePointer(value))
    }
    return unsafe name(of: object)
}

/// libcrypto's name for an identifier, or its dotted form.
private func name(of object: OpaquePointer?) -> String {
    guard let object = unsafe object else { return "unknown" }
    var text = [CChar](repeating: 0, count: 80)
    let count = unsafe OBJ_obj2txt(&text, Int32(text.count), object, 0)
    guard count > 0 else { return "unknown" }
    let octets = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: octets, as: UTF8.self)
}
