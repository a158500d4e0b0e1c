public import CMS
public import CertStore
public import FoundationEssentials
public import Octets

/// The facts about one certificate for a list or a page.
public struct CertificateReport: JSONEncodable, Sendable {
    let uris: [String]
    let filedUnder: [String]?
    let subject: String
    let issuer: String
    let serialNumber: String
    let notBefore: String
    let notAfter: String
    let key: String
    /// The allowed uses of the key: "sign", "encrypt", "both", "any" if the
    /// certificate does not say, or "other".
    let usage: String
    let hasPrivateKey: Bool?
    let fingerprint: String
    /// The identifier of a trust anchor.
    let id: String?
    let isOwnAuthority: Bool?
    /// Whether a trust anchor belongs to a former key of the store's CA.
    private var isFormer = false
    /// Whether the private key is public, as those of certs/testca.
    let isTestCA: Bool?
    /// The current state of a certificate of the store.
    let state: String?
    /// The date and the reason of the revocation of a shown certificate.
    private let revokedAt: String?
    private let revocationReason: String?
    /// The ciphers that the holder's programs can decrypt, as 'cert learn' kept them.
    private var capabilities: SMIMECapabilities?
    /// Whether a newer one supersedes a listed certificate.
    let isSuperseded: Bool?

    /// Creates a report on a certificate of the store as of an instant, with its revocation and the ciphers
    /// of its holder's programs, if the store knows these.
    ///
    /// - Throws: the errors of the store.
    public init(
        _ stored: StoredCertificate, in database: CertStore, at instant: Date
    ) throws(CertStoreError) {
        let revocation = try database.revocation(of: stored.certificate, at: instant)
        let facts = stored.certificate.facts
        let state: CertificateState =
            revocation != nil
            ? .revoked
            : instant > facts.notAfter ? .expired : instant < facts.notBefore ? .notYetValid : .valid
        self.init(stored.certificate, stored: stored, anchor: nil, state: state, revocation: revocation)
        capabilities = try database.capabilities(of: stored.certificate)
    }

    /// Creates a report on a certificate that the CA of the store revoked, whether or not it is in the store.
    ///
    /// - Throws: the errors of the store.
    public init(
        revoked certificate: Certificate, in database: CertStore, at instant: Date
    ) throws(CertStoreError) {
        let revocation = try database.revocation(of: certificate, at: instant)
        self.init(certificate, stored: nil, anchor: nil, state: .revoked, revocation: revocation)
    }

    /// Creates a report on a trust anchor.
    public init(_ anchor: TrustAnchor) {
        self.init(anchor.certificate, stored: nil, anchor: anchor)
        isFormer = anchor.isFormer
    }

    /// Creates a report on a listed certificate as of an instant.
    public init(_ entry: CertificateEntry, at instant: Date) {
        uris = entry.uris
        filedUnder = entry.filedUnder
        subject = entry.subject
        issuer = entry.issuer
        serialNumber = entry.serialNumber
        notBefore = entry.notBefore.internetTime
        notAfter = entry.notAfter.internetTime
        key = entry.key
        usage = KeyUsage.words(for: entry.keyUsage)
        hasPrivateKey = entry.hasPrivateKey
        fingerprint = entry.fingerprint
        id = nil
        isOwnAuthority = nil
        isTestCA = nil
        state = entry.state(at: instant).rawValue
        revokedAt = nil
        revocationReason = nil
        isSuperseded = entry.isSuperseded
    }

    private init(
        _ certificate: Certificate, stored: StoredCertificate?, anchor: TrustAnchor?,
        state: CertificateState? = nil, revocation: RevokedCertificate? = nil
    ) {
        let facts = certificate.facts
        uris = facts.uris
        subject = facts.subject
        issuer = facts.issuer
        serialNumber = facts.serialNumber
        notBefore = facts.notBefore.internetTime
        notAfter = facts.notAfter.internetTime
        key = facts.key.name
        usage = KeyUsage.words(for: facts.keyUsage)
        fingerprint = certificate.fingerprint
        filedUnder = stored?.uris
        hasPrivateKey = stored?.hasPrivateKey
        id = anchor?.identifier
        isOwnAuthority = anchor?.isOwnAuthority
        isTestCA = anchor?.isTestAuthorityWithPublishedKeys
        self.state = state?.rawValue
        revokedAt = revocation?.revokedAt.internetTime
        revocationReason = revocation?.reason.name
        isSuperseded = nil
    }

    /// One line for a list of trust anchors.
    public var anchorLine: String {
        let marks = [
            isOwnAuthority == true ? isFormer ? "own CA, former key" : "own CA" : nil,
            isTestCA == true ? "test-ca: its private key is public" : nil,
        ]
        return (["\(id ?? "")  \(subject)  until \(notAfter)"] + marks.compactMap { $0 }).joined(
            separator: "  ")
    }

    private var stateWords: String {
        guard let revokedAt, let revocationReason else { return state ?? "" }
        return "revoked at \(revokedAt) (\(revocationReason))"
    }

    /// All facts, for people.
    public var page: String {
        var rows: [(String, String)] = [
            ("state", stateWords), ("filed under", filedUnder?.joined(separator: " ") ?? ""),
            ("names", uris.joined(separator: " ")),
            ("subject", subject), ("issuer", issuer), ("serial number", serialNumber),
            ("valid from", notBefore), ("valid until", notAfter), ("key", key), ("use", usage),
            ("private key", hasPrivateKey == true ? "in this store" : "not in this store"),
            ("fingerprint", fingerprint),
        ]
        if let capabilities { rows.append(("opens", capabilities.words)) }
        return rows.map { name, value in
            "\(name):" + String(repeating: " ", count: 15 - name.count) + value + "\n"
        }.joined()
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("ciphers", capabilities?.ciphers.map(\.name))
            $0.memberIfPresent("filedUnder", filedUnder)
            $0.member("fingerprint", fingerprint)
            $0.memberIfPresent("hasPrivateKey", hasPrivateKey)
            $0.memberIfPresent("id", id)
            $0.memberIfPresent("isOwnAuthority", isOwnAuthority)
            $0.memberIfPresent("isSuperseded", isSuperseded)
            $0.memberIfPresent("isTestCA", isTestCA)
            $0.member("issuer", issuer)
            $0.member("key", key)
            $0.memberIfPresent("keyDerivations", capabilities?.keyDerivations.map(\.name))
            $0.member("notAfter", notAfter)
            $0.member("notBefore", notBefore)
            $0.memberIfPresent("revocationReason", revocationReason)
            $0.memberIfPresent("revokedAt", revokedAt)
            $0.member("serialNumber", serialNumber)
            $0.memberIfPresent("state", state)
            $0.member("subject", subject)
            $0.member("uris", uris)
            $0.member("usage", usage)
        }
    }
}

extension SMIMECapabilities {
    /// "aes-256-gcm, aes-128-gcm; derived keys: hkdf-sha256", for people.
    public var words: String {
        let derived = keyDerivations.map(\.name).joined(separator: ", ")
        return ciphers.map(\.name).joined(separator: ", ")
            + (derived.isEmpty ? "" : "; derived keys: \(derived)")
    }
}
