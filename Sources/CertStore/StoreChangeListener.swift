import Synchronization

/// A connection that learns of a change to a store in PostgreSQL as soon as it is committed.
///
/// It only makes a program prompt. A lost connection misses what is committed meanwhile, and a program of an
/// earlier version that still runs sends no notifications. A program that relies on the state of a store
/// still reads ``CertStore/confirmation()`` at intervals. The ledger sends no notifications either.
public final class StoreChangeListener: Sendable {
    #if PostgreSQL
        private let database: Mutex<PostgreSQLDatabase>

        private init(_ database: PostgreSQLDatabase) { self.database = Mutex(database) }
    #endif

    /// Connects to the server of a store; returns nil if the store is a file, which has no server.
    ///
    /// - Throws: ``CertStoreError/noPostgreSQL``, or ``CertStoreError/database(code:message:)`` if the server
    ///   cannot be reached.
    public static func connect(to location: String) throws(CertStoreError) -> StoreChangeListener? {
        switch StoreLocation(location) {
        case .file: return nil
        #if PostgreSQL
            case .postgresql(let location):
                do throws(DatabaseFailure) {
                    let database = try PostgreSQLDatabase.connect(location, patience: Self.patience)
                    try database.listen()
                    return StoreChangeListener(database)
                } catch {
                    throw CertStoreError(error)
                }
        #else
            case .postgresql: throw .noPostgreSQL
        #endif
        }
    }

    /// Waits until a change is committed, for at most `duration`; returns whether one was.
    ///
    /// Changes that were committed between two calls count for the second one.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)`` if the connection was lost; then a program
    ///   connects again, and reads the state.
    public func awaitChange(within duration: Duration) throws(CertStoreError) -> Bool {
        #if PostgreSQL
            try database.withLock { (database) throws(CertStoreError) in
                do throws(DatabaseFailure) {
                    return try database.awaitNotification(within: duration)
                } catch {
                    throw CertStoreError(error)
                }
            }
        #else
            throw .noPostgreSQL
        #endif
    }

    #if PostgreSQL
        /// The time within which the server must accept the connection.
        private static let patience = Duration.seconds(5)
    #endif
}
