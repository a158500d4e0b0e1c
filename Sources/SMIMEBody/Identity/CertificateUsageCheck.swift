public import CMS

/// Why a certificate must not be used for its present purpose.
public enum UsageViolation: Equatable, Sendable {
    /// It belongs to a certification authority, which only signs certificates.
    case certificationAuthority
    /// Its keyUsage has none of these bits (RFC 8550 §4.4.2).
    case keyUsage(KeyUsage)
    /// Its extendedKeyUsage, given here, lists none of the uses that a certificate of this kind needs.
    case extendedKeyUsage([String], kind: CertificateIdentity.Kind)
}

extension UsageViolation: CustomStringConvertible {
    /// The fault of the certificate, as a predicate for a sentence about it.
    public var description: String {
        switch self {
        case .certificationAuthority: "belongs to a certification authority, which signs certificates only"
        case .keyUsage(let usage):
            usage.contains(.digitalSignature)
                ? "must not sign: its keyUsage has neither digitalSignature nor nonRepudiation"
                : usage.contains(.keyAgreement)
                    ? "must not be used for encryption: its keyUsage lacks keyAgreement"
                    : "must not be used for encryption: its keyUsage lacks keyEncipherment"
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

    /// Returns the uses by name if known, else by object identifier, separated by commas.
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
    /// Checks that an authority between the certificate and its trust anchor may certify this identity.
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
    /// Checks that the certificate itself may be used for SIP: it is not an authority's, and its
    /// extendedKeyUsage, if present, lists a use that a certificate of its kind needs.
    ///
    /// - Throws: ``SMIMEError/keyUsage(_:_:)``. RFC 8550 §4.4.4, RFC 5924 §5.
    public func checkExtendedKeyUsage(of certificate: Certificate) throws(SMIMEError) {
        // Every bit is sufficient, so that only the other extensions count.
        try CertificateUsageCheck.check(certificate, self, use: KeyUsage(rawValue: .max))
    }
}

/// Checks that a certificate may be used for a purpose.
enum CertificateUsageCheck {
    /// Checks the use for signing; verification shows whether a key of this kind made a signature.
    static func checkSigning(
        _ certificate: Certificate, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        try check(certificate, identity, use: [.digitalSignature, .nonRepudiation])
    }

    /// Checks the use as a recipient of encrypted content.
    static func checkEnveloping(
        _ certificate: Certificate, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        try check(
            certificate, identity,
            use: certificate.facts.key.usesKeyAgreement ? .keyAgreement : .keyEncipherment)
    }

    /// Checks the authorities between a certificate and its trust anchor: one with extendedKeyUsage certifies
    /// only the uses that it lists.
    ///
    /// The anchor is not checked: the caller named it.
    ///
    /// - Throws: ``SMIMEError/unfitAuthority(_:uses:kind:)``. RFC 5280 §4.2.1.12, as other S/MIME
    ///   implementations apply it to authorities.
    static func checkAuthorities(
        of path: TrustedPath, _ identity: CertificateIdentity
    ) throws(SMIMEError) {
        for authority in path.certificates.dropFirst().dropLast() { try identity.checkAuthority(authority) }
    }

    /// Refuses a key that cannot sign here, whatever its certificate allows.
    static func checkSigningKey(of certificate: Certificate) throws(SMIMEError) {
        try cms { () throws(CMSError) in try certificate.checkSigningKey() }
    }

    /// Refuses a key that content cannot be encrypted for here, whatever its certificate allows.
    static func checkEnvelopingKey(of certificate: Certificate) throws(SMIMEError) {
        try cms { () throws(CMSError) in try certificate.checkEnvelopingKey() }
    }

    /// Checks that keyUsage has one bit of `use`; an absent extension allows everything (RFC 5280 §4.2.1.3).
    fileprivate static func check(
        _ certificate: Certificate, _ identity: CertificateIdentity, use: KeyUsage
    ) throws(SMIMEError) {
        let facts = certificate.facts
        guard !facts.isCertificationAuthority else {
            throw .keyUsage(certificate, .certificationAuthority)
        }
        if let usage = facts.keyUsage, usage.isDisjoint(with: use) {
            throw .keyUsage(certificate, .keyUsage(use))
        }
        guard let usages = facts.extendedKeyUsage else { return }
        // RFC 8550 §4.4.4 for users, RFC 5924 §5 for domains; a certificate that names
        // neither is treated as a user's.
        let kind = identity.kind ?? .user
        let wanted = kind == .user ? ExtendedKeyUsage.emailProtection : ExtendedKeyUsage.sipDomain
        // A certificate that would be a domain's without its skipped names has no
        // identity: report that instead.
        let isAlmostDomain = identity.kind == nil && identity.mayNameUnreadableUser
        let isFit =
            usages.contains(wanted) || usages.contains(ExtendedKeyUsage.any)
            || isAlmostDomain && usages.contains(ExtendedKeyUsage.sipDomain)
        guard isFit else {
            throw .keyUsage(certificate, .extendedKeyUsage(usages, kind: kind))
        }
    }
}
