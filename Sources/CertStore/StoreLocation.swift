/// What becomes of a directory that a new store is to lie in, and that is not there.
public enum StoreDirectory: Sendable {
    /// It is made, with those above it: the place was chosen by a convention.
    case madeIfMissing
    /// There is no store then: its name may be mistyped.
    case mustExist
}

/// Where a store is kept, and by what.
enum StoreLocation {
    /// SQLite, in a file of this name.
    case file(String)
    /// PostgreSQL, reached by a connection URI of libpq; it may hold a password, and is shown to nobody.
    case postgresql(SecretLocation)

    /// A URI whose octets no way of printing shows.
    struct SecretLocation: CustomStringConvertible, CustomReflectable {
        let uri: String
        var description: String { "postgresql://…" }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// PostgreSQL where the text begins like its connection URIs; the name of a file otherwise.
    init(_ text: String) {
        let isURI = text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
        self = isURI ? .postgresql(SecretLocation(uri: text)) : .file(text)
    }

    func open() throws(CertStoreError) -> any Database {
        switch self {
        case .file(let path): try StoreFile.open(path)
        #if PostgreSQL
            case .postgresql(let location): try PostgreSQLStore.open(location)
        #else
            case .postgresql: throw .noPostgreSQL
        #endif
        }
    }

    /// Makes a store with what `fill` puts into its tables, unless it is there already; true where it made one.
    func createIfAbsent(
        in directory: StoreDirectory, filling fill: (any Database) throws(CertStoreError) -> Void
    ) throws(CertStoreError) -> Bool {
        switch self {
        case .file(let path):
            guard !StoreFile.exists(path) else { return false }
            if directory == .madeIfMissing { try StoreFile.makeDirectory(of: path) }
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

    /// Makes a store that is not there yet, whole or not at all, with what `fill` puts into its tables.
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
