public import CMS

/// Why a certificate must not be used for what it was used for.
public enum Unfitness: Equatable, Sendable {
    /// It belongs to a certification authority, which signs certificates and nothing else.
    case certificationAuthority
    /// keyUsage lacks all of these bits (RFC 8550 §4.4.2).
    case keyUsage(KeyUsage)
    /// extendedKeyUsage has none of the identifiers that a certificate of this kind may have; what it has.
    case extendedKeyUsage([String], kind: CertificateIdentity.Kind)
}

extension Unfitness: CustomStringConvertible {
    /// What is wrong with the certificate, as the end of a sentence about it.
    public var description: String {
        switch self {
        case .certificationAuthority: "belongs to a certification authority, which signs certificates only"
        case .keyUsage(let usage):
            usage.contains(.digitalSignature)
                ? "must not sign: its keyUsage has neither digitalSignature nor nonRepudiation"
                : usage.contains(.keyAgreement)
                    ? "must not be enveloped for: its keyUsage lacks keyAgreement"
                    : "must not be enveloped for: its keyUsage lacks keyEncipherment"
        case .extendedKeyUsage(let usages, let kind):
            "must not be used for SIP: its extendedKeyUsage (\(usages.joined(separator: ", "))) lacks "
                + (kind == .user ? "emailProtection" : "id-kp-sipDomain")
        }
    }
}

/// The extended key usages that matter for S/MIME in SIP.
enum ExtendedKeyUsage {
    static let emailProtection = "1.3.6.1.5.5.7.3.4"
    static let sipDomain = "1.3.6.1.5.5.7.3.20"
    static let any = "2.5.29.37.0"

    /// The names of uses that authorities are often limited to, else the identifiers, separated by commas.
    static func names(of identifiers: [String]) -> String {
        let known = [
            "1.3.6.1.5.5.7.3.1": "serverAuth", "1.3.6.1.5.5.7.3.2": "clientAuth",
            "1.3.6.1.5.5.7.3.3": "codeSigning", emailProtection: "emailProtection",
            "1.3.6.1.5.5.7.3.8": "timeStamping", "1.3.6.1.5.5.7.3.9": "OCSPSigning",
            sipDomain: "id-kp-sipDomain", any: "anyExtendedKeyUsage",
        ]
        return identifiers.map { known[$0] ?? $0 }.joined(separator: ", ")
    }
}

extension CertificateIdentity {
    /// Checks that an authority between the certificate and its trust anchor may vouch for it.
    ///
    /// - Throws: ``SMIMEError/unfitAuthority(_:uses:kind:)`` if its extendedKeyUsage lists other uses only.
    public func checkAuthority(_ authority: Certificate) throws(SMIMEError) {
        let kind = kind ?? .user
        let sufficient =
            [ExtendedKeyUsage.emailProtection, ExtendedKeyUsage.any]
            + (kind == .domain ? [ExtendedKeyUsage.sipDomain] : [])
        guard let uses = authority.facts.extendedKeyUsage, !uses.contains(where: sufficient.contains) else {
            return
        }
        throw .unfitAuthority(authority, uses: uses, kind: kind)
    }
}

extension CertificateIdentity {
    /// Checks that the certificate itself may be used for SIP: it is no authority's, and its extendedKeyUsage, if it has
    /// one, lists what a certificate of its kind needs.
    ///
    /// - Throws: ``SMIMEError/keyUsage(_:_:)``. RFC 8550 §4.4.4, RFC 5924 §5.
    public func checkExtendedKeyUsage(of certificate: Certificate) throws(SMIMEError) {
        // Each bit is enough, so that only the other extensions count.
        try CertificateFitness.check(certificate, self, use: KeyUsage(rawValue: .max))
    }
}

/// Checks that a certificate may be used as it is to be.
enum CertificateFitness {
    /// To sign bodies: whether a key of this kind made a signature, its verification shows.
    static func checkSigning(
        _ certificate: Certificate, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        try check(certificate, identity, use: [.digitalSignature, .nonRepudiation])
    }

    /// To have content encrypted for it.
    static func checkEnveloping(
        _ certificate: Certificate, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        try check(
            certificate, identity,
            use: certificate.facts.key.agreesOnKeys ? .keyAgreement : .keyEncipherment)
    }

    /// Checks the authorities between a certificate and its trust anchor: one with extendedKeyUsage vouches only for what
    /// it lists.
    ///
    /// The anchor was named by the caller, for whatever it is good for.
    ///
    /// - Throws: ``SMIMEError/unfitAuthority(_:uses:kind:)``. RFC 5280 §4.2.1.12, as other S/MIME implementations apply it
    ///   to authorities.
    static func checkAuthorities(
        of path: TrustedPath, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        for authority in path.certificates.dropFirst().dropLast() { try identity.checkAuthority(authority) }
    }

    /// Refuses a key that cannot sign here, whatever its certificate allows.
    static func checkSigningKey(of certificate: Certificate) throws(SMIMEError) {
        try cms { () throws(CMSError) in try certificate.checkSigningKey() }
    }

    /// Refuses a key that nothing can be encrypted for here, whatever its certificate allows.
    static func checkEnvelopingKey(of certificate: Certificate) throws(SMIMEError) {
        try cms { () throws(CMSError) in try certificate.checkEnvelopingKey() }
    }

    /// One bit of `use` is enough; an absent extension allows everything (RFC 5280 §4.2.1.3).
    fileprivate static func check(
        _ certificate: Certificate, _ identity: CertificateIdentity, use: KeyUsage
    ) throws(SMIMEError) {
        guard !certificate.facts.isCertificationAuthority else {
            throw .keyUsage(certificate, .certificationAuthority)
        }
        if let usage = certificate.facts.keyUsage, usage.isDisjoint(with: use) {
            throw .keyUsage(certificate, .keyUsage(use))
        }
        guard let usages = certificate.facts.extendedKeyUsage else { return }
        // RFC 8550 §4.4.4 for users, RFC 5924 §5 for domains; a certificate that names neither is judged as a user's.
        let kind = identity.kind ?? .user
        let wanted = kind == .user ? ExtendedKeyUsage.emailProtection : ExtendedKeyUsage.sipDomain
        // One that would be a domain's without a skipped name speaks for nothing: that is what to say of it.
        let isAlmostDomain = identity.kind == nil && identity.mayNameUserUnusably
        let isFit =
            usages.contains(wanted) || usages.contains(ExtendedKeyUsage.any)
            || isAlmostDomain && usages.contains(ExtendedKeyUsage.sipDomain)
        guard isFit else {
            throw .keyUsage(certificate, .extendedKeyUsage(usages, kind: kind))
        }
    }
}
