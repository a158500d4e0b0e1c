import CCrypto

extension TrustAnchors {
    /// Returns those of `certificates` that were not signed by an issuer at hand: another of them, an anchor, or an
    /// intermediate here.
    ///
    /// Only signatures are verified, whether or not the issuer is trusted: every other certificate is exactly as its
    /// issuer signed it. An issuer with a key of a kind not known here proves nothing.
    public func unproven(among certificates: [Certificate]) -> [Certificate] {
        let issuers = known(besides: certificates).filter(\.hasNamedKey)
        return certificates.filter { certificate in !issuers.contains(where: certificate.isIssued) }
    }

    /// Whether the issuer that `certificate` names is at hand: one of `others`, an anchor, or an intermediate here.
    public func know(issuerNamedIn certificate: Certificate, besides others: [Certificate]) -> Bool {
        known(besides: others).contains { issuer in
            unsafe X509_NAME_cmp(
                X509_get_issuer_name(certificate.x509), X509_get_subject_name(issuer.x509)) == 0
        }
    }

    private func known(besides others: [Certificate]) -> [Certificate] {
        others + certificates + intermediates
    }
}

extension Certificate {
    /// Whether the key is of a kind with a name here: on a curve that is written out, anything could be a signature.
    fileprivate var hasNamedKey: Bool {
        switch facts.key {
        case .rsa, .rsaPSS, .p256, .p384: true
        case .other: false
        }
    }
}
