import CMS
import CertStore
import Octets
import SMIMEAgent

extension CertificateExport {
    /// Writes a certificate directory: all of its files or none.
    func export(
        _ database: CertStore, to directory: String, secrets: ExportSecrets, on console: Console
    ) throws {
        var outputs: [Output] = []
        var written: [String: Certificate] = [:]
        var keysElsewhere: [String] = []
        var leftOut: [String] = []
        let found = try certificates(in: database)
        let revoked = try database.revokedFingerprints(among: found.map(\.certificate), at: console.now())
        for stored in Self.ranked(found, revoked: revoked) {
            for uri in stored.uris {
                let entry = try CertificateDirectory.entry(uri)
                if let first = written[entry.fileName] {
                    if stored.certificate.mayDo(whatCannot: first) {
                        leftOut.append(
                            "'cert export \(uri) --serial \(stored.certificate.facts.serialNumber)'")
                    }
                    continue
                }
                written[entry.fileName] = stored.certificate
                outputs.append(
                    Output(try stored.certificate.pem(), .text, to: "\(directory)/\(entry.fileName)"))
                guard let keyEntry = entry.key else { continue }
                guard isKey, stored.hasPrivateKey else {
                    keysElsewhere.append("\(directory)/\(keyEntry.fileName)")
                    continue
                }
                guard let key = try key(of: stored.certificate, in: database, secrets, on: console) else {
                    keysElsewhere.append("\(directory)/\(keyEntry.fileName)")
                    continue
                }
                outputs.append(Output(key, to: "\(directory)/\(keyEntry.fileName)"))
            }
        }
        for anchor in try database.trustAnchors() {
            let entry = CertificateDirectory.Entry(kind: .rootCertificate, holder: anchor.identifier)
            outputs.append(
                Output(try anchor.certificate.pem(), .text, to: "\(directory)/\(entry.fileName)"))
        }
        do throws(SystemError) {
            try FileAccess.makeDirectory(console.path(of: directory))
        } catch {
            throw FileError.cannotWrite(directory, error)
        }
        if isKey, !FileAccess.isOwnDirectory(console.path(of: directory)) {
            throw CertificateDirectory.Failure.openToOthers(directory)
        }
        // Nobody named these files, as one does with -o: what stands in their place may be somebody else's doing.
        for name in outputs.compactMap(\.file) where !FileAccess.isFreeOrRegular(console.path(of: name)) {
            throw CertificateDirectory.Failure.inTheWay(name)
        }
        try console.deliver(outputs)
        console.say("wrote \(outputs.count) files to '\(directory)'")
        if !leftOut.isEmpty { console.sayLeftOut(leftOut) }
        console.warnOfRevoked(written.values.filter { revoked.contains($0.fingerprint) })
        for name in keysElsewhere where FileAccess.status(of: console.path(of: name)) != nil {
            console.say(
                "warning: '\(name)' was there before and stays: it may be the key of another certificate")
        }
    }

    /// PEM of a private key; nil, with a warning, if the store has octets for it that are no key, so that the others go
    /// out.
    private func key(
        of certificate: Certificate, in database: CertStore, _ secrets: ExportSecrets, on console: Console
    ) throws -> SecretOctets? {
        do throws(CertStoreError) {
            let key = try database.privateKey(of: certificate, passphrase: secrets.passphrase)
            do throws(CMSError) {
                return try key.pem(passphrase: secrets.password)
            } catch {
                throw .cryptography(error)
            }
        } catch {
            guard case .cryptography = error else { throw error }
            console.say(
                "warning: skipped the private key of \(certificate.shortTitle): it cannot be read; see 'store check'"
            )
            return nil
        }
    }

    private func certificates(in database: CertStore) throws -> [StoredCertificate] {
        try uris.isEmpty
            ? database.certificates()
            : uris.flatMap { (uri) throws(CommandFailure) in try database.certificates(of: uri) }
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

extension Console {
    /// Says which of the certificates that were written are revoked.
    func warnOfRevoked(_ certificates: [Certificate]) {
        guard !certificates.isEmpty else { return }
        let serials = certificates.map(\.facts.serialNumber).sorted()
        let more = serials.count > 4 ? " and \(serials.count - 4) more" : ""
        say(
            "warning: \(counted(serials.count, "certificate")) of what was written, revoked: serial "
                + serials.prefix(4).joined(separator: ", ") + more)
    }

    /// Says which halves of pairs have no place in a directory, by the commands that write them.
    fileprivate func sayLeftOut(_ commands: [String]) {
        let more = commands.count > 4 ? " and \(commands.count - 4) more" : ""
        say(
            "warning: the directory has room for one certificate an address; those for the other use are written by "
                + commands.prefix(4).joined(separator: ", ") + more)
    }
}

extension Certificate {
    /// Whether it signs or encrypts, and another one does not.
    fileprivate func mayDo(whatCannot other: Certificate) -> Bool {
        maySign && !other.maySign || mayEncrypt && !other.mayEncrypt
    }

    /// Whether its key may sign.
    var maySign: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.digitalSignature, .nonRepudiation]) } ?? true
    }

    /// Whether content may be enveloped for it.
    var mayEncrypt: Bool {
        facts.keyUsage.map { !$0.isDisjoint(with: [.keyAgreement, .keyEncipherment]) } ?? true
    }

    /// Whether it may sign and be enveloped for.
    var isForBothUses: Bool { maySign && mayEncrypt && (try? checkEnvelopingKey()) != nil }

    /// Whether its key can be used at all.
    var hasUsableKey: Bool { (try? checkSigningKey()) != nil }
}
