import CMS
import CertStore
import FoundationEssentials
import Glibc

/// Stores in a temporary directory: with a CA, and with many synthetic rows.
struct StoreLab {
    private let directory: String
    private let store: CertStore
    private let terms: CertificateTerms
    private let profile: CertificateProfile

    init() throws {
        directory = "\(FileManager.default.temporaryDirectory.path)/smime-presence-bench-store-\(getpid())"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        store = try CertStore.openOrCreate("\(directory)/ca.db", encrypted: false)
        let now = Date()
        let authority = try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: now, days: 3652))
        try store.adopt(authority)
        terms = CertificateTerms(
            authority: authority, key: .p256, validity: CertificateValidity(from: now, days: 365))
        let uris = ["sip", "pres", "im"].map { "\($0):alice@example.test" }
        profile = .user(address: "alice@example.test", uris: uris)
    }

    func issueOne() {
        guard let key = try? PrivateKey.generate(.p256),
            (try? terms.authority.issueWithoutDecoding(profile, for: key.publicKey, validity: terms.validity))
                != nil
        else { failed("issuing") }
    }

    /// A store with this number of rows, all copies of one certificate except for
    /// URI, serial and fingerprint.
    ///
    /// They are inserted in the order of their addresses, as bulk issuing does, so that
    /// their pages are equally full.
    func filled(rows: Int) throws -> String {
        let path = "\(directory)/\(rows).db"
        try makeModel(path)
        let filling = Filling(path)
        for number in 1..<rows { filling.add(number, under: Order.uri(number)) }
        filling.finish()
        return path
    }

    private func makeModel(_ path: String) throws {
        let store = try CertStore.openOrCreate(path, encrypted: false)
        let key = try PrivateKey.generate(.p256)
        let certificate = try terms.authority.issue(profile, for: key, validity: terms.validity)
        try store.add(certificate, uris: [Order.uri(0)], key: key)
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}

extension CertStore {
    /// Reads every row once through the store's own lookup, so that all of the file is
    /// in this connection's memory.
    func touchAll(rows: Int) throws {
        for number in 0..<rows {
            guard try records(forURI: Order.uri(number)).count == 1 else { failed("lookup") }
        }
    }
}
