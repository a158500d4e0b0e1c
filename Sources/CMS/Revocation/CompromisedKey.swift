public import struct FoundationEssentials.Date

/// A public key whose private key others have, according to the authority that revoked a certificate for it.
///
/// A revocation is about one certificate, but another holder of its key can use every other certificate of
/// that key too, of any authority.
public struct CompromisedKey: Sendable, Hashable {
    /// The content of the BIT STRING of the public key, as ``Certificate/publicKeyBits`` has it.
    public let publicKey: [UInt8]
    /// The revocation of one of its certificates, for keyCompromise.
    public let revocation: RevokedCertificate

    /// Creates a compromised key.
    public init(publicKey: [UInt8], revocation: RevokedCertificate) {
        self.publicKey = publicKey
        self.revocation = revocation
    }

    /// Hashes the public key.
    public func hash(into hasher: inout Hasher) { hasher.combine(publicKey) }
}

extension TrustAnchors {
    /// Returns the revocation of the key of a certificate in effect at `instant`, which may be that of
    /// another certificate; nil if the key is not known to be compromised.
    public func compromise(ofKeyIn certificate: Certificate, at instant: Date) -> RevokedCertificate? {
        guard let revocation = compromise(ofKeyIn: certificate), revocation.revokedAt <= instant else {
            return nil
        }
        return revocation
    }

    /// Returns the revocation of the key of a certificate, whenever it takes effect.
    func compromise(ofKeyIn certificate: Certificate) -> RevokedCertificate? {
        // A list, not a dictionary: the type of one takes a short process longer than the search.
        guard !compromisedKeys.isEmpty else { return nil }
        let bits = certificate.publicKeyBits
        return compromisedKeys.first { $0.publicKey == bits }?.revocation
    }
}
