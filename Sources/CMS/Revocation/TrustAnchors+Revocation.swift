public import struct FoundationEssentials.Date

extension TrustAnchors {
    /// Returns the revocation of `certificate` that the CRLs here state as of `instant`; nil if none does.
    ///
    /// Paths, `cert list` and signers all call this function, so that they agree. Every CRL counts, current or
    /// not; see ``RevocationStatement/revocation(among:at:)``. A trust anchor's own revocation is stated too: that an
    /// anchor is trusted all the same is for ``verify(_:intermediates:at:strength:revocation:)`` to say.
    ///
    /// The authorities that may have issued it are looked for among the anchors and intermediates here.
    public func revocation(of certificate: Certificate, at instant: Date) -> RevokedCertificate? {
        let known = certificates + intermediates
        let issuers = known.filter(certificate.isIssued)
        return RevocationStatement.revocation(
            among: statements(about: certificate) { list in
                issuers.contains { isAuthorized(list, issuer: $0, knowing: known, at: instant) }
            }, at: instant)
    }

    /// Returns what the CRLs here say of a certificate, those among them that `isAuthorized` returns true for.
    ///
    /// It is asked only of lists that name the certificate.
    func statements(
        about certificate: Certificate, _ isAuthorized: (RevocationList) -> Bool
    ) -> [RevocationStatement] {
        revocationLists.flatMap { list in
            let statements = list.statements(about: certificate)
            return statements.isEmpty || !isAuthorized(list) ? [] : statements
        }
    }

    /// Returns whether a CRL counts for `issuer`: it signed the CRL, or another certificate did that leads to the same
    /// anchor, such as one for another key of the same authority or that of an indirect CRL's issuer (RFC 5280 §6.3.3 (f)).
    ///
    /// `known` may hold any certificates, such as those that came with a message. That the names fit is for
    /// ``RevocationList/statements(about:)`` to say.
    public func isAuthorized(
        _ list: RevocationList, issuer: Certificate, knowing known: [Certificate], at instant: Date
    ) -> Bool {
        if list.isIssued(by: issuer) { return true }
        let signers = known.filter(list.isIssued)
        guard !signers.isEmpty else { return false }
        let search = AnchorSearch(self, knowing: known, at: [instant, list.thisUpdate])
        let anchors = search.anchors(of: issuer)
        return signers.contains { !search.anchors(of: $0).isDisjoint(with: anchors) }
    }
}
