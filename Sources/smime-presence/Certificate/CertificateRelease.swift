import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets

struct CertificateRelease: Command {
    static let name = "cert release"
    static let summary = "lift the hold of a certificate that the store's CA issued"
    static let details = [
        """
        Makes a certificate valid again that 'cert revoke --reason certificateHold' has put on hold; every \
        other revocation is permanent. This store accepts the certificate at once, and 'ca crl' leaves it \
        out, so that other stores accept it after 'trust crl import'. Of several certificates on hold, name \
        one with --serial, or all with --all.
        """
    ]
    static var operands: [Operand<CertificateRelease>] {
        [.required("URI", into: \.uri, help: "the SIP URI it is filed under")]
    }
    static var options: [Option<CertificateRelease>] {
        [
            CertificateChoice.serial(\.choice), CertificateChoice.all(\.choice),
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
            StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence cert release sip:bob@example.test --store held.db",
            "Lift the hold after Bob has found his phone.")
    ]

    var uri = ""
    var choice = CertificateChoice()
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) { try choice.validate() }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        try describingErrors {
            let selected = try database.certificatesToRelease(of: uri, choice.selection)
            try database.release(selected, at: console.now(), passphrase: passphrase)
            for facts in selected.map(\.facts) {
                console.say("lifted the hold of \(printable(uri)), serial \(facts.serialNumber)")
            }
            console.say("for other stores, make a CRL with 'smime-presence ca crl'")
            guard format == .json else { return }
            let stored = try database.stored(selected, of: try SubscriberAddress(uri).uri)
            try console.print(ChangeDocument(database.reports(of: stored, at: console.now())))
        }
    }
}
