package import CMS
package import FoundationEssentials
import SIPMessage
import SMIMEBody

/// Keys and certificates for the parties of messages, created in memory for one run and never stored.
///
/// They show the form that S/MIME gives a message, and its cost. Nothing created
/// with them leaves the program.
package struct EphemeralIdentities {
    /// Returns the certificate profile for an address of record; throws for an
    /// address that gets no certificate.
    package typealias Profile = (_ addressOfRecord: String) throws -> CertificateProfile

    private let authority: CertificateAuthority
    private let validity: CertificateValidity
    private let now: Date
    private let profile: Profile
    private var identities: [String: KeyedCertificate] = [:]

    /// The trust anchors of the certificates.
    package let anchors: TrustAnchors

    /// Creates an authority whose certificates are valid around `now`.
    ///
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto generates no key.
    package init(at now: Date, profile: @escaping Profile) throws {
        self.now = now
        self.profile = profile
        validity = CertificateValidity(from: now - 3600, days: 2)
        authority = try .make(
            .testAuthority(domain: "assess", keys: .secret), key: .p256, validity: validity)
        anchors = try TrustAnchors([authority.certificate])
    }

    /// Returns what signs as `sender` and envelopes for `recipient`, and what opens the result.
    mutating func pair(from sender: AddressURI, to recipient: SIPURI) throws -> (
        protector: Protector, opener: Opener<Never>
    ) {
        let signing = try identity(of: sender.addressOfRecord)
        guard let sender = sender.sipURI else { throw AgentError.senderUnknown(sender.addressOfRecord) }
        let receiving = try identity(of: recipient.addressOfRecord)
        // A document about another presentity has the same length.
        var options = ProtectionOptions()
        options.entity = .any
        let protector = try Protector(
            signer: try .select(sender, from: [signing], at: now),
            recipients: [
                try .select(recipient, from: [receiving.certificate], trusting: anchors, at: now)
            ], options: options)
        var policy = OpeningPolicy()
        policy.entity = .any
        policy.domainSigner = .anyMessage
        policy.target = .any
        let ring = KeyRing([receiving])
        return (protector, Opener(keys: ring, certificates: ring, trusting: anchors, policy: policy))
    }

    private mutating func identity(of address: String) throws -> KeyedCertificate {
        if let known = identities[address] { return known }
        let profile = try profile(address)
        let key = try PrivateKey.generate(.p256)
        let certificate = try authority.issue(profile, for: key, validity: validity)
        let identity = KeyedCertificate(certificate: certificate, key: key)
        identities[address] = identity
        return identity
    }
}
