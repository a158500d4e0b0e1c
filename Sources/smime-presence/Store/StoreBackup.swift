import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct StoreBackup: Command {
    static let name = "store backup"
    static let summary = "write a consistent copy of the store into one file"
    static let details = [
        """
        FILE is a store itself, readable by its owner only. An existing store of that name is replaced once \
        the new one is complete and on the disk. The store may be in use. Private keys are encrypted in FILE \
        only if they are encrypted in the store.
        """,
        """
        To restore it, put FILE in the place of the store while no program uses that, or name FILE with \
        --store. Its CA signs nothing until 'ca crl --merge FILE' or 'ca crl --no-crl-was-lost' is used, \
        since the store may have signed CRLs after the backup.
        """,
    ]
    static var operands: [Operand<StoreBackup>] {
        [.required("FILE", into: \.file, help: "the backup")]
    }
    static var options: [Option<StoreBackup>] {
        [ListFormat.ofChanges(\.format), StoreOptions.location(\.store)]
    }
    static let examples = [Example("smime-presence store backup monday.db", "Write a backup.")]

    var file = ""
    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console, writing: [file])
        do throws(CertStoreError) { try database.backUp(to: console.path(of: file)) } catch {
            throw error.backupFailure
        }
        console.say("backed up to '\(file)'")
        if format == .json { try console.print(SummaryDocument(["file": .text(file)])) }
        console.sayWithheld(database)
    }
}

extension Console {
    /// Says that the CA, if there is one, signs nothing yet in a copied store.
    func sayWithheld(_ database: CertStore) {
        guard let keys = try? database.ownAuthorities(), keys.contains(where: { $0.use != .exported }) else {
            return
        }
        say("the CA in it signs nothing until 'ca crl --merge LAST.crl' or 'ca crl --no-crl-was-lost'")
    }
}
