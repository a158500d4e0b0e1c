public import CMS
public import CertStore
import SIPMessage

/// The renewal of certificates filed under one URI.
public struct Renewal: Sendable {
    /// The URI, in any spelling.
    public let uri: String
    /// The serial number of the certificate to renew; nil for the newest.
    public let serialNumber: String?
    /// Whether the key is kept; otherwise a new one of the same kind is generated.
    public let reusesKey: Bool

    /// Creates a renewal from its parts.
    public init(of uri: String, serialNumber: String? = nil, reusingKey reusesKey: Bool = false) {
        self.uri = uri
        self.serialNumber = serialNumber
        self.reusesKey = reusesKey
    }

    /// Issues new certificates from the CA of the store for the same URIs and the same use, and
    /// files them with the old ones.
    ///
    /// - Returns: the new certificates: one, or two if the newest is one of a pair
    ///   for signing and for encryption.
    /// - Throws: ``AdministrationError/selection(_:)``, ``AdministrationError/renewal(_:)``, and as
    ///   ``IssuingTerms/authority(of:)``; nothing is renewed then.
    public func perform(
        in database: CertStore, on terms: IssuingTerms
    ) throws(AdministrationError) -> [Certificate] {
        try perform(from: try database.certificates(of: uri), in: database, on: terms)
    }

    /// Renews as ``perform(in:on:)`` does, but only these certificates filed under the URI.
    ///
    /// - Parameter isOnlyIfDue: whether a certificate is not renewed that another process has renewed.
    func perform(
        from found: [StoredCertificate], isOnlyIfDue: Bool = false, in database: CertStore,
        on terms: IssuingTerms
    ) throws(AdministrationError) -> [Certificate] {
        let selected = try selected(from: found)
        let authority = try storing(database.authority(passphrase: terms.passphrase))
        for old in selected { try check(old, in: database) }
        let validity = try terms.validity(issuedBy: authority.certificate)
        let renewed = try selected.map { (old) throws(AdministrationError) in
            let key = try key(for: old, in: database, passphrase: terms.passphrase)
            let profile = try addressing(Self.profile(of: old.certificate))
            let publicKey: PublicKey
            if let key {
                publicKey = try encoding(key.publicKey)
            } else {
                publicKey = try encoding(old.certificate.publicKey)
            }
            let certificate = try encoding(authority.issue(profile, for: publicKey, validity: validity))
            return (certificate: certificate, uris: old.uris, key: key)
        }
        let isEncrypted = try storing(database.isEncrypted)
        try storing(
            database.add(
                renewed, issuedBy: authority.certificate,
                renewing: isOnlyIfDue
                    ? DueCertificates(selected.map(\.certificate), at: terms.instant) : nil,
                passphrase: !reusesKey || isEncrypted ? terms.passphrase : nil))
        return renewed.map(\.certificate)
    }

    /// Returns the named one, or the newest; of a pair for signing and for encryption, the newest of each.
    private func selected(
        from found: [StoredCertificate]
    ) throws(AdministrationError) -> [StoredCertificate] {
        if let serialNumber {
            let named = found.first { $0.certificate.hasSerialNumber(serialNumber) }
            guard let named else { throw .selection(.noSuchSerial(uri: uri, serial: serialNumber)) }
            return [named]
        }
        // A certificate with an unusable key must not hide one with a usable key.
        let usable = found.filter { $0.certificate.hasUsableKey }
        guard let newest = usable.first ?? found.first else { throw .selection(.noCertificate(uri: uri)) }
        let (signs, encrypts) = (newest.certificate.maySign, newest.certificate.mayEncrypt)
        guard signs != encrypts else { return [newest] }
        // If the newest for the other use is for both, it is no half of a pair.
        let other = found.first { signs ? $0.certificate.mayEncrypt : $0.certificate.maySign }
        return [newest] + [other].compactMap(\.self).filter { !$0.certificate.isForBothUses }
    }

    /// Returns the key of the new certificate: a new one, or that of the old one; nil if
    /// its private key is elsewhere.
    private func key(
        for old: StoredCertificate, in database: CertStore, passphrase: SecretOctets?
    ) throws(AdministrationError) -> PrivateKey? {
        guard reusesKey else { return try encoding(PrivateKey.generate(old.certificate.facts.key)) }
        guard old.hasPrivateKey else { return nil }
        return try storing(database.privateKey(of: old.certificate, passphrase: passphrase))
    }

    private func check(
        _ old: StoredCertificate, in database: CertStore
    ) throws(AdministrationError) {
        let facts = old.certificate.facts
        // By the signature: a name alone can be copied, and the CA would vouch for a foreign key.
        let issuer = try storing(database.ownAuthorities()).first {
            old.certificate.isIssued(by: $0.certificate)
        }
        guard let issuer else { throw .renewal(.foreignIssuer(uri: uri, issuer: facts.issuer)) }
        guard reusesKey else {
            if !old.hasPrivateKey { throw .renewal(.keyElsewhere(uri: uri)) }
            return
        }
        // Others can have made such a certificate, with a key of theirs.
        if case .compromised = issuer.standing, !old.hasPrivateKey {
            throw .renewal(.issuerCompromised(uri: uri))
        }
        if let revoked = try storing(database.revocation(ofSerialNumber: facts.serialNumber)) {
            throw .renewal(.keyOfRevoked(serial: revoked.serialNumber))
        }
        if let revoked = try storing(database.compromise(ofKeyIn: old.certificate)) {
            throw .renewal(.keyOfRevoked(serial: revoked.serialNumber))
        }
    }

    /// Returns the profile that the certificate was issued with; its first URI is the address,
    /// and the others derive from it.
    private static func profile(
        of certificate: Certificate
    ) throws(SubscriberAddress.Refusal) -> CertificateProfile {
        let facts = certificate.facts
        let encrypts: KeyUsage = facts.key.usesKeyAgreement ? .keyAgreement : .keyEncipherment
        let usage: CertificateProfile.Usage =
            switch (facts.keyUsage?.contains(.digitalSignature), facts.keyUsage?.contains(encrypts)) {
            case (true?, false?): .sign
            case (false?, true?): .encrypt
            default: .both
            }
        let withNumber = facts.uris.contains { TelephoneURI.parse($0) != nil }
        return try SubscriberAddress(facts.uris.first ?? "").profile(usage: usage, withNumber: withNumber)
    }
}
