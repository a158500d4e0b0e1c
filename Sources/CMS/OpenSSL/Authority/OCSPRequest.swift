import CCrypto

/// An OCSP request about certificates (RFC 6960 §4.1), as received.
///
/// Its own signature, if present, is ignored: every client may ask.
public struct OCSPRequest: Sendable {
    /// The maximum size of a request.
    public static let maximumOctets = 64 << 10
    /// The allowed length of the nonce, in octets (RFC 9654 §2.1, in place of the 1 to 32 of RFC 8954 §2.1).
    public static let nonceOctets = 1...128
    /// The maximum number of certificates in a request: each costs a hash of the authority's name and key.
    public static let maximumCertificates = 100

    /// DER of the request.
    public let der: [UInt8]
    private let storage: Storage
    var pointer: OpaquePointer { unsafe storage.pointer }

    /// The owner of an `OCSP_REQUEST`; safe to share, since it is only read.
    @safe private final class Storage: Sendable {
        nonisolated(unsafe) let pointer: OpaquePointer
        init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }
        deinit { unsafe OCSP_REQUEST_free(pointer) }
    }

    /// Reads DER of exactly one request.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if the octets are anything else or ask about nothing, or if the
    ///   length of the nonce is not in ``nonceOctets``, ``CMSError/tooLarge(_:limit:)`` or
    ///   ``CMSError/tooMany(_:limit:)`` if it exceeds the limits, ``CMSError/unsupportedExtension(_:)`` for
    ///   an unsupported critical extension (RFC 6960 §4.4).
    public init(der: [UInt8]) throws(CMSError) {
        guard der.count <= Self.maximumOctets else {
            throw .tooLarge(.ocspRequest, limit: Self.maximumOctets)
        }
        var used = 0
        ERR_clear_error()
        let decoded = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            guard let start = buffer.baseAddress else { return nil }
            var position: UnsafePointer<UInt8>? = unsafe start
            let request = unsafe d2i_OCSP_REQUEST(nil, &position, buffer.count)
            if let end = unsafe position { used = unsafe start.distance(to: end) }
            return unsafe request
        }
        ERR_clear_error()
        guard let request = unsafe decoded else { throw .malformed(.ocspRequest) }
        storage = unsafe Storage(adopting: request)
        self.der = der
        guard used == der.count, count > 0 else { throw .malformed(.ocspRequest) }
        guard count <= Self.maximumCertificates else {
            throw .tooMany(.ocspRequest, limit: Self.maximumCertificates)
        }
        try checkCriticalExtensions()
        try checkNonce()
    }

    /// Returns the serial numbers of the certificates in the request whose issuer is `authority`.
    ///
    /// The request identifies the issuer by the SHA-1 or SHA-256 of its name and key; other
    /// digests match no authority here.
    public func serialNumbers(issuedBy authority: Certificate) -> [String] {
        (0..<count).compactMap { position in
            unsafe identifier(at: position).flatMap { unsafe serialNumber(of: $0, issuedBy: authority) }
        }
    }

    /// The number of certificates in the request.
    public var count: Int { unsafe Int(OCSP_request_onereq_count(pointer)) }

    /// A CertID, borrowed from this request.
    func identifier(at position: Int) -> OpaquePointer? {
        unsafe OCSP_onereq_get0_id(OCSP_request_onereq_get0(pointer, Int32(position)))
    }

    /// Returns the serial number in a CertID; nil if it names another issuer.
    func serialNumber(of identifier: OpaquePointer, issuedBy authority: Certificate) -> String? {
        defer { ERR_clear_error() }
        var algorithm: OpaquePointer?
        var serial: UnsafeMutablePointer<ASN1_INTEGER>?
        guard unsafe OCSP_id_get0_info(nil, &algorithm, nil, &serial, identifier) == 1,
            let digest = unsafe Self.digest(OBJ_obj2nid(algorithm)),
            let own = unsafe OCSP_cert_to_id(digest, nil, authority.x509)
        else { return nil }
        defer { unsafe OCSP_CERTID_free(own) }
        guard unsafe OCSP_id_issuer_cmp(own, identifier) == 0 else { return nil }
        return unsafe try? CMS.serialNumber(of: serial)
    }

    private static func digest(_ identifier: Int32) -> OpaquePointer? {
        switch identifier {
        case NID_sha1: unsafe EVP_sha1()
        case NID_sha256: unsafe EVP_sha256()
        default: nil
        }
    }

    /// Checks the length and the number of the nonces, since the signed response repeats the nonce.
    private func checkNonce() throws(CMSError) {
        let position = unsafe OCSP_REQUEST_get_ext_by_NID(pointer, NID_id_pkix_OCSP_Nonce, -1)
        guard position >= 0 else { return }
        let another = unsafe OCSP_REQUEST_get_ext_by_NID(pointer, NID_id_pkix_OCSP_Nonce, position)
        guard another < 0, let value = unsafe X509_EXTENSION_get_data(OCSP_REQUEST_get_ext(pointer, position))
        else { throw .malformed(.ocspNonce) }
        let octets = unsafe [UInt8](
            UnsafeBufferPointer(start: ASN1_STRING_get0_data(value), count: Int(ASN1_STRING_length(value))))
        var reader = DERReader(octets[...], structure: .ocspNonce)
        let nonce = try reader.next(DERTag.octetString).content
        try reader.finish()
        guard Self.nonceOctets.contains(nonce.count) else { throw .malformed(.ocspNonce) }
    }

    /// Refuses critical extensions other than the nonce, which is the only supported one.
    private func checkCriticalExtensions() throws(CMSError) {
        var index: Int32 = -1
        while true {
            index = unsafe OCSP_REQUEST_get_ext_by_critical(pointer, 1, index)
            guard index >= 0 else { break }
            let object = unsafe X509_EXTENSION_get_object(OCSP_REQUEST_get_ext(pointer, index))
            guard unsafe OBJ_obj2nid(object) == NID_id_pkix_OCSP_Nonce else {
                throw .unsupportedExtension("of the OCSP request")
            }
        }
        for position in 0..<count {
            let single = unsafe OCSP_request_onereq_get0(pointer, Int32(position))
            guard unsafe OCSP_ONEREQ_get_ext_by_critical(single, 1, -1) < 0 else {
                throw .unsupportedExtension("of a certificate in the OCSP request")
            }
        }
    }
}
