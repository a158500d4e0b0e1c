public import CMS
public import CertStore
public import FoundationEssentials
import Octets
import SIPMessage
public import SMIMEBody

/// The changes to a store from filing the certificate of an accepted message's signer (RFC 3261 §23.2).
public struct Learning: Sendable {
    /// The filing of the certificate.
    public let filing: CertificateFiling
    /// The filing of the certificate that the signer names as the one to encrypt for (RFC 8551 §2.5.3); nil
    /// if there is none, or it fails a check of a recipient's certificate.
    public let encryption: CertificateFiling?
    /// The certificates that it renews, which remain in the store.
    public let renewed: [StoredCertificate]
    /// The certificates of the same address and use with another key that it would replace: its signer may be
    /// impersonating their holder.
    public var replaced: [StoredCertificate] { replacements.map(\.old) }
    /// These, each with the filing that replaces it.
    public let replacements: [(old: StoredCertificate, new: CertificateFiling)]
    /// The algorithms that the signer's programs open, to keep for messages to the signer; nil if the message
    /// states none, or they must not be kept.
    public let capabilities: SMIMECapabilities?
    /// Whether the message states algorithms that must not be kept.
    public let omitsCapabilities: Bool
    private let signingTime: Date?

    /// The largest difference between a signing time and the present, in seconds: a list signed in the
    /// future could not be replaced until that time (RFC 8551 §2.7.1).
    public static let maximumSkew = 300.0

    /// Compares the signer's certificate with those filed under its addresses.
    ///
    /// `keepsCapabilities` must be false if weak signatures are accepted, or `instant` is not the
    /// present.
    ///
    /// - Throws: ``AdministrationError/learning(_:)`` if there is no signature, or
    ///   ``AdministrationError/store(_:)``.
    public init(
        from signature: SignatureEvidence?, in database: CertStore, at instant: Date,
        keepsCapabilities: Bool
    ) throws(AdministrationError) {
        guard let signature else { throw .learning(.unsigned) }
        let domains = signature.identity.domainAddresses
        filing = try storing(CertificateFiling(signature.signer, others: domains))
        encryption = try storing(Self.encryption(of: signature, under: filing, in: database, at: instant))
        let learned = [filing] + [encryption].compactMap(\.self)
        let issuer = signature.path.certificates.dropFirst().first
        var renewed: [StoredCertificate] = []
        var replacements: [(old: StoredCertificate, new: CertificateFiling)] = []
        for one in learned {
            // Each of the two serves a use of its own.
            for old in try storing(Self.others(than: one, in: database))
            where !learned.contains(where: { $0.certificate == old.certificate }) {
                if one.certificate.renews(old, issuedBy: issuer, at: instant) {
                    renewed.append(old)
                } else if !replacements.contains(where: { $0.old == old }) {
                    replacements.append((old, one))
                }
            }
        }
        (self.renewed, self.replacements) = (renewed, replacements)
        signingTime = signature.signerInfo.signingTime
        let isCurrent = signingTime.map { abs($0.timeIntervalSince(instant)) <= Self.maximumSkew } == true
        let mayKeep = keepsCapabilities && isCurrent && signature.covers == .content
        capabilities = mayKeep ? signature.signerInfo.capabilities : nil
        omitsCapabilities = !mayKeep && signature.signerInfo.capabilities != nil
    }

    /// Refuses to replace another certificate.
    ///
    /// - Throws: ``AdministrationError/learning(_:)`` with
    ///   ``LearningRefusal/differs(_:other:)`` if it would replace one.
    public func refuseReplacement() throws(AdministrationError) {
        if let other = replaced.first { throw .learning(.differs(filing.title, other: other.title)) }
    }

    /// Files the certificates, removes those that they replace, and keeps the signer's capabilities.
    ///
    /// - Returns: whether capabilities were kept; false if the store has later ones.
    /// - Throws: ``AdministrationError/store(_:)`` if the store fails.
    @discardableResult
    public func file(in database: CertStore) throws(AdministrationError) -> Bool {
        let filings = [filing] + [encryption].compactMap(\.self)
        // The new certificates do not affect other addresses that an old one is filed under.
        for one in filings {
            try storing(
                database.add(one.certificate, uris: one.uris, inPlaceOf: replaced.map(\.certificate)))
        }
        guard let capabilities, let signingTime else { return false }
        var isKept = false
        for one in filings {
            isKept =
                try storing(database.keep(capabilities, of: one.certificate, signed: signingTime)) || isKept
        }
        return isKept
    }

    /// Returns the certificate that the signer names as the one to encrypt for, if it passes the checks of a
    /// recipient and names the same addresses.
    private static func encryption(
        of signature: SignatureEvidence, under filing: CertificateFiling, in database: CertStore,
        at instant: Date
    ) throws(CertStoreError) -> CertificateFiling? {
        guard signature.covers == .content, let certificate = signature.encryptionCertificate,
            Set(certificate.facts.uris) == Set(signature.signer.facts.uris),
            let uri = filing.uris.lazy.compactMap({ try? SIPURI.parse($0) }).first
        else { return nil }
        let (trusted, intermediates) = try database.pathCertificates()
        let known = try database.knownRevocations()
        guard
            let anchors = try? TrustAnchors(
                trusted, intermediates: intermediates, revocationLists: known.lists,
                compromisedKeys: known.compromisedKeys),
            (try? CheckedRecipient.select(uri, from: [certificate], trusting: anchors, at: instant)) != nil
        else { return nil }
        return try CertificateFiling(certificate, others: signature.identity.domainAddresses)
    }

    /// Returns the certificates that the new one would replace: of the same address and use, with another
    /// key; none if it is already filed under its addresses.
    private static func others(
        than filing: CertificateFiling, in database: CertStore
    ) throws(CertStoreError) -> [StoredCertificate] {
        var found: [StoredCertificate] = []
        for uri in filing.uris {
            let filed = try database.certificates(forURI: uri)
            if filed.contains(where: { $0.certificate == filing.certificate }) { continue }
            for stored in filed where !found.contains(stored) {
                let other = stored.certificate
                let hasSameUse =
                    other.maySign && filing.certificate.maySign
                    || other.mayEncrypt && filing.certificate.mayEncrypt
                if hasSameUse, !other.hasSameKey(as: filing.certificate) { found.append(stored) }
            }
        }
        return found
    }
}

/// The reason why nothing is learned from an accepted message.
public enum LearningRefusal: Error, Equatable, Sendable {
    /// It has no signature.
    case unsigned
    /// Another certificate is filed for the same address and use; the new one, and the existing one.
    case differs(String, other: String)
}

extension LearningRefusal: DescribedError {
    /// The reason, for people.
    public var description: String {
        switch self {
        case .unsigned: "the message is not signed, so there is no certificate to learn"
        case .differs(let new, let other):
            "WARNING: another certificate is filed for this address: \(printable(other)); the message was "
                + "signed with the key of \(printable(new)), which was not learned"
        }
    }
}

extension Certificate {
    /// Whether it is a renewal of another one: the same CA issued both for the same
    /// names, and the other one is about to expire.
    fileprivate func renews(_ old: StoredCertificate, issuedBy issuer: Certificate?, at instant: Date) -> Bool
    {
        let (former, latter) = (old.certificate.facts, facts)
        guard let issuer, isIssued(by: issuer), old.certificate.isIssued(by: issuer),
            // The holder of an own certificate knows of its renewal.
            !old.hasPrivateKey
        else { return false }
        return Set(former.uris) == Set(latter.uris) && former.notBefore < latter.notBefore
            && former.notAfter.timeIntervalSince(instant) < Double(CertificateTable.soon) * 86_400
    }
}

extension CertificateIdentity {
    /// The SIP URIs of the domains, if it is a domain's.
    fileprivate var domainAddresses: [String] {
        kind == .domain ? domainNames.compactMap { (try? SubscriberAddress("sip:\($0)"))?.uri } : []
    }
}

extension StoredCertificate {
    /// "sip:alice@example.test, serial 4F…", for people.
    public var title: String {
        "\(uris.joined(separator: " ")), serial \(certificate.facts.serialNumber)"
    }
}
