public import CMS
public import CertStore
public import FoundationEssentials

/// The files of a certificate directory, made from the store: nothing is written here.
public struct DirectoryExport: Sendable {
    /// One file to write.
    public struct File: Sendable {
        /// Its name in the directory.
        public let name: String
        /// What it holds, and who may read it.
        public let content: ExportedContent
    }

    /// A certificate that the directory has no room for: it is for a use that the one written for its URI is not for.
    public struct LeftOut: Sendable, Equatable {
        /// The URI it is filed under.
        public let uri: String
        /// The serial number of the certificate.
        public let serialNumber: String
    }

    /// The files, each with another name.
    public private(set) var files: [File] = []
    /// The names of key files that are not written, beside certificates that are: what lies there now may be the key of
    /// another certificate.
    public private(set) var keysNotWritten: [String] = []
    /// The certificates that the directory has no room for.
    public private(set) var leftOut: [LeftOut] = []
    /// The certificates whose private keys in the store cannot be read, and are not written.
    public private(set) var unreadableKeys: [Certificate] = []
    /// The certificates among the files that are revoked.
    public var revoked: [Certificate] {
        written.values.filter { revokedFingerprints.contains($0.fingerprint) }
    }

    /// Whether private keys were asked for.
    public let hasKeys: Bool

    private var written: [String: Certificate] = [:]
    private let revokedFingerprints: Set<String>

    /// Makes the files for the certificates of these URIs, or of the whole store, and for the trust anchors.
    ///
    /// There is room for one certificate an address: one that is not revoked before one that is, one for both uses
    /// before others, else the newest.
    ///
    /// - Throws: ``AdministrationError/address(_:)`` or ``AdministrationError/selection(_:)`` for a URI without
    ///   certificate, ``AdministrationError/directory(_:)`` for one that is no name of a file, and the failures of the
    ///   store.
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
        let entry: CertificateDirectory.Entry
        do { entry = try CertificateDirectory.entry(uri) } catch { throw .directory(error) }
        let certificate = stored.certificate
        if let first = written[entry.fileName] {
            if certificate.mayDo(whatCannot: first) {
                leftOut.append(LeftOut(uri: uri, serialNumber: certificate.facts.serialNumber))
            }
            return
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

    /// PEM of a private key; nil if the store has octets for it that are no key, so that the others go out.
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

    /// The certificate that is to count for an address before others of it.
    ///
    /// reSIProcate has one certificate for an address, so one for both uses is best; of those the newest. One that is
    /// revoked, or whose key is of no use, counts only if there is no other.
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

/// Whether private keys are exported, and what opens and encrypts them.
public enum ExportedKeys: Sendable {
    /// Certificates only.
    case none
    /// The keys too: `passphrase` opens those of the store, `password` encrypts what is written; nil leaves it open.
    case written(passphrase: SecretOctets? = nil, password: SecretOctets? = nil)
}
