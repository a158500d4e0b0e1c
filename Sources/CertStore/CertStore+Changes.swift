public import struct FoundationEssentials.Date

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
            try read { (database) throws(CertStoreError) in try database.state(withHistory: false) }
        }
    }

    /// Returns the state of the store and the time of its clock.
    ///
    /// Both are read from the store now, so that a program that runs for long learns that the store can be
    /// reached, and is still the same.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)`` if the store cannot be read, has lost its count,
    ///   or if its file was moved, deleted or replaced.
    public func confirmation() throws(CertStoreError) -> StoreConfirmation {
        try read { (database) throws(CertStoreError) in
            do throws(DatabaseFailure) { try database.checkPlace() } catch { throw CertStoreError(error) }
            let state = try database.state(withHistory: true)
            do throws(DatabaseFailure) {
                return StoreConfirmation(state: state, microseconds: try database.microseconds())
            } catch {
                throw CertStoreError(error)
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
    /// What names the server, the database and its history; nil with SQLite, and if it was not asked for.
    let history: String?

    /// Returns whether no counted change lies between the two, whatever else was written.
    ///
    /// The ledger counts nothing, so its writes by other connections make no difference here. Neither do
    /// those of a program that opened the store before it had version 5 and still runs: it counts no
    /// changes. A program that relies on this must not share a store with one. A standby that was promoted
    /// may have the count of the former primary, and other contents: states of ``CertStore/confirmation()``
    /// differ then.
    public func hasSameContents(as other: StoreState) -> Bool {
        changes == other.changes && history == other.history
    }
}

/// What a store said of itself at one moment.
public struct StoreConfirmation: Sendable {
    /// The state of the store.
    public let state: StoreState
    /// The time by the clock of the store: that of the server with PostgreSQL, that of this machine with
    /// SQLite.
    public let now: Date

    init(state: StoreState, microseconds: Int64) {
        self.state = state
        now = Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
    }
}

extension Database {
    fileprivate func state(withHistory: Bool) throws(CertStoreError) -> StoreState {
        guard isWritable else { return StoreState(changes: 0, foreignWrites: 0, history: nil) }
        var history: String?
        if withHistory {
            try store("SELECT \(self.history)") { history = $0.isNull(0) ? nil : $0.text(0) }
        }
        let foreignWrites: Int64
        do throws(DatabaseFailure) { foreignWrites = try self.foreignWrites() } catch {
            throw CertStoreError(error)
        }
        return StoreState(changes: try changeCount(), foreignWrites: foreignWrites, history: history)
    }

    /// Returns how often the store was changed, not counting the ledger.
    func changeCount() throws(CertStoreError) -> Int64 {
        guard let changes = try integer("SELECT number FROM change_count") else { throw .missingChangeCount }
        return changes
    }

    /// Counts the current transaction as a change, and notifies other connections of it.
    func countChange() throws(CertStoreError) {
        guard try integer("UPDATE change_count SET number = number + 1 RETURNING number") != nil else {
            throw .missingChangeCount
        }
        do throws(DatabaseFailure) { try notifyOfChange() } catch { throw CertStoreError(error) }
    }
}

extension CertStoreError {
    /// The code of ``database(code:message:)`` if the server asks for a password and there is none.
    package static let missingPassword = "PostgreSQL password"

    fileprivate static let missingChangeCount = CertStoreError.database(
        code: "change_count", message: "the row that counts the changes of the store is missing")
}
