public import CMS

extension CertStore {
    /// The revocation that says of a certificate's key that others have it; nil where there is none.
    ///
    /// Such a key is certified for nobody again, whichever of its certificates was revoked for keyCompromise. Only
    /// certificates that are still in the store can tell.
    public func compromise(ofKeyIn certificate: Certificate) throws(CertStoreError) -> RevokedCertificate? {
        guard let identifier = certificate.facts.subjectKeyIdentifier else { return nil }
        let authority = try authorityCertificate()
        for holder in try certificates(identifiedBy: .subjectKeyIdentifier(identifier)).map(\.certificate)
        where holder.isIssued(by: authority) {
            let revoked = try revocation(ofSerialNumber: holder.facts.serialNumber)
            if let revoked, revoked.reason == .keyCompromise { return revoked }
        }
        return nil
    }
}
