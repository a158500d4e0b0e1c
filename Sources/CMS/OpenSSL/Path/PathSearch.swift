import CCrypto

import struct FoundationEssentials.Date

/// One search for a path by libcrypto, from a certificate to a trust anchor (RFC 5280 §6).
struct PathSearch {
    let anchors: TrustAnchors
    let certificate: Certificate
    /// Certificates that may be inside the path, but never its end.
    let helpers: [Certificate]
    let instant: Date
    let strength: AlgorithmStrength

    /// All certificates that can be on the path, and those that may have signed CRLs.
    var known: [Certificate] { [certificate] + helpers + anchors.certificates }

    /// Finds the path: the certificate first, the trust anchor last.
    ///
    /// - Parameter check: the CRL check; nil skips CRLs.
    /// - Throws: as ``TrustAnchors/verify(_:intermediates:at:strength:revocation:)``, except for
    ///   errors that the policy decides.
    func path(checking check: RevocationCheck?) throws(CMSError) -> [Certificate] {
        let stack = try CertificateStack.holding(helpers)
        let context = try VerificationContext.made()
        try OpenSSL.success("X509_STORE_CTX_init") {
            unsafe X509_STORE_CTX_init(context.pointer, anchors.store, certificate.x509, stack.pointer)
        }
        try unsafe prepare(context.pointer)
        try unsafe check?.prepare(
            context.pointer, isLeafAlone: helpers.allSatisfy { $0 == certificate })
        OpenSSL.clearErrors()
        let verdict = withExtendedLifetime(check) { unsafe X509_verify_cert(context.pointer) }
        // The queue may contain errors of abandoned attempts; the context has the final one.
        OpenSSL.clearErrors()
        let path = context.path(among: known)
        if verdict == 1 || isAboutRevocation(context) { try refuseRevoked(path, check) }
        guard verdict == 1 else { throw failure(context) }
        guard !path.isEmpty else {
            throw .untrusted(certificate, code: X509_V_ERR_UNSPECIFIED, reason: "no path")
        }
        return path
    }

    /// Sets the requirements of every path.
    private func prepare(_ context: OpaquePointer) throws(CMSError) {
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        unsafe X509_VERIFY_PARAM_set_time(parameters, secondsSince1970(instant))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 4)
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, strength == .current ? 2 : 0)
        // Any policy is accepted (RFC 5280 §6.1.1 (c)), but an authority may require that there is one
        // (§4.2.1.11), which libcrypto checks only on request.
        try OpenSSL.success("X509_VERIFY_PARAM_add0_policy") {
            unsafe X509_VERIFY_PARAM_add0_policy(parameters, OBJ_nid2obj(NID_any_policy))
        }
        let flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
    }

    /// Refuses a path with a certificate that a CRL revokes; the anchor is trusted
    /// whatever CRLs say (RFC 5280 §6.1).
    private func refuseRevoked(_ path: [Certificate], _ check: RevocationCheck?) throws(CMSError) {
        guard let check else { return }
        for (depth, (certificate, issuer)) in zip(path, path.dropFirst()).enumerated() {
            let statements = anchors.statements(about: certificate) {
                anchors.isAuthorized($0, issuer: issuer, knowing: known, at: instant)
            }
            let revoked =
                RevocationStatement.revocation(among: statements, at: instant)
                ?? check.unexplainedRevocation(of: certificate, at: depth, explainedBy: statements)
            if let revoked { throw .revoked(certificate, at: revoked.revokedAt, reason: revoked.reason) }
        }
    }

    private func isAboutRevocation(_ context: borrowing VerificationContext) -> Bool {
        unsafe RevocationCheck.isAboutRevocation(X509_STORE_CTX_get_error(context.pointer))
    }

    private func failure(_ context: borrowing VerificationContext) -> CMSError {
        let code = unsafe X509_STORE_CTX_get_error(context.pointer)
        let current = unsafe X509_STORE_CTX_get_current_cert(context.pointer)
        // A policy error concerns the whole path, not a single certificate.
        let blamed =
            current.flatMap { current in known.first { X509_cmp($0.x509, current) == 0 } } ?? certificate
        let reason = unsafe String(cString: X509_verify_cert_error_string(Int(code)))
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: return .expired(blamed, at: instant)
        case X509_V_ERR_CERT_NOT_YET_VALID: return .notYetValid(blamed, at: instant)
        case X509_V_ERR_CA_MD_TOO_WEAK: return .weakAlgorithm(blamed.facts.signatureAlgorithm)
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL:
            return .weakAlgorithm(blamed.facts.key.name)
        case _ where RevocationCheck.isAboutRevocation(code):
            return .revocationUnknown(blamed, .unusable(reason: reason))
        default: return .untrusted(blamed, code: code, reason: reason)
        }
    }
}

/// The sole owner of an `X509_STORE_CTX`.
@safe private struct VerificationContext: ~Copyable {
    let pointer: OpaquePointer

    private init(adopting pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe X509_STORE_CTX_free(pointer) }

    static func made() throws(CMSError) -> VerificationContext {
        unsafe VerificationContext(
            adopting: try OpenSSL.object("X509_STORE_CTX_new") { unsafe X509_STORE_CTX_new() })
    }

    /// The path found, as the values it was built from.
    func path(among known: [Certificate]) -> [Certificate] {
        let chain = unsafe X509_STORE_CTX_get0_chain(pointer)
        return unsafe (0..<max(0, ccrypto_sk_X509_num(chain))).compactMap { index in
            let x509 = unsafe ccrypto_sk_X509_value(chain, index)
            return known.first { X509_cmp($0.x509, x509) == 0 }
        }
    }
}
