import CMS
import CertStore
import CommandOptions
import Octets
import SIPMessage
import SMIMEAgent
import SMIMEBody

extension CertificateImport {
    /// Takes all certificates and keys of a certificate directory, or nothing of it; then the roots.
    func importDirectory(
        password: SecretOctets?, passphrase: SecretOctets?, on console: Console
    ) throws {
        if keyFile != nil {
            throw CommandFailure(
                UsageError.notOfKind(name: "FILE", value: file, wanted: "a file, as '--key' needs"),
                help: Self.helpLine)
        }
        let entries = try entries(on: console)
        let names = Set(entries.map(\.fileName))
        let others = try otherURIs.map { try SubscriberAddress($0).uri }
        var filings: [CertificateFiling] = []
        var roots: [Certificate] = []
        var skipped: [CertificateFile.Failure] = []
        for entry in entries {
            switch entry.kind {
            case .userKey, .domainKey: continue
            case .rootCertificate:
                try skippingUnusable(&skipped) { roots += try certificates(of: entry, on: console) }
            case .userCertificate, .domainCertificate:
                try skippingUnusable(&skipped) {
                    let key = try key(for: entry, among: names, password: password, on: console)
                    filings.append(try filing(entry, key: key, others: others, on: console))
                }
            }
        }
        if filings.isEmpty, roots.isEmpty, let first = skipped.first { throw first }
        for case .unusable(let name, let entry) in skipped { console.warnOfUnusable([entry], in: name) }
        let database = try store.openOrCreate(on: console)
        try filings.add(to: database, passphrase: passphrase, on: console)
        try take(roots, into: database, on: console)
        for entry in entries where Self.isAlone(entry, among: names) {
            console.say(
                "warning: \(printable(entry.fileName)) has no certificate beside it and was passed over")
        }
    }

    /// Reads what one file is for; a file without a certificate that can be used does not keep the others out.
    private func skippingUnusable(
        _ skipped: inout [CertificateFile.Failure], _ read: () throws -> Void
    ) throws {
        do {
            try read()
        } catch let failure as CertificateFile.Failure {
            guard case .unusable = failure else { throw failure }
            skipped.append(failure)
        }
    }

    /// The certificates in a file, with a warning for each that cannot be used.
    private func certificates(
        of entry: CertificateDirectory.Entry, on console: Console
    ) throws -> [Certificate] {
        let (found, unusable) = try CertificateFile.certificates(
            octets(of: entry, on: console), name: path(of: entry))
        console.warnOfUnusable(unusable, in: path(of: entry))
        return found
    }

    private func take(_ roots: [Certificate], into database: CertStore, on console: Console) throws {
        guard trustsRoots || roots.isEmpty else {
            return console.say(
                "\(counted(roots.count, "root certificate")) passed over: '--trust-roots' trusts such")
        }
        for root in roots {
            try database.trust(root)
            console.sayTrusted(root)
        }
    }

    private func entries(on console: Console) throws -> [CertificateDirectory.Entry] {
        let names: [String]
        do throws(SystemError) {
            names = try FileAccess.names(
                in: console.path(of: file), limit: CertificateDirectory.maximumFiles)
        } catch {
            throw FileError.cannotRead(file, error)
        }
        guard names.count <= CertificateDirectory.maximumFiles else {
            throw CertificateDirectory.Failure.tooManyFiles(file, limit: CertificateDirectory.maximumFiles)
        }
        let entries = CertificateDirectory.entries(among: names.sorted())
        guard !entries.isEmpty else { throw CertificateDirectory.Failure.noFiles(file) }
        return entries
    }

    /// The name of the file says whose certificate it is: it must say the same, or be allowed to be filed so.
    private func filing(
        _ entry: CertificateDirectory.Entry, key: PrivateKey?, others: [String], on console: Console
    ) throws -> CertificateFiling {
        let all = try certificates(of: entry, on: console)
        guard let certificate = all.first, let address = try? SubscriberAddress("sip:\(entry.holder)"),
            let uri = try? SIPURI.parse(address.uri), uri.isDomain == (entry.kind == .domainCertificate)
        else { throw CertificateDirectory.Failure.noAddress(file: path(of: entry)) }
        guard certificate.speaks(for: uri) || others.contains(address.uri) else {
            if let name = CertificateIdentity(of: certificate).unusableNames.first {
                throw CertificateFile.Failure.unusable(path(of: entry), .skippedName(certificate, name))
            }
            throw CertificateDirectory.Failure.notHolder(file: path(of: entry), uri: address.uri)
        }
        return try CertificateFiling(
            certificate, others: [address.uri], key: key, chain: Array(all.dropFirst()))
    }

    private func key(
        for entry: CertificateDirectory.Entry, among names: Set<String>, password: SecretOctets?,
        on console: Console
    ) throws -> PrivateKey? {
        guard let found = entry.key, names.contains(found.fileName) else { return nil }
        let octets = try console.readSecret(regular(found, on: console), limit: CertificateFile.limit)
        if CertificateFile.hasKeyWithoutPassword(octets) {
            console.warnIfOpenToOthers(path(of: found), holding: "a private key")
        }
        return try CertificateFile.keys(octets, name: path(of: found), password: password).usable.first?.key
    }

    private func octets(of entry: CertificateDirectory.Entry, on console: Console) throws -> [UInt8] {
        try console.read(regular(entry, on: console), limit: CertificateFile.limit)
    }

    /// The name of a file to read: a pipe among them would be waited for.
    private func regular(_ entry: CertificateDirectory.Entry, on console: Console) throws -> String {
        let path = path(of: entry)
        guard FileAccess.isRegularFile(console.path(of: path)) else {
            throw CertificateFile.Failure.notACertificate(path)
        }
        return path
    }

    private func path(of entry: CertificateDirectory.Entry) -> String { "\(file)/\(entry.fileName)" }

    private static func isAlone(_ entry: CertificateDirectory.Entry, among names: Set<String>) -> Bool {
        entry.certificate.map { !names.contains($0.fileName) } ?? false
    }
}
