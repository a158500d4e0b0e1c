import CCrypto

/// The trust anchors of certification paths, prepared once for many verifications.
///
/// Every certificate can be an anchor if the caller names it: usually a root, but an intermediate or a
/// subscriber's own certificate works as well. Nothing is trusted by default.
public struct TrustAnchors: Sendable {
    /// Safe to share: filled here, then only read, which libcrypto guards by a lock.
    nonisolated(unsafe) let store: X509_STORE

    /// The anchors, in the order given.
    public let certificates: [Certificate]
    /// The CRLs that every path is checked against.
    public let revocationLists: [RevocationList]
    /// The keys whose certificates count for nothing, of any issuer.
    public let compromisedKeys: [CompromisedKey]
    /// Certificates of authorities that may help to build paths and are not trusted.
    let intermediates: [Certificate]
    /// The complete CRLs with nextUpdate, as libcrypto takes them; nil if no CRL was given.
    ///
    /// libcrypto would treat a base as current as long as a delta is, and a CRL without
    /// nextUpdate as current for ever.
    let datedLists: RevocationListStack?
    /// All complete CRLs; nil if each of them has nextUpdate.
    let completeLists: RevocationListStack?
    /// The valid paths found with `remembering`.
    let remembered = RememberedPaths()

    /// Prepares `certificates` as trust anchors; without any, nothing is trusted.
    ///
    /// `intermediates` help to build every path, as the certificates in a message help to
    /// build one. Of `revocationLists` those count that the authorities on a path have signed.
    /// CRLs in a message are ignored. No path leads over a certificate of one of `compromisedKeys`.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if memory runs out.
    public init(
        _ certificates: [Certificate], intermediates: [Certificate] = [],
        revocationLists: [RevocationList] = [], compromisedKeys: [CompromisedKey] = []
    ) throws(CMSError) {
        let store = try OpenSSL.object("X509_STORE_new") { X509_STORE_new() }
        for certificate in certificates {
            try OpenSSL.success("X509_STORE_add_cert") { X509_STORE_add_cert(store, certificate.x509) }
        }
        let complete = revocationLists.filter { !$0.isDelta }
        let dated = complete.filter { $0.nextUpdate != nil }
        datedLists = revocationLists.isEmpty ? nil : try RevocationListStack(holding: dated)
        completeLists = dated.count == complete.count ? nil : try RevocationListStack(holding: complete)
        unsafe self.store = store
        self.certificates = certificates
        self.intermediates = intermediates
        self.revocationLists = revocationLists
        self.compromisedKeys = compromisedKeys
    }
}

/// Proof that a certificate was found valid: the path from it to a trust anchor (RFC 5280 §6).
public struct TrustedPath: Sendable, Equatable {
    /// The verified certificate first, the trust anchor last; a single certificate if it is an anchor itself.
    public let certificates: [Certificate]
    /// The trust anchor at the end of the path.
    public let anchor: Certificate
    /// The authorities on the path without a CRL, whose revocations are unknown.
    public let unlisted: [Certificate]
    /// The outdated CRLs that were used because the policy allows it.
    public let outdated: [RevocationList]
}
