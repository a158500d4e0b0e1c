import CMS
import CertStore
import CommandOptions
import Octets
import SMIMEAgent

struct StoreCheckCommand: Command {
    static let name = "store check"
    static let summary = "read everything in the store, and say what is wrong"
    static let details = [
        "Checks the tables, reads every certificate, and opens every private key and holds it against its "
            + "certificate. Files that others may touch are refused before. Without --passphrase-file encrypted keys "
            + "are counted, and not opened. The store may be in use meanwhile, and is not changed, except that one "
            + "of an earlier version is brought up to date as by every command."
    ]
    static var options: [Option<StoreCheckCommand>] {
        [StoreOptions.location(\.store), StoreOptions.passphrase(\.store)]
    }
    static let examples = [Example("smime-presence store check", "Whether the store is sound.")]

    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        let check = try worded { try database.check(passphrase: passphrase) }
        for defect in check.defects { console.say("\(defect)") }
        if check.keysNotOpened > 0 {
            console.say("\(counted(check.keysNotOpened, "encrypted private key")) not opened")
        }
        guard check.defects.isEmpty else {
            let places = check.defects.count == 1 ? "one place" : "\(check.defects.count) places"
            throw CommandFailure(
                .surroundings, "the store is damaged in \(places)",
                hint: "go back to a backup, or import again what is named here")
        }
        console.say(
            "sound: \(counted(check.certificates, "certificate")), \(counted(check.keys, "private key")) opened"
        )
    }
}
