import CCrypto

extension Certificate {
    /// Returns whether `authority` issued this certificate: the issuer has its name, and the
    /// signature verifies with its key.
    ///
    /// Nothing else is checked: ``TrustAnchors`` does that.
    public func isIssued(by authority: Certificate) -> Bool {
        defer { ERR_clear_error() }
        guard unsafe X509_NAME_cmp(X509_get_issuer_name(x509), X509_get_subject_name(authority.x509)) == 0,
            let key = X509_get0_pubkey(authority.x509)
        else { return false }
        return X509_verify(x509, key) == 1
    }
}
