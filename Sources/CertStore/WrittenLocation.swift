/// The location of a store as a person or the environment writes it.
public struct WrittenLocation: Sendable {
    /// A file name, or a connection URI of PostgreSQL.
    public let text: String
    /// What becomes of its directory if a store is made there.
    public let directory: StoreDirectory

    /// A location that was chosen, so that its directory must exist.
    public init(chosen text: String) {
        self.text = text
        directory = .mustExist
    }

    private init(conventional text: String) {
        self.text = text
        directory = .createIfMissing
    }

    /// The location that the environment names: SMIME_PRESENCE_STORE, else the conventional
    /// place; nil if it names none.
    ///
    /// The XDG Base Directory Specification puts data under ~/.local/share unless
    /// XDG_DATA_HOME says otherwise.
    public init?(environment: (_ variable: String) -> String?) {
        if let location = environment("SMIME_PRESENCE_STORE"), !location.isEmpty {
            self.init(chosen: location)
        } else if let data = environment("XDG_DATA_HOME"), data.hasPrefix("/") {
            self.init(conventional: "\(data)/smime-presence/store.db")
        } else if let home = environment("HOME"), home.hasPrefix("/") {
            self.init(conventional: "\(home)/.local/share/smime-presence/store.db")
        } else {
            return nil
        }
    }

    /// Whether it is the default location, because none is named.
    public var isConventional: Bool {
        switch directory {
        case .createIfMissing: true
        case .mustExist: false
        }
    }

    /// Whether it is a database, not a file; any other scheme is neither.
    public var isDatabase: Bool { StoreLocation.isDatabase(text) }

    /// Whether it is a URI with a password, which other users may see in the list of processes.
    public var holdsPassword: Bool {
        guard isDatabase else { return false }
        let rest = text.drop { $0 != ":" }.dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let login = authority.lastIndex(of: "@").map { authority[..<$0] }
        return login?.contains(":") == true || rest.drop { $0 != "?" }.contains("password=")
    }

    /// Whether it can be the name of a file.
    public var isFileName: Bool { !text.isEmpty && !text.contains("://") }

    /// The location for people: the URI of a database may hold a password.
    public var shown: String { isDatabase ? "in the database" : "'\(text)'" }
}
