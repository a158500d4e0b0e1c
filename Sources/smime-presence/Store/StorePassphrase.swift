import CertStore
import CommandOptions
import Octets
import SMIMEAgent

struct StorePassphrase: Command {
    static let name = "store passphrase"
    static let summary = "set or change the passphrase of the private keys"
    static let details = [
        "Encrypts every private key of the store anew, all at once or none, and overwrites what was there. "
            + "--passphrase-file opens a store that is encrypted already.",
        "--leave-keys-unencrypted takes the passphrase away: then everybody who can read the store, or a copy of it, "
            + "has its private keys. Backups made before keep the passphrase they had.",
    ]
    static var options: [Option<StorePassphrase>] {
        [
            .value(
                "--new-passphrase-file", as: "FILE", into: \.newFile,
                help: "the first line of FILE is the new passphrase"),
            .flag(
                "--leave-keys-unencrypted", into: \.leavesUnencrypted,
                help: "decrypt the private keys, and keep them without a passphrase"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence store passphrase --new-passphrase-file passphrase.txt",
            "Encrypt the keys of a store that had no passphrase.")
    ]

    var newFile: String?
    var leavesUnencrypted = false
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if newFile != nil, leavesUnencrypted {
            throw .conflictingOptions("--new-passphrase-file", "--leave-keys-unencrypted")
        }
        if newFile == nil, !leavesUnencrypted {
            throw .missingOption("--new-passphrase-file", placeholder: "FILE")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let current = try store.passphrase(on: console)
        let new = try newFile.map { (name) throws(CommandFailure) in try console.secretLine(of: name) }
        let database = try store.open(on: console)
        let change = try worded { try database.changePassphrase(from: current, to: new) }
        console.say(
            new == nil
                ? "warning: \(change.keys) private keys are now kept without a passphrase"
                : "encrypted \(counted(change.keys, "private key")) under the new passphrase")
        if change.leavesCopies { console.sayCopiesAreLeft() }
    }
}
