public import struct FoundationEssentials.Date

extension TrustAnchors {
    /// Returns the revocation of `certificate` that the CRLs here state as of `instant`, or that of another
    /// certificate of its key for keyCompromise; nil if there is none.
    ///
    /// Paths, `cert list` and signers all call this function, so that they agree. Every CRL counts, current
    /// or not; see ``RevocationStatement/revocation(among:at:)``. The revocation of a trust anchor is
    /// returned too; ``verify(_:intermediates:at:strength:revocation:)`` trusts the anchor all the same.
    ///
    /// The possible issuers are the anchors and intermediates here.
    public func revocation(of certificate: Certificate, at instant: Date) -> RevokedCertificate? {
        let known = certificates + intermediates
        // Verifies a signature for each of them, so only if a CRL names the certificate.
        var issuers: [Certificate]?
        let stated = RevocationStatement.revocation(
            among: statements(about: certificate) { list in
                let found = issuers ?? known.filter(certificate.isIssued)
                issuers = found
                return found.contains { isAuthorized(list, issuer: $0, knowing: known, at: instant) }
            }, at: instant)
        return stated ?? compromise(ofKeyIn: certificate, at: instant)
    }

    /// Returns the statements about a certificate in the CRLs for which `isAuthorized` returns true.
    ///
    /// `isAuthorized` is called only for CRLs that name the certificate.
    func statements(
        about certificate: Certificate, _ isAuthorized: (RevocationList) -> Bool
    ) -> [RevocationStatement] {
        revocationLists.flatMap { list in
            let statements = list.statements(about: certificate)
            return statements.isEmpty || !isAuthorized(list) ? [] : statements
        }
    }

    /// Returns whether a CRL counts for `issuer`: the issuer signed it, or another certificate that leads to
    /// the same anchor did, such as one for another key of the same authority or that of an indirect CRL's
    /// issuer (RFC 5280 §6.3.3 (f)).
    ///
    /// `known` may be any certificates, such as those in a message. ``RevocationList/statements(about:)``
    /// checks that the names match.
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
