import CMS
import CertStore
import Foundation
import TestSupport
import Testing

/// A store in a directory for one test, and certificates for it.
struct StoreFixture {
    static let now = Date(timeIntervalSince1970: 1_795_435_200)
    static let passphrase = SecretOctets("correct horse")
    static let alice = "sip:alice@example.test"

    let directory: TemporaryDirectory
    let store: CertStore
    let authority: CertificateAuthority
    /// The location of the store: a file, or a database of the server that ``PostgreSQLServer`` names.
    let path: String

    init(encrypted: Bool = false, rememberingSince instant: Date? = nil) throws {
        directory = try TemporaryDirectory()
        path = try PostgreSQLServer.newDatabase(in: directory) ?? directory.file("store.db")
        store = try CertStore.openOrCreate(path, encrypted: encrypted, rememberingSince: instant)
        authority = try Self.authority()
    }

    static func authority(number: Int = 1) throws -> CertificateAuthority {
        try CertificateAuthority.make(
            .testAuthority(domain: "example.test", keys: .secret, number: number), key: .p256,
            validity: CertificateValidity(from: now, days: 3652))
    }

    /// A user's certificate and its key.
    func issue(_ user: String, from start: Date = now) throws -> (certificate: Certificate, key: PrivateKey) {
        let key = try PrivateKey.generate(.p256)
        let profile = CertificateProfile.user(
            address: "\(user)@example.test", uris: ["sip:\(user)@example.test"])
        let certificate = try authority.issue(
            profile, for: key, validity: CertificateValidity(from: start, days: 365))
        return (certificate, key)
    }

    /// The files that contain the private number of a P-256 key.
    static func files(in directory: TemporaryDirectory, holding key: PrivateKey) throws -> [String] {
        // Its 32 octets follow the version and their own header.
        let der = try Data(key.der().copied())
        let header = try #require(der.range(of: Data([0x02, 0x01, 0x01, 0x04, 0x20])))
        let number = der[header.upperBound..<header.upperBound + 32]
        return try files(in: directory, holding: number)
    }

    /// The files that contain some octets.
    static func files(in directory: TemporaryDirectory, holding octets: Data) throws -> [String] {
        try directory.names().filter { try Data(directory.octets(of: $0)).range(of: octets) != nil }
    }
}
