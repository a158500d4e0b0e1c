public import struct FoundationEssentials.Date

extension TrustAnchors {
    /// Returns the revocation of `certificate` that the CRLs here state as of `instant`; nil if none does.
    ///
    /// Paths, lists of certificates and signers ask this one question, so that they agree. Every list counts, current or
    /// not; see ``RevocationStatement/revocation(among:at:)``. A trust anchor's own revocation is stated too: that an
    /// anchor is trusted all the same is for ``verify(_:intermediates:at:strength:revocation:)`` to say.
    ///
    /// The authorities that may have issued it are looked for among the anchors and intermediates here.
    public func revocation(of certificate: Certificate, at instant: Date) -> RevokedCertificate? {
        let statements = statements(about: certificate)
        guard !statements.isEmpty else { return nil }
        let known = certificates + intermediates
        let issuers = known.filter(certificate.isIssued)
        return RevocationStatement.revocation(
            among: statements.filter { item in
                issuers.contains { isAuthorized(item.list, issuer: $0, knowing: known, at: instant) }
            }.map(\.statement), at: instant)
    }

    /// The same for a certificate that `issuer` issued, with other certificates that may have signed CRLs.
    func revocation(
        of certificate: Certificate, issuedBy issuer: Certificate, knowing known: [Certificate],
        at instant: Date
    ) -> RevokedCertificate? {
        RevocationStatement.revocation(
            among: statements(about: certificate).filter {
                isAuthorized($0.list, issuer: issuer, knowing: known, at: instant)
            }.map(\.statement), at: instant)
    }

    /// Returns whether a CRL speaks for `issuer`: it signed the list, or another certificate did that leads to the same
    /// anchor, such as one for another key of the same authority or that of an indirect CRL's issuer (RFC 5280 §6.3.3 (f)).
    ///
    /// That the names fit is for ``RevocationList/statement(about:)`` to say.
    public func isAuthorized(
        _ list: RevocationList, issuer: Certificate, knowing known: [Certificate], at instant: Date
    ) -> Bool {
        if list.isIssued(by: issuer) { return true }
        guard let anchor = anchor(of: issuer, knowing: known, at: [instant, list.thisUpdate]) else {
            return false
        }
        return known.contains {
            list.isIssued(by: $0)
                && self.anchor(of: $0, knowing: known, at: [instant, list.thisUpdate]) == anchor
        }
    }

    private func statements(
        about certificate: Certificate
    ) -> [(list: RevocationList, statement: RevocationStatement)] {
        revocationLists.compactMap { list in
            list.statement(about: certificate).map { (list, $0) }
        }
    }

    /// The anchor that a valid path leads to at one of some instants, whatever CRLs say.
    ///
    /// A weak algorithm is no reason to overlook a revocation.
    private func anchor(
        of certificate: Certificate, knowing known: [Certificate], at instants: [Date]
    ) -> Certificate? {
        for instant in instants {
            do throws(CMSError) {
                return try path(
                    of: certificate, intermediates: known, at: instant, strength: .anyIncludingWeak
                ).last
            } catch {}
        }
        return nil
    }
}
