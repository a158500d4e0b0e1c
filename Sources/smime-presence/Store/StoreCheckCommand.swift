import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

struct StoreCheckCommand: Command {
    static let name = "store check"
    static let summary = "check everything in the store"
    static let details = [
        """
        Checks the tables, reads every certificate, decrypts every private key and compares it with its \
        certificate. A store that other users can access is refused first. Without --passphrase-file, \
        encrypted keys are counted but not decrypted. The store may be in use, and is not changed, except \
        that a store of an earlier version is upgraded, as by every command.
        """
    ]
    static var options: [Option<StoreCheckCommand>] {
        [
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
            StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [Example("smime-presence store check", "Check the store.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        let check = try describingErrors { try database.check(passphrase: passphrase) }
        if format == .json {
            try console.print(
                SummaryDocument([
                    "certificates": .number(check.certificates), "keys": .number(check.keys),
                    "keysNotOpened": .number(check.keysNotOpened),
                    "defects": .texts(check.defects.map(\.description)),
                ]))
        }
        for defect in check.defects { console.sayError("\(defect)") }
        if check.keysNotOpened > 0 {
            console.say("\(counted(check.keysNotOpened, "encrypted private key")) not opened")
        }
        guard check.defects.isEmpty else {
            let places = check.defects.count == 1 ? "one place" : "\(check.defects.count) places"
            throw CommandFailure(
                .environment, "the store is damaged in \(places)",
                hint: "go back to a backup, or import the named certificates again")
        }
        console.say(
            "sound: \(counted(check.certificates, "certificate")), \(counted(check.keys, "private key")) "
                + "opened"
        )
    }
}
