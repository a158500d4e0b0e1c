import CommandFiles
import CommandOptions
import SMIMEAgent

/// A command on messages that needs the store.
protocol StoreCommand: Command {
    var store: StoreOptions { get set }
}

extension StoreCommand {
    static var storeOptions: [Option<Self>] {
        [StoreOptions.location(\.store), StoreOptions.passphrase(\.store)]
    }

    /// Opens the store for a message; none of the outputs may be the store itself.
    func openStore(on console: Console, writing outputs: [String?]) throws(CommandFailure) -> MessageStore {
        let database = try store.open(on: console, writing: outputs)
        return MessageStore(database, passphrase: try store.passphrase(on: console, of: database))
    }
}
