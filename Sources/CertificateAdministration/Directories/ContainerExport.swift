public import CMS
public import CertStore
import Dispatch
public import FoundationEssentials
import Synchronization

/// PKCS#12 files for many subscribers, made on all processors; this type writes nothing.
public struct ContainerExport: Sendable {
    /// One file to make: a certificate, or the two of a pair, with private keys and chain.
    public struct Job: Sendable {
        /// The address that it is for.
        public let address: SelectedAddress
        /// Its name in the directory: "user_alice@example.test.p12".
        public let fileName: String
        /// The name of the file with its password: "user_alice@example.test.password".
        public let passwordFileName: String
        /// Whether its certificate is revoked.
        public let isRevoked: Bool
        let certificates: [Certificate]

        /// Its certificates, as they are in the store.
        public var stored: [StoredCertificate] {
            address.certificates.filter { certificates.contains($0.certificate) }
        }
    }

    /// The files to make.
    public let jobs: [Job]
    /// The addresses for which none can be made, each with the reason.
    public let failures: [AddressOutcome]

    /// Chooses the certificates of the addresses as an export of one address does.
    ///
    /// - Throws: the errors of the store.
    public init(
        of addresses: [SelectedAddress], in database: CertStore, at instant: Date
    ) throws(AdministrationError) {
        var (jobs, failures): ([Job], [AddressOutcome]) = ([], [])
        var holders: [String: String] = [:]
        for address in addresses {
            do throws(AdministrationError) {
                let job = try Self.job(for: address, in: database, at: instant)
                if let other = holders[job.fileName] {
                    throw .directory(.sameName(file: job.fileName, other: other))
                }
                holders[job.fileName] = address.uri
                jobs.append(job)
            } catch {
                if error.endsEverything { throw error }
                failures.append(AddressOutcome(address, .failure(error)))
            }
        }
        (self.jobs, self.failures) = (jobs, failures)
    }

    private static func job(
        for address: SelectedAddress, in database: CertStore, at instant: Date
    ) throws(AdministrationError) -> Job {
        let entry: CertificateDirectory.Entry
        do { entry = try CertificateDirectory.entry(address.uri) } catch { throw .directory(error) }
        // Only certificates with a private key are considered.
        let withKey = address.certificates.filter(\.hasPrivateKey)
        let found = try storing(NewestCertificate(among: withKey, in: database, at: instant))
        guard let found else {
            guard let first = address.certificates.first else {
                throw .selection(.noCertificate(uri: address.uri))
            }
            throw .store(.noPrivateKey(fingerprint: first.certificate.fingerprint))
        }
        let stem = entry.containerStem
        return Job(
            address: address, fileName: "\(stem).p12", passwordFileName: "\(stem).password",
            isRevoked: found.isRevoked, certificates: found.certificates(asPair: true, withKeys: true))
    }

    /// Makes a range of the files on all processors.
    ///
    /// - Parameter password: returns the password of a file by its job, and whether it is from
    ///   ``RandomPassword``.
    /// - Returns: the file of each job, in their order, or why there is none.
    public func make(
        _ range: Range<Int>, from database: CertStore, encryption: PKCS12.Encryption, at instant: Date,
        passphrase: SecretOctets?, password: @Sendable (Job) -> (octets: SecretOctets, isRandom: Bool)
    ) -> [Result<ExportedContent, AdministrationError>] {
        let made = Mutex<[Int: Result<ExportedContent, AdministrationError>]>([:])
        let jobs = jobs[range]
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let job = jobs[jobs.startIndex + index]
            let result = Result { () throws(AdministrationError) in
                let password = password(job)
                let form = ExportForm.pkcs12(
                    password: password.octets, encryption: encryption, isRandom: password.isRandom)
                return try form.content(
                    of: job.certificates, filedUnder: job.address.uri, in: database, at: instant,
                    passphrase: passphrase)
            }
            made.withLock { $0[index] = result }
        }
        let results = made.withLock { $0 }
        return (0..<jobs.count).map { results[$0] ?? .failure(.store(.noPrivateKey(fingerprint: ""))) }
    }
}

extension CertificateDirectory.Entry {
    /// The common beginning of the names of a holder's PKCS#12 file and password file.
    fileprivate var containerStem: String {
        let isDomain = kind == .domainCertificate || kind == .domainKey
        return "\(isDomain ? "domain" : "user")_\(holder)"
    }
}
