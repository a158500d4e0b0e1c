public import CMS
public import SMIMEBody

/// What a certificate cannot be used for, by its key, its names or the CA above it.
public enum CertificateLimitation: Sendable, Equatable, CustomStringConvertible {
    /// Its key is too weak; its kind.
    case weakKey(String)
    /// Its key neither signs nor has anything encrypted for it.
    case unusableKey(CMSError)
    /// Its extended key usage allows no mail.
    case otherUsage(SMIMEError)
    /// A name in it is skipped; the title of the certificate.
    case skippedName(UnusableName, of: String)
    /// So many more names in it are skipped.
    case moreSkippedNames(Int, of: String)
    /// It is for a domain, and a name in it that is skipped may be a user's.
    case maybeUser(of: String)
    /// An intermediate CA of the store may not vouch for it.
    case authority(SMIMEError)

    /// What it cannot be used for, for people.
    public var description: String {
        switch self {
        case .weakKey(let name):
            "its key, \(name), is too weak: nothing is encrypted for it, and what it signed is refused"
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
    /// What it cannot be used for, by its key and its names.
    public var limitations: [CertificateLimitation] { [keyLimitation].compactMap(\.self) + nameLimitations }

    /// The names in it that are skipped, and the consequence.
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

    /// Says whether one of the intermediate CAs may not vouch for it; nil if all may.
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
        do { try checkSigningKey() } catch { return .unusableKey(error) }
        guard !facts.isCertificationAuthority else { return nil }
        do {
            try CertificateIdentity(of: self).checkExtendedKeyUsage(of: self)
        } catch {
            return .otherUsage(error)
        }
        return nil
    }
}
