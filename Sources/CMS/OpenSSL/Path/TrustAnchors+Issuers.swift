extension TrustAnchors {
    /// Returns those of `certificates` that are not proven: signed neither by a known issuer nor by one that
    /// such an issuer has certified.
    ///
    /// Known are the anchors, the intermediates here, and `others`; each of these is proven. Only signatures
    /// are verified: every proven certificate is exactly as its issuer signed it. A certificate of a message
    /// counts as an issuer only if it is proven itself, belongs to an authority, and has a supported kind of
    /// key. An issuer that may choose any numbers could create a key that accepts almost any signature.
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
    /// Whether it is an authority's, with a supported kind of key.
    fileprivate var isNamedAuthority: Bool {
        guard facts.isCertificationAuthority else { return false }
        return switch facts.key {
        case .rsa(let bits), .rsaPSS(let bits): (2048...8192).contains(bits)
        case .elliptic: true
        case .other: false
        }
    }
}
