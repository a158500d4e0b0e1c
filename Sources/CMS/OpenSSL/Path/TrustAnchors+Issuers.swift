extension TrustAnchors {
    /// Returns those of `certificates` that no issuer known here has signed, nor one that such an issuer has certified.
    ///
    /// Known are the anchors, the intermediates here, and `others`; what is one of them is proven. Only signatures are
    /// verified: every proven certificate is exactly as its issuer signed it. A certificate of a message is an issuer only
    /// when it is proven itself, an authority's, and has a key of a kind known here: with numbers of its own choice, an
    /// issuer could make a key for which almost anything is a signature.
    public func unproven(among certificates: [Certificate], knowing others: [Certificate] = [])
        -> [Certificate]
    {
        let known = self.certificates + intermediates + others
        var unproven = certificates.filter { !known.contains($0) }
        var issuers = known + certificates.filter(known.contains)
        while !issuers.isEmpty, !unproven.isEmpty {
            let proven = unproven.filter { certificate in issuers.contains(where: certificate.isIssued) }
            unproven.removeAll(where: proven.contains)
            issuers = proven.filter(\.isNamedAuthority)
        }
        return unproven
    }
}

extension Certificate {
    /// Whether it is an authority's, with a key of a kind that has a name here.
    fileprivate var isNamedAuthority: Bool {
        guard facts.isCertificationAuthority else { return false }
        return switch facts.key {
        case .rsa(let bits), .rsaPSS(let bits): (2048...8192).contains(bits)
        case .elliptic: true
        case .other: false
        }
    }
}
