import CCrypto

public import struct FoundationEssentials.Date

extension TrustAnchors {
    /// Finds a valid path from `certificate` to a trust anchor as of `instant`.
    ///
    /// Certificates that came with a message go into `intermediates`: they may help to build the path, never
    /// to end it. Paths are at most six certificates long.
    ///
    /// Every certificate of the path but the anchor is held against the revocation lists of its issuer, as of
    /// `instant`: listed with a later date, it was not revoked then. A list issued after `instant`, and one that
    /// should have been replaced by then, reveal what is revoked all the same, but not what is not: without
    /// ``RevocationPolicy/outdated`` they refuse. A list with a broken signature or an unknown critical extension
    /// refuses everything of its issuer, whatever the policy.
    ///
    /// - Throws: ``CMSError/expired(_:at:)``, ``CMSError/notYetValid(_:at:)``, ``CMSError/revoked(_:at:reason:)``,
    ///   ``CMSError/revocationUnknown(_:_:)`` or ``CMSError/untrusted(_:code:reason:)``, each naming the certificate
    ///   that is to blame, or ``CMSError/weakAlgorithm(_:)``. RFC 5280 §6.
    public func verify(
        _ certificate: Certificate, intermediates: [Certificate] = [], at instant: Date,
        strength: AlgorithmStrength = .current, revocation policy: RevocationPolicy = RevocationPolicy()
    ) throws(CMSError) -> TrustedPath {
        let helpers = intermediates + self.intermediates
        let stack = try CertificateStack.holding(helpers)
        let context = try VerificationContext.made()
        try OpenSSL.success("X509_STORE_CTX_init") {
            unsafe X509_STORE_CTX_init(context.pointer, store, certificate.x509, stack.pointer)
        }
        try unsafe prepare(context.pointer, at: instant, strength: strength)
        let check = listStack.map { _ in RevocationCheck(revocationLists, at: instant) }
        if let listStack {
            try unsafe check?.prepare(
                context.pointer, stack: listStack, isLeafAlone: helpers.allSatisfy { $0 == certificate })
        }
        ERR_clear_error()
        let verdict = withExtendedLifetime(check) { unsafe X509_verify_cert(context.pointer) }
        // The queue may hold what was tried on the way; the context says what counts.
        ERR_clear_error()
        let known = [certificate] + helpers + certificates
        guard verdict == 1 else {
            throw failure(context, blaming: certificate, among: known, at: instant, check: check)
        }
        let path = context.path(among: known)
        guard let anchor = path.last else {
            throw .untrusted(certificate, code: X509_V_ERR_UNSPECIFIED, reason: "no path")
        }
        // That a weak list names a certificate was believed above; that it names none is not.
        if strength == .current {
            for issuer in path.dropFirst() {
                if let weak = revocationLists.first(where: {
                    $0.weakAlgorithm != nil && $0.isIssued(by: issuer)
                })?
                .weakAlgorithm {
                    throw .weakAlgorithm(weak)
                }
            }
        }
        return try trusted(path, endingIn: anchor, check: check, policy: policy, at: instant)
    }

    /// What every path is held to.
    private func prepare(
        _ context: OpaquePointer, at instant: Date, strength: AlgorithmStrength
    ) throws(CMSError) {
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        unsafe X509_VERIFY_PARAM_set_time(parameters, secondsSince1970(instant))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 4)
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, strength == .current ? 2 : 0)
        // Any policy will do (RFC 5280 §6.1.1 (c)), but an authority may demand that there is one (§4.2.1.11), which
        // libcrypto leaves out where it is not asked.
        try OpenSSL.success("X509_VERIFY_PARAM_add0_policy") {
            unsafe X509_VERIFY_PARAM_add0_policy(parameters, OBJ_nid2obj(NID_any_policy))
        }
        let flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK
        unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
    }

    /// The path, unless lists are missing or out of date that the policy wants.
    private func trusted(
        _ path: [Certificate], endingIn anchor: Certificate, check: RevocationCheck?,
        policy: RevocationPolicy,
        at instant: Date
    ) throws(CMSError) -> TrustedPath {
        let unlisted = check?.unlisted ?? Array(path.indices.dropLast())
        if policy.unlisted == .refuse, let depth = unlisted.first {
            throw .revocationUnknown(path[depth], .noList)
        }
        let outdated = check?.outdated ?? []
        if policy.outdated == .refuse, let (depth, list) = outdated.first {
            throw .revocationUnknown(
                path[depth],
                list.thisUpdate > instant
                    ? .notYetIssued(thisUpdate: list.thisUpdate) : .expired(nextUpdate: list.nextUpdate))
        }
        return TrustedPath(
            certificates: path, anchor: anchor, unlisted: unlisted.map { path[$0 + 1] },
            outdated: outdated.map(\.list))
    }

    private func failure(
        _ context: borrowing VerificationContext, blaming leaf: Certificate, among known: [Certificate],
        at instant: Date, check: RevocationCheck?
    ) -> CMSError {
        let code = unsafe X509_STORE_CTX_get_error(context.pointer)
        let current = unsafe X509_STORE_CTX_get_current_cert(context.pointer)
        // Of policies, which the whole path lacks, no certificate is to blame.
        let blamed = current.flatMap { current in known.first { X509_cmp($0.x509, current) == 0 } } ?? leaf
        let reason = unsafe String(cString: X509_verify_cert_error_string(Int(code)))
        switch code {
        case X509_V_ERR_CERT_HAS_EXPIRED: return .expired(blamed, at: instant)
        case X509_V_ERR_CERT_NOT_YET_VALID: return .notYetValid(blamed, at: instant)
        case X509_V_ERR_CA_MD_TOO_WEAK: return .weakAlgorithm(blamed.facts.signatureAlgorithm)
        case X509_V_ERR_EE_KEY_TOO_SMALL, X509_V_ERR_CA_KEY_TOO_SMALL:
            return .weakAlgorithm(blamed.facts.key.name)
        case X509_V_ERR_CERT_REVOKED:
            guard let (date, reason) = check?.revoked else { break }
            return .revoked(blamed, at: date, reason: reason)
        case _ where RevocationCheck.isAboutRevocation(code):
            return .revocationUnknown(blamed, .unusable(reason: reason))
        default: break
        }
        return .untrusted(blamed, code: code, reason: reason)
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
        return unsafe (0..<ccrypto_sk_X509_num(chain)).compactMap { index in
            let x509 = unsafe ccrypto_sk_X509_value(chain, index)
            return known.first { X509_cmp($0.x509, x509) == 0 }
        }
    }
}
