public import CMS
public import SMIMEBody

/// A use that a certificate is not fit for, because of its key, its names or its CA.
public enum CertificateLimitation: Sendable, Equatable, CustomStringConvertible {
    /// Its key is too weak; its kind.
    case weakKey(String)
    /// Its key can neither sign nor be encrypted to.
    case unusableKey(CMSError)
    /// Its extended key usage allows no mail.
    case otherUsage(SMIMEError)
    /// A name in it that is skipped; the title of the certificate.
    case skippedName(UnusableName, of: String)
    /// The number of further names that are skipped.
    case moreSkippedNames(Int, of: String)
    /// It is for a domain, but a skipped name in it may be a user's.
    case maybeUser(of: String)
    /// An intermediate CA of the store is not allowed to vouch for it.
    case authority(SMIMEError)

    /// The limitation, for people.
    public var description: String {
        switch self {
        case .weakKey(let name):
            "its key, \(name), is too weak: encryption to it and its signatures are refused"
        case .unusableKey(let error): "it cannot be used to sign or encrypt: \(error)"
        case .otherUsage(let error): "it cannot be used to sign or encrypt: \(error)"
        case .skippedName(let name, let title): "skipped a name in \(title): \(name)"
        case .moreSkippedNames(let count, let title): "skipped \(count) more names in \(title)"
        case .maybeUser(let title):
            "cannot use \(title), for a domain: a skipped name may be that of a user"
        case .authority(let error): "it will be refused: \(error)"
        }
    }
}

extension Certificate {
    /// The limitations by its key and its names.
    public var limitations: [CertificateLimitation] { [keyLimitation].compactMap(\.self) + nameLimitations }

    /// The skipped names in it, and the consequence.
    public var nameLimitations: [CertificateLimitation] {
        let identity = CertificateIdentity(of: self)
        var found: [CertificateLimitation] = identity.unusableNames.prefix(8).map {
            .skippedName($0, of: shortTitle)
        }
        if identity.unusableNames.count > 8 {
            found.append(.moreSkippedNames(identity.unusableNames.count - 8, of: shortTitle))
        }
        if identity.mayNameUnreadableUser, identity.kind != .user { found.append(.maybeUser(of: shortTitle)) }
        return found
    }

    /// Returns the limitation if one of the intermediate CAs is not allowed to vouch for it; nil if all are.
    public func authorityLimitation(among intermediates: [Certificate]) -> CertificateLimitation? {
        let identity = CertificateIdentity(of: self)
        var current = self
        for _ in 0..<5 {
            guard let authority = intermediates.first(where: { $0 != current && current.isIssued(by: $0) })
            else { return nil }
            do { try identity.checkAuthority(authority) } catch { return .authority(error) }
            current = authority
        }
        return nil
    }

    private var keyLimitation: CertificateLimitation? {
        if facts.key.isWeak { return .weakKey(facts.key.name) }
        do {
            if facts.key == .x25519 { try checkEnvelopingKey() } else { try checkSigningKey() }
        } catch {
            return .unusableKey(error)
        }
        guard !facts.isCertificationAuthority else { return nil }
        do {
            try CertificateIdentity(of: self).checkExtendedKeyUsage(of: self)
        } catch {
            return .otherUsage(error)
        }
        return nil
    }
}
