public import CMS
public import CertStore

/// One certificate to file, with its URIs, its key and its chain.
public struct CertificateFiling: Sendable {
    /// The certificate.
    public let certificate: Certificate
    /// The URIs it will be filed under, sorted.
    public let uris: [String]
    /// Its private key; nil if it is elsewhere.
    public let key: PrivateKey?
    /// Certificates of CAs that came with it.
    public let chain: [Certificate]

    /// Creates a filing of `certificate` under the URIs it names and under `others`.
    ///
    /// - Throws: the errors of the store, before a store is created for it:
    ///   ``CertStoreError/authorityAsSubscriber(subject:)``, ``CertStoreError/noURI(subject:)`` or
    ///   ``CertStoreError/keyDoesNotMatchCertificate``.
    public init(
        _ certificate: Certificate, others: [String] = [], key: PrivateKey? = nil, chain: [Certificate] = []
    ) throws(CertStoreError) {
        let facts = certificate.facts
        guard !facts.isCertificationAuthority else { throw .authorityAsSubscriber(subject: facts.subject) }
        let uris = Set(SubscriberAddress.addresses(in: certificate) + others).sorted()
        guard !uris.isEmpty else { throw .noURI(subject: facts.subject) }
        if let key, !key.isConsistent(with: certificate) { throw .keyDoesNotMatchCertificate }
        self.certificate = certificate
        self.uris = uris
        self.key = key
        self.chain = chain
    }

    /// "sip:alice@example.test, serial 4F…", for people.
    public var title: String { "\(uris.joined(separator: " ")), serial \(certificate.facts.serialNumber)" }
}

/// A certificate that was imported into the store.
public struct ImportedCertificate: Sendable, CustomStringConvertible {
    /// Its filing.
    public let filing: CertificateFiling
    /// Whether it has no private key, although another one of the same import has one.
    public let isWithoutKey: Bool
    /// The uses that it is not fit for.
    public let limitations: [CertificateLimitation]

    /// The imported certificate, for people.
    public var description: String {
        "imported \(filing.title)\(isWithoutKey ? ", without a private key" : "")"
    }
}

extension CertStore {
    /// Files all of them or none.
    ///
    /// - Throws: as ``add(_:chain:passphrase:)``.
    public func file(
        _ filings: [CertificateFiling], passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> [ImportedCertificate] {
        try add(
            filings.map { ($0.certificate, $0.uris, $0.key) }, chain: filings.flatMap(\.chain),
            passphrase: passphrase)
        let intermediates = try intermediates()
        let hasKeys = filings.contains { $0.key != nil }
        return filings.map { filing in
            let authority = filing.certificate.authorityLimitation(among: intermediates)
            return ImportedCertificate(
                filing: filing, isWithoutKey: filing.key == nil && hasKeys,
                limitations: filing.certificate.limitations + [authority].compactMap(\.self))
        }
    }
}
