/// What to do if the directory of a new store does not exist.
public enum StoreDirectory: Sendable {
    /// It is created, with those above it, because the place was chosen by a convention.
    case createIfMissing
    /// There is no store then, because its name may be mistyped.
    case mustExist
}

/// The location of a store, and its backend.
enum StoreLocation {
    /// SQLite, in a file of this name.
    case file(String)
    /// PostgreSQL, reached by a connection URI of libpq; it may contain a password, and is never shown.
    case postgresql(SecretLocation)

    /// A URI that printing does not show.
    struct SecretLocation: CustomStringConvertible, CustomReflectable {
        let uri: String
        var description: String { "postgresql://…" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// Creates PostgreSQL if the text begins like its connection URIs; otherwise a file name.
    init(_ text: String) {
        self = Self.isDatabase(text) ? .postgresql(SecretLocation(uri: text)) : .file(text)
    }

    /// Whether the text begins like a connection URI of PostgreSQL.
    static func isDatabase(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// Opens the store; a server that sends nothing for longer than `patience` counts as lost.
    func open(patience: Duration? = nil) throws(CertStoreError) -> any Database {
        switch self {
        case .file(let path): try StoreFile.open(path)
        #if PostgreSQL
            case .postgresql(let location): try PostgreSQLStore.open(location, patience: patience)
        #else
            case .postgresql: throw .noPostgreSQL
        #endif
        }
    }

    /// Creates a store with the content that `fill` writes, unless it exists; returns true if it created one.
    func createIfAbsent(
        in directory: StoreDirectory, filling fill: (any Database) throws(CertStoreError) -> Void
    ) throws(CertStoreError) -> Bool {
        switch self {
        case .file(let path):
            guard !StoreFile.exists(path) else { return false }
            if directory == .createIfMissing { try StoreFile.makeDirectory(of: path) }
            return try StoreFile.make(path, existing: .kept) { (temporary) throws(CertStoreError) in
                try StoreFile.fill(temporary, fill)
            }
        #if PostgreSQL
            case .postgresql(let location):
                return try PostgreSQLStore.createIfAbsent(location, filling: fill)
        #else
            case .postgresql: throw .noPostgreSQL
        #endif
        }
    }

    /// Creates a store that does not exist yet, complete or not at all, with the content that `fill` writes.
    func create(filling fill: (any Database) throws(CertStoreError) -> Void) throws(CertStoreError) {
        switch self {
        case .file(let path):
            guard !StoreFile.exists(path) else { throw .storeExists(path: path) }
            try StoreFile.make(path, existing: .refused) { (temporary) throws(CertStoreError) in
                try StoreFile.fill(temporary, fill)
            }
        #if PostgreSQL
            case .postgresql(let location): try PostgreSQLStore.create(location, filling: fill)
        #else
            case .postgresql: throw .noPostgreSQL
        #endif
        }
    }
}
