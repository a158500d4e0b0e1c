public import CMS

/// The import of one file: all of its subscribers, each with the key that is its own.
public struct FileImport: Sendable {
    /// A file of private keys that was given beside the certificates.
    public struct KeyFile: Sendable {
        let octets: SecretOctets
        let name: String

        /// Takes the octets of the file that has the name.
        public init(_ octets: SecretOctets, name: String) {
            self.octets = octets
            self.name = name
        }
    }

    private let name: String
    private let read: CertificateFile
    private let keys: (usable: [FoundKey], unusable: [UnusablePrivateKey])?
    private let keyFile: KeyFile?

    /// Reads a file whatever its container, and the keys beside it.
    ///
    /// `notice` learns what need not end the import, here and in ``filings(alsoUnder:notice:)``.
    ///
    /// - Throws: ``CertificateFile/Failure`` if there is no certificate, or `keys` has no key, that can be used.
    public init(
        _ octets: SecretOctets, name: String, keys keyFile: KeyFile? = nil, password: SecretOctets? = nil,
        notice: (ImportNotice) -> Void
    ) throws(CertificateFile.Failure) {
        self.name = name
        self.keyFile = keyFile
        read = try CertificateFile(octets, name: name, password: password)
        if (keyFile?.octets).map(CertificateFile.hasKeyWithoutPassword) ?? read.hasOpenKey {
            notice(.openKey(file: keyFile?.name ?? name))
        }
        keys = try keyFile.map { (file) throws(CertificateFile.Failure) in
            try CertificateFile.keys(file.octets, name: file.name, password: password)
        }
    }

    /// What the file has to be filed, the one certificate also under the URIs `others`.
    ///
    /// - Throws: ``AdministrationError/file(_:)`` if there are other URIs for several certificates, or no key belongs to
    ///   a certificate; ``AdministrationError/store(_:)`` as ``CertificateFiling/init(_:others:key:chain:)``.
    public func filings(
        alsoUnder others: [String] = [], notice: (ImportNotice) -> Void
    ) throws(AdministrationError) -> [CertificateFiling] {
        let (subscribers, unnamed) = Self.named(read.subscribers)
        guard others.isEmpty || subscribers.count == 1 else {
            throw .file(.severalHolders(name, count: subscribers.count))
        }
        // Before the refusal of a certificate without a URI: its names may be why it has none.
        for certificate in subscribers
        where others.isEmpty && SubscriberAddress.addresses(in: certificate).isEmpty {
            certificate.nameLimitations.forEach { notice(.limited($0)) }
        }
        let keyFileName = keyFile?.name ?? name
        let found = keys?.usable ?? read.keys
        let pairing = KeyPairing(of: found, with: subscribers)
        // One certificate and only keys of others, or the keys of a file for keys: not what was meant.
        if pairing.isUseless, subscribers.count == 1 || keyFile != nil, let first = found.first {
            throw .file(.strayKey(keyFileName, first))
        }
        let filings = try subscribers.map { (certificate) throws(AdministrationError) in
            try storing(
                CertificateFiling(
                    certificate, others: others, key: pairing.key(of: certificate), chain: read.authorities))
        }
        ImportNotice.skipped(read.unusable + unnamed.map(UnusableEntry.unnamed), in: name).forEach(notice)
        let unusableKeys = (keys?.unusable ?? []).map { UnusableEntry.privateKey($0) } + pairing.unusable
        ImportNotice.skipped(unusableKeys, in: keyFileName).forEach(notice)
        return filings
    }

    /// The subscribers who are named by a SIP URI, and the certificates that are none's; all of them count as
    /// subscribers if none is named.
    private static func named(
        _ all: [Certificate]
    ) -> (subscribers: [Certificate], unnamed: [Certificate]) {
        let named = all.filter { !SubscriberAddress.addresses(in: $0).isEmpty }
        guard !named.isEmpty else { return (all, []) }
        return (named, all.filter { SubscriberAddress.addresses(in: $0).isEmpty })
    }
}
