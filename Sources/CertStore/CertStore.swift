import CMS
import Synchronization

public import struct FoundationEssentials.Date

/// The certificates, private keys and trust anchors of one user, server or lab, in one SQLite file or in PostgreSQL.
///
/// URIs are filed and looked up as the exact text that is given: callers bring them into one spelling
/// first. Every call stands alone; what a call writes is written whole or not at all, also when
/// several processes use the store. Values may be used from any thread.
public final class CertStore: Sendable {
    private let database: Mutex<any Database>
    /// The store secret and the passphrase that opened it last.
    let openedSecret = Mutex<OpenedSecret?>(nil)
    /// Certificates that were decoded, by their row.
    let decoded = DecodedCertificates()
    /// Whether there was no store before ``openOrCreate(_:encrypted:in:rememberingSince:)`` made this one.
    public let isNew: Bool

    init(_ database: any Database, isNew: Bool = false) {
        self.database = Mutex(database)
        self.isNew = isNew
    }

    /// Opens the store at a location: the name of a file, or `postgresql://…` where the library is built for it.
    ///
    /// A store of an earlier version is brought to this one first, in one transaction.
    ///
    /// - Throws: ``CertStoreError/noStore(path:)``, ``CertStoreError/notAStore(path:)``,
    ///   ``CertStoreError/newerVersion(path:found:supported:)``, ``CertStoreError/readableByOthers(path:mode:)``,
    ///   ``CertStoreError/ownedByAnother(path:)``, ``CertStoreError/directoryOpenToOthers(path:mode:)``,
    ///   ``CertStoreError/system(path:code:)``, ``CertStoreError/noPostgreSQL`` or
    ///   ``CertStoreError/database(code:message:)``; the store is left as it is then.
    public static func open(_ location: String) throws(CertStoreError) -> CertStore {
        CertStore(try StoreLocation(location).open())
    }

    /// Opens the store at a location, and makes it first if there is none.
    ///
    /// With `encrypted`, the private keys of a new store will be encrypted with a passphrase; a store
    /// that is there already stays as it is. A new store remembers what is accepted from `instant` on; without one,
    /// from when it is asked first.
    ///
    /// - Throws: as ``open(_:)``, or ``CertStoreError/noDirectory(path:)`` for a new store in a directory that is not
    ///   there and is not to be made.
    public static func openOrCreate(
        _ location: String, encrypted: Bool, in directory: StoreDirectory = .mustExist,
        rememberingSince instant: Date? = nil
    ) throws(CertStoreError) -> CertStore {
        let place = StoreLocation(location)
        let isNew = try place.createIfAbsent(in: directory) { (database) throws(CertStoreError) in
            try database.store(
                "INSERT INTO protection (id, encrypted) VALUES (1, ?)", [.integer(encrypted ? 1 : 0)])
            guard let instant else { return }
            try database.store(
                "UPDATE ledger SET since = ?", [.integer(Int64(instant.timeIntervalSince1970.rounded(.down)))]
            )
        }
        return CertStore(try place.open(), isNew: isNew)
    }

    /// Reads from the store.
    func read<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in try work(database) }
    }

    /// Reads several things as they were at one moment.
    func readAtOnce<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.reading, work)
    }

    /// Reads very much as it was at one moment.
    func readAll<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.readingAll, work)
    }

    /// Reads and writes as one transaction, and counts it as a change of the store.
    func write<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.writing) { (database) throws(CertStoreError) in
            let result = try work(database)
            try database.countChange()
            return result
        }
    }

    /// Reads and writes the ledger as one transaction; nothing that was read of the store needs to be read again.
    func writeLedger<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.writing, work)
    }

    /// Reads and writes as one transaction, which is undone where the caller's own step behind it fails.
    func write<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result, beforeCommit step: (Result) throws -> Void
    ) throws -> Result {
        var failure: (any Error)?
        do throws(CertStoreError) {
            return try write { (database) throws(CertStoreError) in
                let result = try work(database)
                do { try step(result) } catch { failure = error }
                if failure != nil { throw .database(code: "", message: "") }
                return result
            }
        } catch {
            throw failure ?? error
        }
    }

    private func transaction<Result: Sendable>(
        _ purpose: TransactionPurpose, _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in
            try database.transaction(purpose) { () throws(CertStoreError) in try work(database) }
        }
    }
}
