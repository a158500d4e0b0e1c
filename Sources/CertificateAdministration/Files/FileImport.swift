public import CMS

/// The import of one file: all of its subscribers, each with its own key.
public struct FileImport: Sendable {
    /// A file of private keys, given with the certificates.
    public struct KeyFile: Sendable {
        let octets: SecretOctets
        let name: String

        /// Creates a key file from its octets and its name.
        public init(_ octets: SecretOctets, name: String) {
            self.octets = octets
            self.name = name
        }
    }

    private let name: String
    private let read: CertificateFile
    private let keys: (usable: [FoundKey], unusable: [UnusablePrivateKey])?
    private let keyFile: KeyFile?

    /// Reads a file in any container, and the keys given with it.
    ///
    /// `notice` receives what does not end the import, here and in ``filings(alsoUnder:notice:)``.
    ///
    /// - Throws: ``CertificateFile/Failure`` if there is no usable certificate, or no usable key in `keys`.
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

    /// Returns the filings of the file; a single certificate is also filed under the URIs `others`.
    ///
    /// - Throws: ``AdministrationError/file(_:)`` if there are other URIs for several certificates, or if no
    ///   key belongs to a certificate; ``AdministrationError/store(_:)`` as
    ///   ``CertificateFiling/init(_:others:key:chain:)``.
    public func filings(
        alsoUnder others: [String] = [], notice: (ImportNotice) -> Void
    ) throws(AdministrationError) -> [CertificateFiling] {
        let (subscribers, unnamed) = Self.named(read.subscribers)
        guard others.isEmpty || subscribers.count == 1 else {
            throw .file(.severalHolders(name, count: subscribers.count))
        }
        // Before the refusal of a certificate without a URI, because its names may be the reason.
        for certificate in subscribers
        where others.isEmpty && SubscriberAddress.addresses(in: certificate).isEmpty {
            certificate.nameLimitations.forEach { notice(.limited($0)) }
        }
        let keyFileName = keyFile?.name ?? name
        let found = keys?.usable ?? read.keys
        let pairing = KeyPairing(of: found, with: subscribers)
        // One certificate with only keys of others, or a useless key file, is a mistake.
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

    /// Returns the subscribers named by a SIP URI, and the other certificates; if none is named, all count as
    /// subscribers.
    private static func named(
        _ all: [Certificate]
    ) -> (subscribers: [Certificate], unnamed: [Certificate]) {
        let named = all.filter { !SubscriberAddress.addresses(in: $0).isEmpty }
        guard !named.isEmpty else { return (all, []) }
        return (named, all.filter { SubscriberAddress.addresses(in: $0).isEmpty })
    }
}
