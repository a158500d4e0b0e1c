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
    ///
    /// If parties come from files, the default store may be absent, unless it `mustExist`.
    func openStore(
        on console: Console, writing outputs: [String?], given: GivenParties = GivenParties(),
        mustExist: Bool = true
    ) throws(CommandFailure) -> MessageStore {
        let database =
            try mustExist
            ? store.open(on: console, writing: outputs) : store.openIfPresent(on: console, writing: outputs)
        // No key of the store is used then.
        let passphrase = try given.own.isEmpty ? store.passphrase(on: console, of: database) : nil
        return MessageStore(database, passphrase: passphrase, given: given)
    }
}
