public import CMS
public import CertStore
public import FoundationEssentials

extension CertStore {
    /// Generates a key, issues a certificate for it from the CA of the store, and files both.
    ///
    /// - Returns: the certificate; for both uses with Ed25519 two, the second with a key of X25519.
    /// - Throws: ``AdministrationError/store(_:)``, ``AdministrationError/validity(_:)`` as
    ///   ``IssuingTerms/authority(of:)``, or ``AdministrationError/cryptography(_:)``.
    public func issue(
        _ profile: CertificateProfile, key: KeyAlgorithm = .p256, on terms: IssuingTerms
    ) throws(AdministrationError) -> [Certificate] {
        let (authority, validity) = try terms.authority(of: self)
        let issued = try profile.shares(of: key).map {
            (profile, algorithm) throws(AdministrationError)
                -> (certificate: Certificate, uris: [String], key: PrivateKey?) in
            let key = try encoding(PrivateKey.generate(algorithm))
            let certificate = try encoding(authority.issue(profile, for: key, validity: validity))
            return (certificate, SubscriberAddress.addresses(in: certificate), key)
        }
        try storing(add(issued, issuedBy: authority.certificate, passphrase: terms.passphrase))
        return issued.map(\.certificate)
    }

    /// Returns the newest certificate filed under an address, or else under that of the same user with the
    /// other scheme, that is valid at an instant, not revoked, and has one of the uses; nil if there is none.
    ///
    /// - Returns: the certificate, and the URI of the user that it is filed under.
    /// - Throws: the errors of the store.
    public func validCertificate(
        of address: SubscriberAddress, for usage: CertificateProfile.Usage, at instant: Date
    ) throws(CertStoreError) -> (certificate: Certificate, uri: String)? {
        for uri in address.urisOfUser {
            let found = try certificates(forURI: uri).map(\.certificate).filter {
                let isValid = $0.facts.notBefore <= instant && instant <= $0.facts.notAfter
                return isValid && (usage != .encrypt && $0.maySign || usage != .sign && $0.mayEncrypt)
            }
            let revoked = try revokedFingerprints(among: found, at: instant)
            if let held = found.first(where: { !revoked.contains($0.fingerprint) }) { return (held, uri) }
        }
        return nil
    }

    /// Issues a certificate from the CA of the store for the key of a request, whose
    /// private key stays with its holder.
    ///
    /// The certificate is filed only if `step`, which hands it out, succeeds; `step` uses no store.
    ///
    /// - Throws: as ``issue(_:key:on:)``; ``AdministrationError/request(_:)`` if the key was revoked for
    ///   keyCompromise, or serves another use than the profile; and the errors of `step`.
    public func issue(
        _ profile: CertificateProfile, for request: SubscriberRequest, on terms: IssuingTerms,
        beforeCommit step: (Certificate) throws -> Void
    ) throws -> Certificate {
        let (authority, validity) = try terms.authority(of: self)
        let key = request.request.publicKey.algorithm
        guard profile.shares(of: key).contains(where: { $0.key == key }) else {
            throw AdministrationError.request(.otherUse(file: request.file, key: key.name))
        }
        let certificate = try encoding(
            authority.issue(profile, for: request.request.publicKey, validity: validity))
        if let revoked = try storing(compromise(ofKeyIn: certificate)) {
            throw AdministrationError.request(
                .compromisedKey(file: request.file, serial: revoked.serialNumber))
        }
        try add(certificate, uris: SubscriberAddress.addresses(in: certificate)) { try step(certificate) }
        return certificate
    }
}
