import CertStore
import CommandOptions

struct StoreBackup: Command {
    static let name = "store backup"
    static let summary = "write the store, as it is at one moment, into one file"
    static let details = [
        "FILE is a store itself, for its owner only; a store of that name is replaced when the new one is complete "
            + "and on the disk. The store may be in use meanwhile. Private keys are in FILE as they are in the store: "
            + "encrypted only if they are there.",
        "To go back to it, put it in the place of the store while nothing uses that, or name it with --store.",
    ]
    static var operands: [Operand<StoreBackup>] {
        [.required("FILE", into: \.file, help: "where to")]
    }
    static var options: [Option<StoreBackup>] { [StoreOptions.location(\.store)] }
    static let examples = [Example("smime-presence store backup monday.db", "A backup of the day.")]

    var file = ""
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console, writing: [file])
        do throws(CertStoreError) { try database.backUp(to: console.path(of: file)) } catch {
            throw error.backupFailure
        }
        console.say("backed up to '\(file)'")
    }
}
