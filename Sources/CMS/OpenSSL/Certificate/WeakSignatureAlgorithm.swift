import CCrypto

/// Returns the name of a signature's algorithm if its digest is broken (SHA-1, MD5 and
/// earlier ones); otherwise nil.
///
/// libcrypto checks the strength of certificates only, not of CRLs and requests.
///
/// - Throws: ``CMSError/malformed(_:)`` or ``CMSError/unsupportedAlgorithm(_:_:)`` for unsupported parameters
///   of RSASSA-PSS (RFC 4055 §3.1).
func weakSignatureAlgorithm(
    _ algorithm: UnsafePointer<X509_ALGOR>?, in structure: CMSError.Structure
) throws(CMSError) -> String? {
    var object: OpaquePointer?
    unsafe X509_ALGOR_get0(&object, nil, nil, algorithm)
    let signature = unsafe OBJ_obj2nid(object)
    // Its identifier names no digest: the parameters do; without them it is SHA-1.
    if signature == NID_rsassaPss {
        let der = try unsafe encoded("i2d_X509_ALGOR") { unsafe i2d_X509_ALGOR(algorithm, $0) }
        var reader = DERReader(der[...], structure: structure)
        let identifier = try AlgorithmIdentifier(next: &reader, in: structure)
        return try pssDigest(identifier, in: structure).isWeak ? "RSASSA-PSS with SHA-1" : nil
    }
    var digest: Int32 = 0
    guard unsafe OBJ_find_sigid_algs(signature, &digest, nil) == 1,
        [NID_md2, NID_md4, NID_md5, NID_sha1].contains(digest)
    else { return nil }
    return unsafe OBJ_nid2ln(signature).map { unsafe String(cString: $0) } ?? "signature"
}
