import CertStore
import CertificateAdministration
import CommandOptions

struct CertificateRemove: Command {
    static let name = "cert remove"
    static let summary = "take a certificate and its private key out of the store"
    static let details = [
        "What was encrypted for the certificate cannot be opened any more. Where several certificates are filed "
            + "under URI, one is named by its serial number, or --all says that all are meant."
    ]
    static var operands: [Operand<CertificateRemove>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRemove>] {
        [
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert remove sip:bob@example.test", "The only certificate of bob.")
    ]

    var uri = ""
    var choice = CertificateChoice()
    var store = StoreOptions()

    func validate() throws(UsageError) { try choice.validate() }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        try worded {
            for stored in try database.certificates(of: uri, choice.selection) {
                let isGone = try database.remove(stored.certificate)
                console.say("removed \(stored.title)")
                if !isGone, stored.hasPrivateKey { console.sayCopiesAreLeft() }
            }
        }
    }
}
