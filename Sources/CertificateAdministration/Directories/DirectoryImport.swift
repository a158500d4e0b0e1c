public import CMS
import CertStore
import SIPMessage
import SMIMEBody

/// A reader of the files of a certificate directory; its own errors pass through.
public protocol CertificateDirectoryReader {
    /// Returns the octets of a file with certificates.
    func octets(of fileName: String) throws -> [UInt8]
    /// Returns the octets of a file with a private key, in memory that is wiped.
    func keyOctets(of fileName: String) throws -> SecretOctets
}

/// The content of a certificate directory for the store: all of its certificates and keys, or none.
public struct DirectoryImport: Sendable {
    /// The certificates of users and domains, with their keys.
    public let filings: [CertificateFiling]
    /// The certificates named as trust anchors.
    public let roots: [Certificate]
    /// The names of key files without a certificate file.
    public let keysAlone: [String]

    /// Reads the directory `directory`, which has files with these names.
    ///
    /// `notice` receives what does not end the import. A file without a usable certificate does not stop
    /// the others. A certificate is filed under the address in its file name if it names that address, or
    /// if the address is among `others`.
    ///
    /// - Throws: ``AdministrationError/directory(_:)``, ``AdministrationError/file(_:)`` or
    ///   ``AdministrationError/store(_:)`` for what cannot be imported, and the errors of `reader`.
    public init(
        of names: [String], in directory: String, alsoUnder others: [String] = [],
        password: SecretOctets? = nil, reader: some CertificateDirectoryReader,
        notice: (ImportNotice) -> Void
    ) throws {
        guard names.count <= CertificateDirectory.maximumFiles else {
            throw AdministrationError.directory(
                .tooManyFiles(directory, limit: CertificateDirectory.maximumFiles))
        }
        let entries = CertificateDirectory.entries(among: names.sorted())
        guard !entries.isEmpty else { throw AdministrationError.directory(.noFiles(directory)) }
        let files = DirectoryFiles(
            directory: directory, names: Set(entries.map(\.fileName)), others: others, password: password,
            reader: reader)
        var (filings, roots): ([CertificateFiling], [Certificate]) = ([], [])
        var skipped: [CertificateFile.Failure] = []
        for entry in entries {
            do {
                switch entry.kind {
                case .userKey, .domainKey: continue
                case .rootCertificate: roots += try files.certificates(of: entry, notice: notice)
                case .userCertificate, .domainCertificate:
                    filings.append(try files.filing(of: entry, notice: notice))
                }
            } catch AdministrationError.file(let failure) {
                guard case .unusable = failure else { throw AdministrationError.file(failure) }
                skipped.append(failure)
            }
        }
        if filings.isEmpty, roots.isEmpty, let first = skipped.first { throw AdministrationError.file(first) }
        for case .unusable(let name, let entry) in skipped { notice(.skipped(entry, file: name)) }
        self.filings = filings
        self.roots = roots
        keysAlone = entries.filter(files.isAlone).map(\.fileName)
    }
}

/// The files of one directory during reading.
private struct DirectoryFiles<Reader: CertificateDirectoryReader> {
    let directory: String
    let names: Set<String>
    let others: [String]
    let password: SecretOctets?
    let reader: Reader

    /// Returns the certificates in a file, with a notice for each unusable one.
    func certificates(
        of entry: CertificateDirectory.Entry, notice: (ImportNotice) -> Void
    ) throws -> [Certificate] {
        let octets = try reader.octets(of: entry.fileName)
        let (found, unusable) = try reading(CertificateFile.certificates(octets, name: path(of: entry)))
        ImportNotice.skipped(unusable, in: path(of: entry)).forEach(notice)
        return found
    }

    /// Returns the filing of a certificate, which must name the holder in the file name unless
    /// the caller allows that address.
    func filing(
        of entry: CertificateDirectory.Entry, notice: (ImportNotice) -> Void
    ) throws -> CertificateFiling {
        let key = try key(of: entry, notice: notice)
        let all = try certificates(of: entry, notice: notice)
        guard let certificate = all.first, let address = try? SubscriberAddress("sip:\(entry.holder)"),
            let uri = try? SIPURI.parse(address.uri), uri.isDomain == (entry.kind == .domainCertificate)
        else { throw AdministrationError.directory(.noAddress(file: path(of: entry))) }
        guard certificate.speaks(for: uri) || others.contains(address.uri) else {
            if let name = CertificateIdentity(of: certificate).unusableNames.first {
                throw AdministrationError.file(.unusable(path(of: entry), .skippedName(certificate, name)))
            }
            throw AdministrationError.directory(.notHolder(file: path(of: entry), uri: address.uri))
        }
        return try storing(
            CertificateFiling(certificate, others: [address.uri], key: key, chain: Array(all.dropFirst())))
    }

    private func key(
        of entry: CertificateDirectory.Entry, notice: (ImportNotice) -> Void
    ) throws -> PrivateKey? {
        guard let found = entry.key, names.contains(found.fileName) else { return nil }
        let octets = try reader.keyOctets(of: found.fileName)
        if CertificateFile.hasKeyWithoutPassword(octets) { notice(.openKey(file: path(of: found))) }
        return try reading(CertificateFile.keys(octets, name: path(of: found), password: password))
            .usable.first?.key
    }

    func isAlone(_ entry: CertificateDirectory.Entry) -> Bool {
        entry.certificate.map { !names.contains($0.fileName) } ?? false
    }

    private func path(of entry: CertificateDirectory.Entry) -> String { "\(directory)/\(entry.fileName)" }
}
