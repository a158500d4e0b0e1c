import CCrypto

import struct FoundationEssentials.Date

/// One verification's dealings with revocation lists: libcrypto checks them, and asks here what to make of what it
/// finds (RFC 5280 §6.3).
///
/// Whatever is not put up with here by name stops the verification, as it would without a callback.
final class RevocationCheck {
    private let lists: [RevocationList]
    private let instant: Date
    /// Depths in the path of certificates whose issuer has no list.
    private(set) var unlisted: [Int] = []
    /// Lists out of date that were used all the same, for the certificates at these depths.
    private(set) var outdated: [(depth: Int, list: RevocationList)] = []
    /// What the list says of the certificate that stopped the verification.
    private(set) var revoked: (date: Date, reason: RevocationReason)?

    init(_ lists: [RevocationList], at instant: Date) {
        self.lists = lists
        self.instant = instant
    }

    /// Makes libcrypto check the lists of every certificate of the path, and ask `self` what to make of them; only of
    /// the first where `isLeafAlone` says that there is none between it and the anchor.
    ///
    /// Lists of other issuers, of parts and of changes count as well: read without these flags, a list of changes
    /// would pass for a whole one.
    func prepare(
        _ context: OpaquePointer, stack: RevocationListStack, isLeafAlone: Bool
    ) throws(CMSError) {
        var flags = X509_V_FLAG_CRL_CHECK | X509_V_FLAG_EXTENDED_CRL_SUPPORT | X509_V_FLAG_USE_DELTAS
        // Of the anchor too, whose answer is not used: that costs another signature.
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
            // None in the verification of a list's own signer: there nothing is put up with.
            guard let own = unsafe X509_STORE_CTX_get_ex_data(context, 0) else { return 0 }
            let check = unsafe Unmanaged<RevocationCheck>.fromOpaque(own).takeUnretainedValue()
            return unsafe check.putsUpWithError(of: context) ? 1 : 0
        }
    }

    private func putsUpWithError(of context: OpaquePointer) -> Bool {
        let code = unsafe X509_STORE_CTX_get_error(context)
        guard Self.isAboutRevocation(code) else { return false }
        let depth = unsafe Int(X509_STORE_CTX_get_error_depth(context))
        // The trust anchor is trusted because somebody named it, whatever lists say of it (RFC 5280 §6.1).
        if unsafe depth + 1 == Int(ccrypto_sk_X509_num(X509_STORE_CTX_get0_chain(context))) { return true }
        switch code {
        case X509_V_ERR_UNABLE_TO_GET_CRL:
            guard let certificate = unsafe X509_STORE_CTX_get_current_cert(context),
                !lists.contains(where: { isIssuer($0, of: certificate) })
            else { return false }
            unlisted.append(depth)
            return true
        case X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID:
            // Whether that is allowed is asked at the end: that the certificate is revoked says more.
            guard let list = unsafe currentList(of: context) else { return false }
            outdated.append((depth, list))
            return true
        case X509_V_ERR_CERT_REVOKED:
            // libcrypto forgets which list it is at once it has asked about the list's time.
            let list = unsafe currentList(of: context) ?? outdated.last { $0.depth == depth }?.list
            return unsafe isRevokedLater(X509_STORE_CTX_get_current_cert(context), in: list)
        default: return false
        }
    }

    /// Whether the certificate's entry is of a later date than the instant of the check.
    ///
    /// The entry may be in a list of changes instead, which libcrypto does not tell: then the earliest of them counts.
    private func isRevokedLater(_ certificate: X509?, in list: RevocationList?) -> Bool {
        guard let certificate else { return false }
        revoked =
            list?.revocation(of: certificate)
            ?? lists.filter { $0.isDelta && isIssuer($0, of: certificate) }
            .compactMap { $0.revocation(of: certificate) }.min { $0.date < $1.date }
        guard let revoked else { return false }
        return revoked.date > instant
    }

    private func currentList(of context: OpaquePointer) -> RevocationList? {
        guard let current = unsafe X509_STORE_CTX_get0_current_crl(context) else { return nil }
        return lists.first { X509_CRL_match($0.list, current) == 0 }
    }

    /// Whether a list is that of the certificate's issuer, though it may not count.
    ///
    /// A list that names another key is that of another authority of the same name.
    private func isIssuer(_ list: RevocationList, of certificate: X509) -> Bool {
        if let listKey = list.authorityKeyIdentifier,
            let key = unsafe X509_get0_authority_key_id(certificate), unsafe octets(of: key) != listKey
        {
            return false
        }
        return unsafe X509_NAME_cmp(X509_CRL_get_issuer(list.list), X509_get_issuer_name(certificate)) == 0
    }

    /// Whether an error is about lists and not about the certificates of the path.
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
