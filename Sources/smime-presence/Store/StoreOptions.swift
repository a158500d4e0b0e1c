import CMS
import CertStore
import CommandFiles
import CommandOptions

/// The options of every command that uses the store: its location and its passphrase.
struct StoreOptions {
    var location: String?
    var passphraseFile: String?
    /// Whether the private keys of a new store get a passphrase that is typed on the terminal.
    var asksPassphrase = false

    /// The option for the location.
    static func location<Root>(_ path: WritableKeyPath<Root, StoreOptions>) -> Option<Root> {
        .value(
            "--store", as: "LOCATION", into: path.appending(path: \.location),
            help: "the store (default: $SMIME_PRESENCE_STORE, else $XDG_DATA_HOME/smime-presence/store.db)")
    }

    /// The option for the passphrase file.
    static func passphrase<Root>(_ path: WritableKeyPath<Root, StoreOptions>) -> Option<Root> {
        .value(
            "--passphrase-file", as: "FILE", into: path.appending(path: \.passphraseFile),
            help: "the first line of FILE decrypts the private keys of the store")
    }

    /// The option of commands that can make a store.
    static func askPassphrase<Root>(_ path: WritableKeyPath<Root, StoreOptions>) -> Option<Root> {
        .flag(
            "--ask-passphrase", into: path.appending(path: \.asksPassphrase),
            help: "encrypt the private keys of a new store under a passphrase typed on the terminal")
    }

    /// Opens the store, after making sure that no output would overwrite it, what SQLite keeps
    /// beside it, or its passphrase.
    func open(on console: Console, writing outputs: [String?] = []) throws(CommandFailure) -> CertStore {
        let written = try written(on: console)
        let location = try Self.location(written, named: "--store", on: console)
        console.warnOfPassword(in: written)
        return try describingErrors {
            let files = ["", "-wal", "-shm", "-journal"].map { FileAccess.resolved(location) + $0 }
            for input in files + [passphraseFile(on: console)].compactMap(\.self) {
                try console.refuseSameFile(input: input, outputs: outputs)
            }
            return try CertStore.open(location)
        }
    }

    /// Whether neither an option nor the environment names the store.
    func isConventional(on console: Console) throws(CommandFailure) -> Bool {
        try written(on: console).isConventional
    }

    /// The location as messages show it.
    func shown(on console: Console) throws(CommandFailure) -> String { try written(on: console).shown }

    /// Opens the store as ``open(on:writing:)`` does; if no store is named and there is no default store,
    /// returns an empty store in memory.
    func openIfPresent(on console: Console, writing outputs: [String?]) throws(CommandFailure) -> CertStore {
        let written = try written(on: console)
        guard written.isConventional else { return try open(on: console, writing: outputs) }
        let location = try Self.location(written, named: "--store", on: console)
        guard !FileAccess.isAbsent(location) else { return try describingErrors { try .empty() } }
        return try open(on: console, writing: outputs)
    }

    /// The files of the store, those that SQLite keeps beside it, and its passphrase.
    func files(on console: Console) throws(CommandFailure) -> [String] {
        let location = try location(on: console)
        return ["", "-wal", "-shm", "-journal"].map { FileAccess.resolved(location) + $0 }
            + [passphraseFile].compactMap(\.self)
    }

    /// Opens the store, and makes it first if there is none; with a passphrase it encrypts its keys.
    ///
    /// A new store is announced, since its name may be mistyped. Missing directories are made
    /// for the default location only.
    func openOrCreate(on console: Console) throws(CommandFailure) -> CertStore {
        let written = try written(on: console)
        let location = try Self.location(written, named: "--store", on: console)
        console.warnOfPassword(in: written)
        let database = try describingErrors {
            try CertStore.openOrCreate(
                location, encrypted: asksPassphrase || passphraseFile(on: console) != nil,
                in: written.directory,
                rememberingSince: console.now())
        }
        if database.isNew { console.say("made a new store \(written.shown)") }
        return database
    }

    /// The passphrase: from a file, or typed if the keys are encrypted and there is a terminal; else nil.
    ///
    /// - Parameter opened: the store, if it is open already.
    func passphrase(
        on console: Console, of opened: CertStore? = nil
    ) throws(CommandFailure) -> SecretOctets? {
        if asksPassphrase, passphraseFile != nil {
            throw CommandFailure(
                .conflictingOptions("--ask-passphrase", "--passphrase-file"), help: "smime-presence --help")
        }
        if !asksPassphrase, let name = passphraseFile(on: console) { return try console.secretLine(of: name) }
        guard asksPassphrase || console.hasTerminal() else { return nil }
        let isEncrypted = try? (opened ?? CertStore.open(location(on: console))).isEncrypted
        return try describingErrors {
            switch isEncrypted {
            case true?: try console.askPassphrase()
            case false? where asksPassphrase: throw CertStoreError.notEncrypted
            case false?: nil
            case nil: asksPassphrase ? try console.askNewPassphrase() : nil
            }
        }
    }

    /// The file with the passphrase, by option or environment.
    private func passphraseFile(on console: Console) -> String? {
        if let passphraseFile { return passphraseFile }
        let name = console.environment("SMIME_PRESENCE_PASSPHRASE_FILE")
        return name?.isEmpty == false ? name : nil
    }

    /// The location by option, environment or default.
    func location(on console: Console) throws(CommandFailure) -> String {
        try Self.location(written(on: console), named: "--store", on: console)
    }

    /// A location as CertStore takes it: the name of a file as it lies, or a URI of PostgreSQL.
    static func location(
        _ written: WrittenLocation, named name: String, on console: Console
    ) throws(CommandFailure) -> String {
        if written.isDatabase { return written.text }
        guard written.isFileName else {
            throw CommandFailure(
                .notOfKind(
                    name: name, value: written.text, wanted: "the name of a file, or postgresql://…"),
                help: "smime-presence --help")
        }
        return console.path(of: written.text)
    }

    private func written(on console: Console) throws(CommandFailure) -> WrittenLocation {
        if let location { return WrittenLocation(chosen: location) }
        if let written = WrittenLocation(environment: console.environment) { return written }
        throw CommandFailure(
            .environment, "no store is named",
            hint: "give '--store FILE' or set SMIME_PRESENCE_STORE")
    }
}

extension Console {
    /// Warns if the location of a store holds a password.
    func warnOfPassword(in location: WrittenLocation) {
        guard location.holdsPassword else { return }
        say(
            "warning: the location of the store holds a password, which other users may see in the list of "
                + "processes: put it into ~/.pgpass")
    }
}
