import CCrypto

extension PathFault {
    /// Converts an error code of a path validation to the fault of `certificate`.
    ///
    /// `code` is the one of ``CMSError/untrusted(_:code:reason:)``.
    public init(code: Int32, blaming certificate: Certificate) {
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            self = .noAnchor
        case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
            self = .criticalExtensions(certificate.unsupportedCriticalExtensions)
        case X509_V_ERR_PERMITTED_VIOLATION, X509_V_ERR_EXCLUDED_VIOLATION, X509_V_ERR_SUBTREE_MINMAX,
            X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX,
            X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
            self = .nameConstraints
        case X509_V_ERR_EC_KEY_EXPLICIT_PARAMS: self = .explicitCurve
        default: self = .other
        }
    }
}

extension Certificate {
    /// The critical extensions that libcrypto does not support, by object identifier; at most ten.
    fileprivate var unsupportedCriticalExtensions: [String] {
        var found: [String] = []
        for index in 0..<X509_get_ext_count(x509) where found.count < 10 {
            guard let item = unsafe X509_get_ext(x509, index),
                unsafe X509_EXTENSION_get_critical(item) != 0, unsafe X509_supported_extension(item) == 0
            else { continue }
            let object = unsafe X509_EXTENSION_get_object(item)
            let octets = unsafe [UInt8](
                UnsafeBufferPointer(start: OBJ_get0_data(object), count: OBJ_length(object)))
            found.append(ObjectIdentifier(octets).dotted)
        }
        return found
    }
}
