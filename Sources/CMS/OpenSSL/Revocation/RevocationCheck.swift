import CCrypto

import struct FoundationEssentials.Date

/// The CRL check of one search: libcrypto checks CRLs, and a callback decides on each error (RFC 5280 §6.3).
///
/// Errors not explicitly tolerated below fail the search, as they would without a callback.
final class RevocationCheck {
    private let lists: [RevocationList]
    private let stack: RevocationListStack
    private let instant: Date
    private let isUndatedKnown: Bool
    /// Depths in the path of certificates whose issuer has no CRL.
    private(set) var unlisted: [Int] = []
    /// Outdated CRLs that were used all the same, for the certificates at these depths.
    private(set) var outdated: [(depth: Int, list: RevocationList)] = []
    /// Complete CRLs without nextUpdate, for the certificates at these depths that no other CRL covers.
    private(set) var undated: [(depth: Int, list: RevocationList)] = []
    /// The certificates that libcrypto found revoked: the depth, and the entry if it is known.
    private var revoked: [(depth: Int, entry: (date: Date, reason: RevocationReason)?)] = []

    /// - Parameters:
    ///   - lists: all CRLs, including those that libcrypto does not see.
    ///   - stack: the CRLs that libcrypto sees.
    ///   - isUndatedKnown: whether `stack` has the CRLs without nextUpdate; otherwise ``undated`` has them.
    init(_ lists: [RevocationList], in stack: RevocationListStack, at instant: Date, isUndatedKnown: Bool) {
        self.lists = lists
        self.stack = stack
        self.instant = instant
        self.isUndatedKnown = isUndatedKnown
    }

    /// Makes libcrypto check the CRLs of every certificate of the path, and ask `self` about each error.
    ///
    /// With `isLeafAlone`, no certificate is between the first and the anchor, and only the first is checked.
    ///
    /// Indirect and partial CRLs count as well.
    func prepare(_ context: OpaquePointer, isLeafAlone: Bool) throws(CMSError) {
        var flags = X509_V_FLAG_CRL_CHECK | X509_V_FLAG_EXTENDED_CRL_SUPPORT
        // The anchor is checked too, and the result ignored: that costs another signature.
        if !isLeafAlone { flags |= X509_V_FLAG_CRL_CHECK_ALL }
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        try OpenSSL.success("X509_VERIFY_PARAM_set_flags") {
            unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(flags))
        }
        unsafe X509_STORE_CTX_set0_crls(context, stack.pointer)
        // Index 0 is the application's own.
        let own = unsafe Unmanaged.passUnretained(self).toOpaque()
        try OpenSSL.success("X509_STORE_CTX_set_ex_data") {
            unsafe X509_STORE_CTX_set_ex_data(context, 0, own)
        }
        unsafe X509_STORE_CTX_set_verify_cb(context) { isFine, context in
            guard isFine != 1, let context = unsafe context else { return isFine }
            // None while verifying the signer of a CRL: no error is tolerated there.
            guard let own = unsafe X509_STORE_CTX_get_ex_data(context, 0) else { return 0 }
            let check = unsafe Unmanaged<RevocationCheck>.fromOpaque(own).takeUnretainedValue()
            return unsafe check.toleratesError(of: context) ? 1 : 0
        }
    }

    private func toleratesError(of context: OpaquePointer) -> Bool {
        let code = unsafe X509_STORE_CTX_get_error(context)
        guard Self.isAboutRevocation(code) else { return false }
        let depth = unsafe Int(X509_STORE_CTX_get_error_depth(context))
        // The trust anchor is trusted because the caller named it, whatever CRLs say of it (RFC 5280 §6.1).
        if unsafe depth + 1 == Int(ccrypto_sk_X509_num(X509_STORE_CTX_get0_chain(context))) { return true }
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_CRL:
            return unsafe toleratesMissingList(X509_STORE_CTX_get_current_cert(context), at: depth)
        case X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID:
            // Whether that is allowed is decided at the end, because a revocation takes precedence.
            guard let list = unsafe currentList(of: context) else { return false }
            outdated.append((depth, list))
            return true
        case X509_V_ERR_CERT_REVOKED:
            // libcrypto forgets which CRL it is after it has checked the CRL's time.
            let list = unsafe currentList(of: context) ?? outdated.last { $0.depth == depth }?.list
            let certificate = unsafe X509_STORE_CTX_get_current_cert(context)
            revoked.append((depth, certificate.flatMap { list?.revocation(of: $0) }))
            // The search refuses it at the end, unless the revocation is later or was lifted.
            return true
        default: return false
        }
    }

    private func toleratesMissingList(_ certificate: X509?, at depth: Int) -> Bool {
        guard let certificate else { return false }
        let ofIssuer = lists.filter { isIssuer($0, of: certificate) }
        if ofIssuer.isEmpty {
            unlisted.append(depth)
            return true
        }
        guard !isUndatedKnown, let list = ofIssuer.first(where: { !$0.isDelta && $0.nextUpdate == nil })
        else {
            return false
        }
        undated.append((depth, list))
        return true
    }

    /// Returns the revocation that libcrypto found at a depth although `statements` revoke nothing.
    ///
    /// Returns nil if its entry is later than the instant of the check, or is a certificateHold among the
    /// statements that a delta lifted.
    func unexplainedRevocation(
        of certificate: Certificate, at depth: Int, explainedBy statements: [RevocationStatement]
    ) -> RevokedCertificate? {
        let isHoldLifted = statements.contains { $0.entry.reason == .certificateHold }
        for (_, entry) in revoked.filter({ $0.depth == depth }) {
            let (date, reason) = entry ?? (instant, .unspecified)
            if date <= instant, !(isHoldLifted && reason == .certificateHold) {
                return RevokedCertificate(
                    serialNumber: certificate.facts.serialNumber, revokedAt: date, reason: reason)
            }
        }
        return nil
    }

    private func currentList(of context: OpaquePointer) -> RevocationList? {
        guard let current = unsafe X509_STORE_CTX_get0_current_crl(context) else { return nil }
        return lists.first { X509_CRL_match($0.list, current) == 0 }
    }

    /// Returns whether a CRL is from the certificate's issuer, although it may not count.
    ///
    /// A CRL that names another key is from another authority of the same name.
    private func isIssuer(_ list: RevocationList, of certificate: X509) -> Bool {
        if let listKey = list.authorityKeyIdentifier,
            let key = unsafe X509_get0_authority_key_id(certificate), unsafe octets(of: key) != listKey
        {
            return false
        }
        return unsafe X509_NAME_cmp(X509_CRL_get_issuer(list.list), X509_get_issuer_name(certificate)) == 0
    }

    /// Returns whether an error is about CRLs and not about the certificates of the path.
    static func isAboutRevocation(_ code: Int32) -> Bool {
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE,
            X509_V_ERR_CRL_SIGNATURE_FAILURE, X509_V_ERR_CRL_NOT_YET_VALID, X509_V_ERR_CRL_HAS_EXPIRED,
            X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD, X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD,
            X509_V_ERR_CERT_REVOKED, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
            X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_KEYUSAGE_NO_CRL_SIGN,
            X509_V_ERR_DIFFERENT_CRL_SCOPE, X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
            true
        default: false
        }
    }
}
