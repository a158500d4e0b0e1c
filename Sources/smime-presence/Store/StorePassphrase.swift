import CMS
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
        --passphrase-file decrypts a store that is encrypted already. On a terminal the passphrases that no \
        file has are asked for.
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
                help: "decrypt the private keys and store them without a passphrase"
            ).loosening(),
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
    }

    func run(on console: Console) throws(CommandFailure) {
        guard newFile != nil || leavesUnencrypted || console.hasTerminal() else {
            throw Self.misused(.missingOption("--new-passphrase-file", placeholder: "FILE"))
        }
        let current = try store.passphrase(on: console)
        let new = leavesUnencrypted ? nil : try newPassphrase(on: console)
        let database = try store.open(on: console)
        let change = try describingErrors { try database.changePassphrase(from: current, to: new) }
        console.say(
            new == nil
                ? "warning: removed the passphrase from \(counted(change.keys, "private key"))"
                : "encrypted \(counted(change.keys, "private key")) under the new passphrase")
        if change.leavesCopies { console.warnOfRemainingCopies() }
    }

    private func newPassphrase(on console: Console) throws(CommandFailure) -> SecretOctets {
        if let newFile { return try console.secretLine(of: newFile) }
        return try describingErrors { try console.askNewPassphrase() }
    }
}
