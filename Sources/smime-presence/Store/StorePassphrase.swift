import CertStore
import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

struct StorePassphrase: Command {
    static let name = "store passphrase"
    static let summary = "set or change the passphrase of the private keys"
    static let details = [
        """
        Encrypts every private key of the store again, all or none, and overwrites the old copies. \
        --passphrase-file decrypts a store that is encrypted already.
        """,
        """
        --leave-keys-unencrypted removes the passphrase: every user who can read the store, or a copy of it, \
        then has its private keys. Earlier backups keep their passphrase.
        """,
    ]
    static var options: [Option<StorePassphrase>] {
        [
            .value(
                "--new-passphrase-file", as: "FILE", into: \.newFile,
                help: "the first line of FILE is the new passphrase"),
            .flag(
                "--leave-keys-unencrypted", into: \.leavesUnencrypted,
                help: "decrypt the private keys and store them without a passphrase"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence store passphrase --new-passphrase-file passphrase.txt",
            "Encrypt the keys of a store without a passphrase.")
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
        let change = try describingErrors { try database.changePassphrase(from: current, to: new) }
        console.say(
            new == nil
                ? "warning: removed the passphrase from \(counted(change.keys, "private key"))"
                : "encrypted \(counted(change.keys, "private key")) under the new passphrase")
        if change.leavesCopies { console.warnOfRemainingCopies() }
    }
}
