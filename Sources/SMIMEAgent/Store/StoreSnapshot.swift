import CMS
import CertStore
import SIPMessage
import SMIMEBody
import Synchronization

/// The contents of a store since its last change: the source of keys and certificates for messages.
///
/// It keeps what it reads. Private keys stay unlocked in memory until the next message after a change of the
/// store, or the end of the process, for at most ``capacity`` certificates.
final class StoreSnapshot: Sendable {
    /// The largest number of addresses, identifiers, signers and recipients to keep, each.
    static let capacity = 1024

    /// The kept contents.
    private final class Memory: Sendable {
        let filed = Kept<String, [StoredCertificate]>(capacity: capacity)
        let identified = Kept<CertificateIdentifier, [StoredCertificate]>(capacity: capacity)
        let keys = Kept<Certificate, PrivateKey>(capacity: capacity)
        let protected = Kept<String, Bool>(capacity: 64 * capacity)
    }

    private let store: CertStore
    private let passphrase: SecretOctets?
    private let given: GivenParties
    /// Nil if each request reads the store, except for trust anchors.
    private let memory: Memory?
    private let anchors = Mutex<TrustAnchors?>(nil)

    init(of store: CertStore, passphrase: SecretOctets?, given: GivenParties, keeps: Bool) {
        self.store = store
        self.passphrase = passphrase
        self.given = given
        memory = keeps ? Memory() : nil
    }

    /// Returns the trust anchors of the store, its intermediate CAs for building paths, and its CRLs.
    func trustAnchors() throws(CertStoreError) -> TrustAnchors {
        if let kept = anchors.withLock({ $0 }) { return kept }
        let (trusted, intermediates) = try store.pathCertificates()
        let known = try store.knownRevocations()
        let found: TrustAnchors
        do throws(CMSError) {
            found = try TrustAnchors(
                given.anchors ?? trusted, intermediates: intermediates + given.intermediates,
                revocationLists: known.lists,
                compromisedKeys: known.compromisedKeys)
        } catch {
            throw .cryptography(error)
        }
        anchors.withLock { $0 = found }
        return found
    }

    /// Returns the trust anchors with all that ``trustAnchors()`` adds; nil if no CRL of the store names one
    /// of the certificates and none of their keys is compromised, so that nothing about their revocation can
    /// be found.
    func trustAnchors(ifListsName certificates: [Certificate]) throws(CertStoreError) -> TrustAnchors? {
        if let kept = anchors.withLock({ $0 }) { return kept }
        let known = try store.knownRevocations()
        let isNamed = certificates.contains { certificate in
            known.lists.contains { !$0.statements(about: certificate).isEmpty }
                || known.compromisedKeys.contains { $0.publicKey == certificate.publicKeyBits }
        }
        return isNamed ? try trustAnchors() : nil
    }

    /// Returns the certificates filed under a URI.
    func certificates(for uri: SIPURI) throws(CertStoreError) -> [Certificate] {
        let named = given.recipients(named: uri)
        return try named.isEmpty ? filed(under: uri.addressOfRecord).map(\.certificate) : named
    }

    /// Returns the algorithms that the store has kept for the public key of a certificate.
    func capabilities(of certificate: Certificate) throws(CertStoreError) -> SMIMECapabilities? {
        try store.capabilities(of: certificate)
    }

    /// Returns the SIP URI of a recipient: for a telephone number, the only one that certificates filed under
    /// it list with it; nil if there is none, or more than one.
    func uri(of address: AddressURI) throws(CertStoreError) -> SIPURI? {
        guard case .telephone(let number) = address else { return address.sipURI }
        let uris = try filed(under: number.canonical).map { CertificateIdentity(of: $0.certificate) }
            .filter { $0.owns(number) }.flatMap(\.uris).filter { $0.telephoneNumber == number }
        guard let first = uris.first, uris.allSatisfy({ $0.isEquivalent(to: first) }) else { return nil }
        return first
    }

    /// Whether there is a private key to sign for an address: a given one, or one that the store has for a
    /// certificate filed under it.
    func hasKey(for address: AddressURI) throws(CertStoreError) -> Bool {
        if !given.own.isEmpty { return true }
        return try filed(under: address.addressOfRecord).contains(where: \.hasPrivateKey)
    }

    /// Whether the store has a certificate for an address, in whatever state.
    func hasCertificate(for address: AddressURI) throws(CertStoreError) -> Bool {
        guard let uri = try uri(of: address) else { return false }
        return try !certificates(for: uri).isEmpty
    }

    /// Whether the store knows an address as one whose messages are protected; only that is kept.
    func isProtected(_ name: String) throws(CertStoreError) -> Bool {
        let find = { () throws(CertStoreError) in try self.store.protectedAddress(name) != nil }
        guard let memory else { return try find() }
        return try memory.protected.value(of: name, if: { $0 }, find)
    }

    /// The given certificates to sign with, for any address.
    var givenToSign: [Certificate] { given.own.map(\.certificate) }

    /// Returns the certificates to sign with for an address, with their keys: those given for it if any are
    /// given, else those of the store.
    ///
    /// A domain's certificate is not used for its users: receivers accept it for them in only a few messages.
    func keyedCertificates(for address: AddressURI) throws(CertStoreError) -> [KeyedCertificate] {
        guard given.own.isEmpty else {
            return given.own.filter { own in
                let identity = CertificateIdentity(of: own.certificate)
                return address.sipURI.map(identity.isRecipient) ?? identity.owns(address)
            }
        }
        return try keyed(filed(under: address.addressOfRecord).filter(\.hasPrivateKey))
    }

    private func filed(under uri: String) throws(CertStoreError) -> [StoredCertificate] {
        guard let memory else { return try store.certificates(forURI: uri) }
        return try memory.filed.value(of: uri, if: { !$0.isEmpty }) { () throws(CertStoreError) in
            try store.certificates(forURI: uri)
        }
    }

    private func identified(
        by identifier: CertificateIdentifier
    ) throws(CertStoreError) -> [StoredCertificate] {
        guard let memory else { return try store.certificates(identifiedBy: identifier) }
        return try memory.identified.value(of: identifier, if: { !$0.isEmpty }) { () throws(CertStoreError) in
            try store.certificates(identifiedBy: identifier)
        }
    }

    /// Returns the certificates whose private keys can be read; throws the first failure only if none can.
    private func keyed(_ entries: [StoredCertificate]) throws(CertStoreError) -> [KeyedCertificate] {
        var (found, failure): ([KeyedCertificate], CertStoreError?) = ([], nil)
        for certificate in entries.map(\.certificate) {
            do throws(CertStoreError) {
                found.append(KeyedCertificate(certificate: certificate, key: try key(of: certificate)))
            } catch {
                // A fault of the passphrase or the database affects every key.
                guard case .cryptography = error else { throw error }
                failure = failure ?? error
            }
        }
        if found.isEmpty, let failure { throw failure }
        return found
    }

    private func key(of certificate: Certificate) throws(CertStoreError) -> PrivateKey {
        guard let memory else { return try store.privateKey(of: certificate, passphrase: passphrase) }
        return try memory.keys.value(of: certificate) { () throws(CertStoreError) in
            try store.privateKey(of: certificate, passphrase: passphrase)
        }
    }
}

extension StoreSnapshot: DecryptionKeySource, SignerCertificateSource {
    func keyedCertificates(
        matching identifiers: [CertificateIdentifier]
    ) throws(CertStoreError) -> [KeyedCertificate] {
        guard given.own.isEmpty else {
            return given.own.filter { own in identifiers.contains { $0.names(own.certificate) } }
        }
        var found: [StoredCertificate] = []
        var asked: Set<CertificateIdentifier> = []
        // One identifier, as usual, needs no set: making its type takes a short
        // process 0.25 million instructions.
        for identifier in identifiers where identifiers.count == 1 || asked.insert(identifier).inserted {
            for entry in try identified(by: identifier)
            where entry.hasPrivateKey && !found.contains(where: { $0.certificate == entry.certificate }) {
                found.append(entry)
            }
        }
        return try keyed(found)
    }

    func holdsKey(of uri: SIPURI) throws(CertStoreError) -> Bool {
        try !certificatesWithKey(of: uri).isEmpty
    }

    func certificatesWithKey(of uri: SIPURI) throws(CertStoreError) -> [Certificate] {
        let own =
            try given.own.isEmpty
            ? filed(under: uri.addressOfRecord).filter(\.hasPrivateKey).map(\.certificate)
            : given.own.map(\.certificate)
        return own.filter { CertificateIdentity(of: $0).isRecipient(uri) }
    }

    func certificates(matching identifier: CertificateIdentifier) throws(CertStoreError) -> [Certificate] {
        (given.own.map(\.certificate) + given.recipients).filter(identifier.names)
            + (try identified(by: identifier).map(\.certificate))
    }
}
