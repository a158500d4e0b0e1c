import CCrypto

extension Certificate {
    /// Whether `authority` issued this certificate: its name stands in it, and its key signed it.
    ///
    /// Neither is checked for anything else: ``TrustAnchors`` does.
    public func isIssued(by authority: Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard unsafe X509_NAME_cmp(X509_get_issuer_name(x509), X509_get_subject_name(authority.x509)) == 0,
            let key = X509_get0_pubkey(authority.x509)
        else { return false }
        return X509_verify(x509, key) == 1
    }
}
