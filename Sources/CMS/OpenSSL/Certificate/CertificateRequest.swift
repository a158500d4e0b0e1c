import CCrypto

/// A request for a certificate (PKCS#10, RFC 2986) with a valid proof of possession of the private key.
///
/// Only the public key is used: the profile determines the content of the certificate. The
/// requested names are informative.
public struct CertificateRequest: Sendable {
    /// The public key to certify.
    public let publicKey: PublicKey
    /// The requested subject, in RFC 2253 form; empty if there is none.
    public let subject: String
    /// The requested uniformResourceIdentifier entries of subjectAltName, in their order.
    public let requestedURIs: [String]

    /// The maximum size: larger than a request with the largest key and any sensible number of names.
    public static let maximumOctets = 65_536

    /// Reads one request, DER or PEM ("CERTIFICATE REQUEST" or "NEW CERTIFICATE REQUEST", RFC 7468 §7).
    ///
    /// - Throws: ``CMSError/malformed(_:)`` if the octets are anything else or more than ``maximumOctets``,
    ///   ``CMSError/tooMany(_:limit:)`` for several requests, ``CMSError/proofOfPossessionFailed`` if the key
    ///   in it did not sign it, ``CMSError/weakAlgorithm(_:)`` or ``CMSError/unsupportedAlgorithm(_:_:)`` for
    ///   an unacceptable key or signature. RFC 2986 §4.2.
    public static func read(_ octets: [UInt8]) throws(CMSError) -> CertificateRequest {
        guard octets.count <= maximumOctets else { throw .malformed(.certificateRequest) }
        guard octets.first != DERTag.sequence else { return try read(der: octets) }
        let blocks = try PEM.blocks(octets).filter { labels.contains($0.label) }
        guard let block = blocks.first else { throw .malformed(.certificateRequest) }
        guard blocks.count == 1 else { throw .tooMany(.certificateRequest, limit: 1) }
        return try read(der: block.octets)
    }

    private static let labels = ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"]

    private static func read(der: [UInt8]) throws(CMSError) -> CertificateRequest {
        let request = try RequestObject.reading(der)
        // libcrypto caches the key in the request; nil if it could not be read.
        guard let key = unsafe X509_REQ_get_pubkey(request.pointer) else {
            ERR_clear_error()
            throw .malformed(.publicKey)
        }
        let publicKey = PublicKey(sharing: key)
        // It cannot have signed the request: only a statement of possession could replace that (RFC 9883).
        guard publicKey.algorithm != .x25519 else { throw .unsupportedAlgorithm(publicKey.algorithm.name) }
        try publicKey.checkCertifiable()
        try request.checkSignature(by: publicKey)
        return CertificateRequest(
            publicKey: publicKey,
            subject: try unsafe text(of: X509_REQ_get_subject_name(request.pointer)),
            requestedURIs: try request.requestedURIs())
    }
}

/// The sole owner of an `X509_REQ`.
@safe private struct RequestObject: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe X509_REQ_free(pointer) }

    static func reading(_ der: [UInt8]) throws(CMSError) -> RequestObject {
        var used = 0
        ERR_clear_error()
        let decoded = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            guard let start = buffer.baseAddress else { return nil }
            var position: UnsafePointer<UInt8>? = unsafe start
            let pointer = unsafe d2i_X509_REQ(nil, &position, buffer.count)
            if let end = unsafe position { used = unsafe start.distance(to: end) }
            return unsafe pointer
        }
        ERR_clear_error()
        guard let pointer = unsafe decoded else { throw .malformed(.certificateRequest) }
        let request = unsafe RequestObject(adopting: pointer)
        guard used == der.count else { throw .malformed(.certificateRequest) }
        return request
    }

    /// Checks that the key in the request made its signature, with a digest that is not broken.
    func checkSignature(by key: PublicKey) throws(CMSError) {
        var algorithm: UnsafePointer<X509_ALGOR>?
        unsafe X509_REQ_get0_signature(pointer, nil, &algorithm)
        if let name = try unsafe weakSignatureAlgorithm(algorithm, in: .certificateRequest) {
            throw .weakAlgorithm(name)
        }
        ERR_clear_error()
        defer { ERR_clear_error() }
        guard unsafe X509_REQ_verify(pointer, key.key) == 1 else { throw .proofOfPossessionFailed }
    }

    /// Returns the URIs in the extensionRequest attribute (RFC 2985 §5.4.2).
    func requestedURIs() throws(CMSError) -> [String] {
        let extensions = unsafe X509_REQ_get_extensions(pointer)
        ERR_clear_error()
        defer { unsafe ccrypto_sk_X509_EXTENSION_free(extensions) }
        var critical: Int32 = 0
        let value = unsafe X509V3_get_d2i(extensions, NID_subject_alt_name, &critical, nil)
        ERR_clear_error()
        let names = try unsafe SubjectAlternativeNames(
            adopting: value, isAbsent: critical == -1, in: .certificateRequest)
        // A name that readers may see differently is not issued.
        guard names.unusable.isEmpty else { throw .malformed(.certificateRequest) }
        return names.uris
    }
}
