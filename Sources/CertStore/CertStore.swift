import CMS
import Synchronization

public import struct FoundationEssentials.Date

/// The certificates, private keys and trust anchors of one user, server or lab, in one
/// SQLite file or in PostgreSQL.
///
/// URIs are stored and looked up as the exact text given: callers normalize them first. Every call is atomic,
/// also when several processes use the store. Values may be used from any thread.
public final class CertStore: Sendable {
    private let database: Mutex<any Database>
    /// The number of changes that this value committed; written only while ``database`` is locked.
    private let ownChanges = Atomic<Int64>(0)
    /// The store secret and the passphrase that opened it last.
    let openedSecret = Mutex<OpenedSecret?>(nil)
    /// Decoded certificates, by their row.
    let decoded = DecodedCertificates()
    /// Whether ``openOrCreate(_:encrypted:in:rememberingSince:)`` created this store.
    public let isNew: Bool

    init(_ database: any Database, isNew: Bool = false) {
        self.database = Mutex(database)
        self.isNew = isNew
    }

    /// Opens the store at a location: a file name, or `postgresql://…` if the library is built for it.
    ///
    /// A store of an earlier version is migrated to this one first, in one transaction.
    ///
    /// With `patience`, each call fails if a server sends nothing for that long, although the connection
    /// stands; without it, the call waits. A server waits for a lock for 10 seconds at most. A store in a
    /// file has no server.
    ///
    /// - Throws: ``CertStoreError/noStore(path:)``, ``CertStoreError/notAStore(path:)``,
    ///   ``CertStoreError/newerVersion(path:found:supported:)``,
    ///   ``CertStoreError/readableByOthers(path:mode:)``, ``CertStoreError/ownedByAnother(path:)``,
    ///   ``CertStoreError/directoryOpenToOthers(path:mode:)``,
    ///   ``CertStoreError/system(path:code:)``, ``CertStoreError/noPostgreSQL`` or
    ///   ``CertStoreError/database(code:message:)``; the store is not changed then.
    public static func open(
        _ location: String, patience: Duration? = nil
    ) throws(CertStoreError) -> CertStore {
        CertStore(try StoreLocation(location).open(patience: patience))
    }

    /// Opens the store at a location, and creates it first if there is none.
    ///
    /// If `encrypted`, the private keys of a new store will be encrypted with a passphrase; an existing store
    /// is not changed. The ledger of a new store begins at `instant`; without one, at the first request.
    ///
    /// - Throws: as ``open(_:)``, or ``CertStoreError/noDirectory(path:)`` for a new store in a directory
    ///   that does not exist and must not be created.
    public static func openOrCreate(
        _ location: String, encrypted: Bool, in directory: StoreDirectory = .mustExist,
        rememberingSince instant: Date? = nil
    ) throws(CertStoreError) -> CertStore {
        let place = StoreLocation(location)
        let isNew = try place.createIfAbsent(in: directory) { (database) throws(CertStoreError) in
            try database.fill(encrypted: encrypted, rememberingSince: instant)
        }
        return CertStore(try place.open(), isNew: isNew)
    }

    /// Returns a new, empty store in memory, which is lost when it is released.
    ///
    /// Its ledger begins at `instant`; without one, at the first request.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)`` if there is no memory.
    public static func empty(rememberingSince instant: Date? = nil) throws(CertStoreError) -> CertStore {
        let database = try StoreFile.connection(to: ":memory:")
        try StoreFile.fill(database) { (database) throws(CertStoreError) in
            try database.fill(encrypted: false, rememberingSince: instant)
        }
        return CertStore(database, isNew: true)
    }

    /// Reads from the store.
    func read<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in try work(database) }
    }

    /// Reads several things in one snapshot.
    func readSnapshot<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.reading, work)
    }

    /// Reads a large part of the store in one snapshot.
    func readLargeSnapshot<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.readingAll, work)
    }

    /// Reads and writes as one transaction, and counts it as a change of the store.
    func write<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in
            let result = try database.transaction(.writing) { () throws(CertStoreError) in
                let result = try work(database)
                try database.countChange()
                return result
            }
            ownChanges.add(1, ordering: .relaxed)
            return result
        }
    }

    /// Returns the number of changes by other connections, up to a constant: if two transactions get the same
    /// number, no other connection has committed in between.
    func foreignChanges(in database: any Database) throws(CertStoreError) -> Int64 {
        try database.changeCount() - ownChanges.load(ordering: .relaxed)
    }

    /// Reads and writes the ledger as one transaction, which is not counted as a change of the store.
    func writeLedger<Result: Sendable>(
        _ work: (any Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try transaction(.writing, work)
    }

    /// Reads and writes as one transaction, which is rolled back if the caller's own step after it fails.
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

extension Database {
    /// Writes what a new store begins with.
    fileprivate func fill(encrypted: Bool, rememberingSince instant: Date?) throws(CertStoreError) {
        try store("INSERT INTO protection (id, encrypted) VALUES (1, ?)", [.integer(encrypted ? 1 : 0)])
        guard let instant else { return }
        try store(
            "UPDATE ledger SET since = ?", [.integer(Int64(instant.timeIntervalSince1970.rounded(.down)))])
    }
}
