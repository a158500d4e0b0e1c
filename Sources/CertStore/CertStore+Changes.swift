extension CertStore {
    /// The state of the store: equal only if nothing but the ledger has changed in between.
    ///
    /// A program that caches data of the store reads the state before each use, and reloads if it
    /// differs. Data read after the state is at least as new as the state. In SQLite, every write by
    /// another connection changes it, also one by an earlier version of this program, which counts no
    /// changes, and one to the ledger.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)``, also if the store has lost its count.
    public var state: StoreState {
        get throws(CertStoreError) {
            try read { (database) throws(CertStoreError) in
                guard database.isWritable else { return StoreState(changes: 0, foreignWrites: 0) }
                let foreignWrites: Int64
                do throws(DatabaseFailure) { foreignWrites = try database.foreignWrites() } catch {
                    throw CertStoreError(error)
                }
                return StoreState(changes: try database.changeCount(), foreignWrites: foreignWrites)
            }
        }
    }
}

/// A state of a store, to compare with an earlier one.
public struct StoreState: Sendable, Equatable {
    /// How often the store was changed, not counting the ledger.
    let changes: Int64
    /// SQLite's number for the writes of other connections; 0 with PostgreSQL.
    let foreignWrites: Int64
}

extension Database {
    /// Returns how often the store was changed, not counting the ledger.
    func changeCount() throws(CertStoreError) -> Int64 {
        guard let changes = try integer("SELECT number FROM change_count") else { throw .missingChangeCount }
        return changes
    }

    func countChange() throws(CertStoreError) {
        guard try integer("UPDATE change_count SET number = number + 1 RETURNING number") != nil else {
            throw .missingChangeCount
        }
    }
}

extension CertStoreError {
    /// The code of ``database(code:message:)`` if the server asks for a password and there is none.
    package static let missingPassword = "PostgreSQL password"

    fileprivate static let missingChangeCount = CertStoreError.database(
        code: "change_count", message: "the row that counts the changes of the store is missing")
}
