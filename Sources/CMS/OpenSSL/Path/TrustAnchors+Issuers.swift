extension TrustAnchors {
    /// Returns those of `certificates` that are not proven: signed neither by a known issuer nor by one that
    /// such an issuer has certified.
    ///
    /// Known are the anchors, the intermediates here, and `others`; each of these is proven, and only an
    /// authority among `others` is an issuer. Only signatures are verified: every proven certificate is
    /// exactly as its issuer signed it. A certificate of a message counts as an issuer only if it is proven
    /// itself, belongs to an authority, and has a supported kind of key. An issuer that may choose any
    /// numbers could create a key that accepts almost any signature.
    public func unproven(among certificates: [Certificate], knowing others: [Certificate] = [])
        -> [Certificate]
    {
        let trusted = self.certificates + intermediates
        var unproven = certificates.filter { !trusted.contains($0) && !others.contains($0) }
        var issuers = trusted + others.filter(\.isNamedAuthority)
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
    fileprivate var isNamedAuthority: Bool { facts.isCertificationAuthority && hasSupportedKey }

    /// Whether its key is RSA of a usual size, on a named curve, or Ed25519 of full order.
    ///
    /// A sender who may choose the numbers of any other key could choose them so that it
    /// verifies almost any signature.
    public var hasSupportedKey: Bool {
        switch facts.key {
        case .rsa(let bits), .rsaPSS(let bits): (2048...8192).contains(bits)
        case .elliptic, .ed25519: true
        case .x25519, .other: false
        }
    }
}
