public import CMS

extension CertStore {
    /// Returns the revocation for compromise of a certificate's key; nil if there is none.
    ///
    /// Such a key is never certified again, whichever of its certificates was revoked for keyCompromise. Only
    /// certificates that are still in the store are searched.
    public func compromise(ofKeyIn certificate: Certificate) throws(CertStoreError) -> RevokedCertificate? {
        for holder in try ownCertificates(withKeyOf: certificate) {
            let revoked = try revocation(ofSerialNumber: holder.facts.serialNumber)
            if let revoked, revoked.reason == .keyCompromise { return revoked }
        }
        return nil
    }

    /// Returns the unrevoked certificates of the store's own authority for the key of a certificate.
    public func unrevoked(withKeyOf certificate: Certificate) throws(CertStoreError) -> [Certificate] {
        var unrevoked: [Certificate] = []
        for holder in try ownCertificates(withKeyOf: certificate)
        where try revocation(ofSerialNumber: holder.facts.serialNumber) == nil {
            unrevoked.append(holder)
        }
        return unrevoked
    }

    private func ownCertificates(
        withKeyOf certificate: Certificate
    ) throws(CertStoreError) -> [Certificate] {
        guard let identifier = certificate.facts.subjectKeyIdentifier else { return [] }
        let own = try ownAuthorities().map(\.certificate)
        guard !own.isEmpty else { throw .noAuthority }
        return try certificates(identifiedBy: .subjectKeyIdentifier(identifier)).map(\.certificate)
            .filter { certificate in own.contains(where: certificate.isIssued) }
    }
}
