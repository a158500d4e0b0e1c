import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions

struct CertificateRemove: Command {
    static let name = "cert remove"
    static let summary = "remove a certificate and its private key from the store"
    static let details = [
        """
        Messages encrypted to this certificate can no longer be decrypted. If several certificates are filed \
        under URI, name one with --serial, or all with --all.
        """
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
        Example("smime-presence cert remove sip:bob@example.test", "Remove the only certificate of bob.")
    ]

    var uri = ""
    var choice = CertificateChoice()
    var store = StoreOptions()

    func validate() throws(UsageError) { try choice.validate() }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        try describingErrors {
            for stored in try database.certificates(of: uri, choice.selection) {
                let isGone = try database.remove(stored.certificate)
                console.say("removed \(stored.title)")
                if !isGone, stored.hasPrivateKey { console.warnOfRemainingCopies() }
            }
        }
    }
}
