public import CMS
public import CertStore
public import FoundationEssentials

/// The files of a certificate directory, created from the store; this type writes nothing.
public struct DirectoryExport: Sendable {
    /// One file to write.
    public struct File: Sendable {
        /// Its name in the directory.
        public let name: String
        /// Its content, and who may read it.
        public let content: ExportedContent
    }

    /// A certificate without room in the directory, although it has a use that the
    /// one written for its URI lacks: it is revoked, and the other is not.
    public struct LeftOut: Sendable, Equatable {
        /// The URI it is filed under.
        public let uri: String
        /// The serial number of the certificate.
        public let serialNumber: String
    }

    /// The files, each with a different name.
    public private(set) var files: [File] = []
    /// The names of key files that are not written although their certificates are: an existing file of that
    /// name may contain the key of another certificate.
    public private(set) var keysNotWritten: [String] = []
    /// The certificates without room in the directory.
    public private(set) var leftOut: [LeftOut] = []
    /// The certificates whose private keys in the store cannot be read, and are not written.
    public private(set) var unreadableKeys: [Certificate] = []
    /// The revoked certificates among the files.
    public var revoked: [Certificate] {
        written.values.filter { revokedFingerprints.contains($0.fingerprint) }
    }

    /// Whether private keys were requested.
    public let hasKeys: Bool

    private var written: [String: Certificate] = [:]
    private let revokedFingerprints: Set<String>

    /// Creates the files for the certificates of these URIs, or of the whole
    /// store, and for the trust anchors.
    ///
    /// For each URI, prefers an unrevoked certificate, then one for both uses, then the newest. If that has
    /// only one use, the next one for the other use gets its own file (``CertificateDirectory/Half``).
    ///
    /// - Throws: ``AdministrationError/address(_:)`` or ``AdministrationError/selection(_:)`` if a
    ///   URI has no certificate, ``AdministrationError/directory(_:)`` if one cannot be a file name,
    ///   and the errors of the store.
    public init(
        of uris: [String] = [], from database: CertStore, keys: ExportedKeys = .none, at instant: Date
    ) throws(AdministrationError) {
        if case .written = keys { hasKeys = true } else { hasKeys = false }
        let found =
            try uris.isEmpty
            ? storing(database.certificates())
            : uris.map { (uri) throws(AdministrationError) in try database.certificates(of: uri) }
                .flatMap(\.self)
        revokedFingerprints = try storing(
            database.revokedFingerprints(among: found.map(\.certificate), at: instant))
        for stored in Self.ranked(found, revoked: revokedFingerprints) {
            for uri in stored.uris { try add(stored, for: uri, from: database, keys) }
        }
        for anchor in try storing(database.trustAnchors()) {
            let entry = CertificateDirectory.Entry(kind: .rootCertificate, holder: anchor.identifier)
            try add(anchor.certificate, as: entry)
        }
    }

    private mutating func add(
        _ stored: StoredCertificate, for uri: String, from database: CertStore, _ keys: ExportedKeys
    ) throws(AdministrationError) {
        var entry: CertificateDirectory.Entry
        do { entry = try CertificateDirectory.entry(uri) } catch { throw .directory(error) }
        let certificate = stored.certificate
        if let first = written[entry.fileName] {
            // A revoked certificate does not complete a pair with an unrevoked one.
            guard certificate.mayDo(whatCannot: first) else { return }
            let isRevoked = revokedFingerprints.contains(certificate.fingerprint)
            guard isRevoked == revokedFingerprints.contains(first.fingerprint),
                certificate.hasUsableKey || !first.hasUsableKey
            else {
                leftOut.append(LeftOut(uri: uri, serialNumber: certificate.facts.serialNumber))
                return
            }
            entry.half = certificate.mayEncrypt && !first.mayEncrypt ? .encrypt : .sign
            guard written[entry.fileName] == nil else { return }
        }
        written[entry.fileName] = certificate
        try add(certificate, as: entry)
        guard let keyName = entry.key?.fileName else { return }
        guard stored.hasPrivateKey, case .written(let passphrase, let password) = keys,
            let key = try key(of: certificate, in: database, passphrase: passphrase, password: password)
        else { return keysNotWritten.append(keyName) }
        files.append(File(name: keyName, content: .secret(key)))
    }

    private mutating func add(
        _ certificate: Certificate, as entry: CertificateDirectory.Entry
    ) throws(AdministrationError) {
        files.append(File(name: entry.fileName, content: .text(try encoding(certificate.pem()))))
    }

    /// Returns a private key in PEM; nil if the store's octets for it are no key, so that the
    /// other keys are still exported.
    private mutating func key(
        of certificate: Certificate, in database: CertStore, passphrase: SecretOctets?,
        password: SecretOctets?
    ) throws(AdministrationError) -> SecretOctets? {
        do throws(CertStoreError) {
            let key = try database.privateKey(of: certificate, passphrase: passphrase)
            do throws(CMSError) {
                return try key.pem(passphrase: password)
            } catch {
                throw .cryptography(error)
            }
        } catch {
            guard case .cryptography = error else { throw .store(error) }
            unreadableKeys.append(certificate)
            return nil
        }
    }

    /// Returns the certificates in the order in which they are chosen for an address.
    ///
    /// reSIProcate has one certificate for an address, so one for both uses is best, then the newest. A
    /// revoked one, or one with an unusable key, is chosen only if there is no other.
    private static func ranked(
        _ found: [StoredCertificate], revoked: Set<String>
    ) -> [StoredCertificate] {
        let rank = { (certificate: Certificate) in
            (revoked.contains(certificate.fingerprint) ? 3 : 0)
                + (!certificate.hasUsableKey ? 2 : certificate.isForBothUses ? 0 : 1)
        }
        return (0...5).flatMap { wanted in found.filter { rank($0.certificate) == wanted } }
    }
}

/// Whether private keys are exported, with the secrets that decrypt and encrypt them.
public enum ExportedKeys: Sendable {
    /// Certificates only.
    case none
    /// The keys too: `passphrase` decrypts those of the store, `password` encrypts the output; nil leaves it
    /// unencrypted.
    case written(passphrase: SecretOctets? = nil, password: SecretOctets? = nil)
}
