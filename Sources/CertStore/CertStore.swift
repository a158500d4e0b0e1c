import Synchronization

/// The certificates, private keys and trust anchors of one user, server or lab, in one SQLite file.
///
/// URIs are filed and looked up as the exact text that is given: callers bring them into one spelling
/// first. Every call stands alone; what a call writes is written whole or not at all, also when
/// several processes use the file. Values may be used from any thread.
public final class CertStore: Sendable {
    private let database: Mutex<Database>
    /// Whether the private keys are encrypted with a passphrase.
    public let isEncrypted: Bool

    private init(_ database: consuming sending Database, isEncrypted: Bool) {
        self.database = Mutex(database)
        self.isEncrypted = isEncrypted
    }

    /// Opens the store in a file.
    ///
    /// - Throws: ``CertStoreError/noStore(path:)``, ``CertStoreError/notAStore(path:)``,
    ///   ``CertStoreError/newerVersion(path:found:supported:)``, ``CertStoreError/readableByOthers(path:mode:)``,
    ///   ``CertStoreError/ownedByAnother(path:)``, ``CertStoreError/directoryOpenToOthers(path:mode:)`` or
    ///   ``CertStoreError/system(path:code:)``; the file is left as it is then.
    public static func open(_ path: String) throws(CertStoreError) -> CertStore {
        let database = try StoreFile.open(path)
        var isEncrypted = false
        do throws(Database.Failure) {
            try database.run("SELECT encrypted FROM protection") { (row) throws(Database.Failure) in
                isEncrypted = row.integer(0) == 1
            }
        } catch {
            throw CertStoreError(error)
        }
        return CertStore(database, isEncrypted: isEncrypted)
    }

    /// Opens the store in a file, and makes it first if there is none.
    ///
    /// With `encrypted`, the private keys of a new store will be encrypted with a passphrase; a store
    /// that is there already stays as it is.
    ///
    /// - Throws: as ``open(_:)``.
    public static func openOrCreate(_ path: String, encrypted: Bool) throws(CertStoreError) -> CertStore {
        if !StoreFile.exists(path) { try StoreFile.create(path, isEncrypted: encrypted) }
        return try open(path)
    }

    /// Reads from the file.
    func read<Result: Sendable>(
        _ work: (borrowing Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in try work(database) }
    }

    /// Reads and writes as one transaction.
    func write<Result: Sendable>(
        _ work: (borrowing Database) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        try database.withLock { (database) throws(CertStoreError) in
            try database.transaction(failure: { CertStoreError($0) }) { () throws(CertStoreError) in
                try work(database)
            }
        }
    }
}

extension Database {
    /// Runs a statement for a caller that throws the errors of the store.
    func store(
        _ statement: String, _ values: [DatabaseValue] = [],
        row: (borrowing Statement) -> Void = { _ in }
    ) throws(CertStoreError) {
        do throws(Failure) {
            try run(statement, values) { (statement) throws(Failure) in row(statement) }
        } catch {
            throw CertStoreError(error)
        }
    }

    /// The same for several statements that have no values and no rows.
    func executeStore(_ statements: String) throws(CertStoreError) {
        do throws(Failure) { try execute(statements) } catch { throw CertStoreError(error) }
    }
}
