import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport

/// A store with the CA of example.test, used by the library alone; the clock is fixed at ``TestLab/now``.
struct AdministrationLab {
    let store: CertStore
    let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        store = try Self.store("store.db", in: directory)
        _ = try store.makeAuthority(
            forDomain: "example.test", key: .p256, at: TestLab.now - 86_400)
    }

    /// Another store, which is empty.
    func otherStore() throws -> CertStore { try Self.store("other.db", in: directory) }

    private static func store(_ name: String, in directory: TemporaryDirectory) throws -> CertStore {
        try CertStore.openOrCreate(
            directory.file(name), encrypted: false, rememberingSince: TestLab.now - 3600)
    }

    /// Issues as of the instant of every test.
    static let terms = IssuingTerms(days: 30, at: TestLab.now)

    @discardableResult
    func issue(_ uri: String, usage: CertificateProfile.Usage = .both) throws -> Certificate {
        try store.issue(SubscriberAddress(uri).profile(usage: usage), on: Self.terms)[0]
    }

    /// Issues for every address of a list.
    func issue(_ list: AddressList) throws -> BulkIssue {
        let (authority, validity) = try Self.terms.authority(of: store)
        var bulk = BulkIssue(
            list: list, usage: .both,
            terms: CertificateTerms(authority: authority, key: .p256, validity: validity), passphrase: nil,
            into: store)
        while try bulk.issueNext(at: TestLab.now) != nil {}
        return bulk
    }

    /// The revoked certificates of the store.
    func revokedSerialNumbers() throws -> [String] { try store.revocations().map(\.serialNumber) }
}

/// The files of an exported directory, kept in memory.
struct ExportedFiles: CertificateDirectoryReader {
    struct Missing: Error {}

    private let files: [String: ExportedContent]

    init(_ export: DirectoryExport) {
        files = Dictionary(export.files.map { ($0.name, $0.content) }) { first, _ in first }
    }

    var names: [String] { Array(files.keys) }

    func octets(of fileName: String) throws -> [UInt8] {
        guard case .text(let octets) = files[fileName] else { throw Missing() }
        return octets
    }

    func keyOctets(of fileName: String) throws -> SecretOctets {
        guard case .secret(let octets) = files[fileName] else { throw Missing() }
        return octets
    }
}
