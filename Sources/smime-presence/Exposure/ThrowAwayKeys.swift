import CMS
import CertificateAdministration
import FoundationEssentials
import SIPMessage
import SMIMEBody

/// Keys and certificates for the parties of messages, made in memory for one run and kept by nobody.
///
/// They show what S/MIME makes of a message, and what that costs. Nothing that is made with them leaves the program.
struct ThrowAwayKeys {
    private let authority: CertificateAuthority
    private let validity: CertificateValidity
    private let now: Date
    private var identities: [String: KeyedCertificate] = [:]

    /// What the certificates lead to.
    let anchors: TrustAnchors

    init(at now: Date) throws {
        self.now = now
        validity = CertificateValidity(from: now - 3600, days: 2)
        authority = try .make(
            .testAuthority(domain: "nobody", keys: .secret), key: .p256, validity: validity)
        anchors = try TrustAnchors([authority.certificate])
    }

    /// What signs as `sender` and envelopes for `recipient`, and opens it again.
    mutating func pair(from sender: SIPURI, to recipient: SIPURI) throws -> (
        protector: Protector, opener: Opener<Never>
    ) {
        let signing = try identity(of: sender)
        let receiving = try identity(of: recipient)
        // A document about others is as long as one's own.
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

    private mutating func identity(of uri: SIPURI) throws -> KeyedCertificate {
        let address = try SubscriberAddress(uri.addressOfRecord)
        if let known = identities[address.uri] { return known }
        let key = try PrivateKey.generate(.p256)
        let certificate = try authority.issue(address.profile(), for: key, validity: validity)
        let identity = KeyedCertificate(certificate: certificate, key: key)
        identities[address.uri] = identity
        return identity
    }
}
