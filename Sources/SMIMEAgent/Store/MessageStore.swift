public import CMS
public import CertStore
public import SIPMessage
public import SMIMEBody

public import struct FoundationEssentials.Date

/// A store as the source of keys, certificates and trust anchors, and as the ledger, of SMIMEBody, which knows no store.
public struct MessageStore: DecryptionKeySource, SignerCertificateSource, ReplayLedger {
    let store: CertStore
    private let passphrase: SecretOctets?

    /// Wraps `store`, whose private keys `passphrase` decrypts; nil if they are not encrypted.
    public init(_ store: CertStore, passphrase: SecretOctets? = nil) {
        self.store = store
        self.passphrase = passphrase
    }

    /// Returns the certificates that any of `identifiers` names and whose private keys are here.
    public func keyedCertificates(
        answeringTo identifiers: [CertificateIdentifier]
    ) throws(SMIMEError) -> [KeyedCertificate] {
        var found: [StoredCertificate] = []
        var asked: Set<CertificateIdentifier> = []
        for identifier in identifiers where asked.insert(identifier).inserted {
            for entry in try source({ () throws(CertStoreError) in
                try store.certificates(identifiedBy: identifier)
            })
            where entry.hasPrivateKey && !found.contains(where: { $0.certificate == entry.certificate }) {
                found.append(entry)
            }
        }
        return try keyed(found)
    }

    /// Remembers an accepted body in the store's ledger, unless it may have been accepted before.
    public func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(CertStoreError) -> ReplayVerdict {
        let states = record.states.map {
            LedgerEntry.State(
                subject: $0.subject, number: $0.number, decimals: $0.decimals, content: $0.content)
        }
        let entry = LedgerEntry(digests: record.digests, signed: record.signed, states: states)
        return switch try store.admit(entry, at: instant, rememberingFor: seconds) {
        case .fresh: .fresh
        case .replayed: .replayed
        case .superseded: .superseded
        case .beforeLedger: .beforeLedger
        }
    }

    /// Whether a certificate with its private key here is that of the recipient `uri`.
    public func holdsKey(of uri: SIPURI) throws(SMIMEError) -> Bool {
        try source { () throws(CertStoreError) in try store.certificates(forURI: uri.addressOfRecord) }
            .contains { $0.hasPrivateKey && CertificateIdentity(of: $0.certificate).isRecipient(uri) }
    }

    /// Returns the certificates that `identifier` names.
    public func certificates(answeringTo identifier: CertificateIdentifier) throws(SMIMEError)
        -> [Certificate]
    {
        try source { () throws(CertStoreError) in try store.certificates(identifiedBy: identifier) }
            .map(\.certificate)
    }

    /// The certificates filed under a URI.
    package func certificates(for uri: SIPURI) throws(SMIMEError) -> [Certificate] {
        try source { () throws(CertStoreError) in try store.certificates(forURI: uri.addressOfRecord) }
            .map(\.certificate)
    }

    /// The URI of SIP of a recipient: of a telephone number the only one that certificates filed under it list with it;
    /// nil if there is none, or more than one.
    package func uri(of address: AddressURI) throws(SMIMEError) -> SIPURI? {
        guard case .telephone(let number) = address else { return address.sipURI }
        let filed = try source { () throws(CertStoreError) in
            try store.certificates(forURI: number.canonical)
        }
        let uris = filed.map { CertificateIdentity(of: $0.certificate) }.filter { $0.owns(number) }
            .flatMap(\.uris).filter { $0.telephoneNumber == number }
        guard let first = uris.first, uris.allSatisfy({ $0.isEquivalent(to: first) }) else { return nil }
        return first
    }

    /// Returns the certificates of the recipient `uri` that have their private keys here.
    public func certificatesWithKey(of uri: SIPURI) throws(SMIMEError) -> [Certificate] {
        try certificatesWithKey(for: uri).filter { CertificateIdentity(of: $0).isRecipient(uri) }
    }

    /// Whether a certificate filed under an address has its private key here.
    package func hasKey(for address: AddressURI) throws(SMIMEError) -> Bool {
        try source { () throws(CertStoreError) in
            try store.certificates(forURI: address.addressOfRecord)
        }.contains(where: \.hasPrivateKey)
    }

    /// The same, but only those that have their private keys here, which nobody needs to unlock.
    package func certificatesWithKey(for uri: SIPURI) throws(SMIMEError) -> [Certificate] {
        try source { () throws(CertStoreError) in try store.certificates(forURI: uri.addressOfRecord) }
            .filter(\.hasPrivateKey).map(\.certificate)
    }

    /// The certificates filed under an address that have their private keys here.
    package func keyedCertificates(for uri: AddressURI) throws(SMIMEError) -> [KeyedCertificate] {
        let entries = try source { () throws(CertStoreError) in
            try store.certificates(forURI: uri.addressOfRecord)
        }
        return try keyed(entries.filter(\.hasPrivateKey))
    }

    /// The trust anchors with all that ``trustAnchors()`` adds; nil if no CRL of the store names one of some certificates,
    /// so that nothing about their revocation can be found.
    package func trustAnchors(ifListsName certificates: [Certificate]) throws(SMIMEError) -> TrustAnchors? {
        let lists = try source { () throws(CertStoreError) in try store.revocationLists() }
        let isNamed = certificates.contains { certificate in
            lists.contains { !$0.statements(about: certificate).isEmpty }
        }
        return isNamed ? try trustAnchors() : nil
    }

    /// The trust anchors of the store, its authorities to build paths with, and its revocation lists.
    package func trustAnchors() throws(SMIMEError) -> TrustAnchors {
        let anchors = try source { () throws(CertStoreError) in try store.trustAnchors() }.map(\.certificate)
        let intermediates = try source { () throws(CertStoreError) in try store.intermediates() }
        let lists = try source { () throws(CertStoreError) in try store.revocationLists() }
        do {
            return try TrustAnchors(anchors, intermediates: intermediates, revocationLists: lists)
        } catch {
            throw .sourceFailed(SourceFailure(CertStoreError.cryptography(error)))
        }
    }

    /// The certificates whose private keys can be read; the failure of the first one only if none can.
    private func keyed(_ entries: [StoredCertificate]) throws(SMIMEError) -> [KeyedCertificate] {
        var (found, failure): ([KeyedCertificate], CertStoreError?) = ([], nil)
        for entry in entries {
            do throws(CertStoreError) {
                let key = try store.privateKey(of: entry.certificate, passphrase: passphrase)
                found.append(KeyedCertificate(certificate: entry.certificate, key: key))
            } catch {
                // What is wrong with the passphrase or the database is so for every key.
                guard case .cryptography = error else { throw .sourceFailed(SourceFailure(error)) }
                failure = failure ?? error
            }
        }
        if found.isEmpty, let failure { throw .sourceFailed(SourceFailure(failure)) }
        return found
    }

    private func source<Result>(
        _ read: () throws(CertStoreError) -> Result
    ) throws(SMIMEError) -> Result {
        do { return try read() } catch { throw .sourceFailed(SourceFailure(error)) }
    }
}
