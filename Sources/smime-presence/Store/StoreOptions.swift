import CMS
import CertStore
import CommandOptions

/// The options of every command that uses the store: where it is, and what opens its private keys.
struct StoreOptions {
    var location: String?
    var passphraseFile: String?

    /// Where the store is.
    static func location<Root>(_ path: WritableKeyPath<Root, StoreOptions>) -> Option<Root> {
        .value(
            "--store", as: "LOCATION", into: path.appending(path: \.location),
            help: "the store (default: $SMIME_PRESENCE_STORE, else $XDG_DATA_HOME/smime-presence/store.db)")
    }

    /// Where the passphrase is.
    static func passphrase<Root>(_ path: WritableKeyPath<Root, StoreOptions>) -> Option<Root> {
        .value(
            "--passphrase-file", as: "FILE", into: path.appending(path: \.passphraseFile),
            help: "the first line of FILE opens the encrypted private keys of the store")
    }

    /// Opens the store, after making sure that no output would overwrite it, what SQLite keeps beside it, or its
    /// passphrase.
    func open(on console: Console, writing outputs: [String?] = []) throws(CommandFailure) -> CertStore {
        let location = try location(on: console)
        return try worded {
            let files = ["", "-wal", "-shm", "-journal"].map { FileAccess.resolved(location) + $0 }
            for input in files + [passphraseFile].compactMap(\.self) {
                try console.refuseSameFile(input: input, outputs: outputs)
            }
            return try CertStore.open(location)
        }
    }

    /// Opens the store, and makes it first if there is none; with a passphrase it encrypts its keys.
    ///
    /// A new store is spoken of, since its name may be mistyped. Directories are made on the way to the conventional place, and to no other.
    func openOrCreate(on console: Console) throws(CommandFailure) -> CertStore {
        let (text, directory) = try written(on: console)
        let location = try Self.location(text, named: "--store", on: console)
        let database = try worded {
            try CertStore.openOrCreate(
                location, encrypted: passphraseFile != nil, in: directory, rememberingSince: console.now())
        }
        if database.isNew { console.say("made a new store \(Self.shown(text))") }
        return database
    }

    /// A location for people: the URI of a database may hold a password.
    private static func shown(_ text: String) -> String { isDatabase(text) ? "in the database" : "'\(text)'" }

    private static func isDatabase(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// The passphrase, where a file of it was given.
    func passphrase(on console: Console) throws(CommandFailure) -> SecretOctets? {
        try passphraseFile.map { (name) throws(CommandFailure) in try console.secretLine(of: name) }
    }

    /// Where the store is, by the option, the environment or the convention.
    func location(on console: Console) throws(CommandFailure) -> String {
        try Self.location(written(on: console).location, named: "--store", on: console)
    }

    /// A location as CertStore takes it: the name of a file as it lies, or a URI of PostgreSQL.
    static func location(
        _ text: String, named name: String, on console: Console
    ) throws(CommandFailure) -> String {
        if isDatabase(text) { return text }
        guard !text.isEmpty, !text.contains("://") else {
            throw CommandFailure(
                .notOfKind(name: name, value: text, wanted: "the name of a file, or postgresql://…"),
                help: "smime-presence --help")
        }
        return console.path(of: text)
    }

    /// The location as it was written down somewhere.
    ///
    /// The XDG Base Directory Specification puts data under ~/.local/share where nothing else is said.
    private func written(
        on console: Console
    ) throws(CommandFailure) -> (location: String, directory: StoreDirectory) {
        if let location { return (location, .mustExist) }
        if let location = console.environment("SMIME_PRESENCE_STORE"), !location.isEmpty {
            return (location, .mustExist)
        }
        if let data = console.environment("XDG_DATA_HOME"), data.hasPrefix("/") {
            return ("\(data)/smime-presence/store.db", .createIfMissing)
        }
        guard let home = console.environment("HOME"), home.hasPrefix("/") else {
            throw CommandFailure(
                .surroundings, "nothing says where the store is",
                hint: "give '--store FILE' or set SMIME_PRESENCE_STORE")
        }
        return ("\(home)/.local/share/smime-presence/store.db", .createIfMissing)
    }
}

extension Console {
    /// Says that others may read or write a file with a secret in it, where they may.
    func warnIfOpenToOthers(_ name: String, holding secret: String) {
        guard name != Self.standardStream, let mode = FileAccess.modeOfRegularFile(path(of: name)),
            mode & 0o077 != 0
        else { return }
        say(
            "warning: others may read or write '\(name)' (mode \(String(mode, radix: 8))), which holds \(secret): "
                + "chmod 600 '\(name)'")
    }

    /// The first line of a file that holds a passphrase or password, without its line end.
    func secretLine(of name: String) throws(CommandFailure) -> SecretOctets {
        let line = try worded { try readSecret(name, limit: 1024) }.withOctets(Self.firstLine)
        warnIfOpenToOthers(name, holding: "a passphrase")
        guard let line else {
            throw CommandFailure(
                .surroundings, "'\(name)' holds no passphrase", hint: "put the passphrase into its first line"
            )
        }
        return line
    }

    /// The same for the password of a file from elsewhere, which may be empty.
    func passwordLine(of name: String) throws(CommandFailure) -> SecretOctets {
        let octets = try worded { try readSecret(name, limit: 1024) }
        let isEmpty = octets.withOctets { line in
            let end = line.indices.first { line[$0] == UInt8(ascii: "\n") } ?? line.count
            return end == 0 || end == 1 && line[0] == UInt8(ascii: "\r")
        }
        return isEmpty ? SecretOctets.empty : try secretLine(of: name)
    }

    /// Nil where it is empty or has a NUL in it.
    private static func firstLine(_ octets: Span<UInt8>) -> SecretOctets? {
        var count = octets.indices.first { octets[$0] == UInt8(ascii: "\n") } ?? octets.count
        if count > 0, octets[count - 1] == UInt8(ascii: "\r") { count -= 1 }
        guard count > 0, !(0..<count).contains(where: { octets[$0] == 0 }) else { return nil }
        return SecretOctets(copying: octets.extracting(first: count))
    }
}
