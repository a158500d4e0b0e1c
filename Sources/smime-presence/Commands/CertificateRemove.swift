import CMS
import CertStore
import FoundationEssentials

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
            .value("--serial", as: "HEX", into: \.serial, help: "the one with this serial number"),
            .flag("--all", into: \.isAll, help: "all that are filed under URI"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence cert remove sip:bob@example.test", "The only certificate of bob.")
    ]

    var uri = ""
    var serial: String?
    var isAll = false
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if isAll, serial != nil { throw .conflictingOptions("--serial", "--all") }
    }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let found = try database.certificates(of: uri)
        try worded {
            for stored in try found.meant(uri: uri, serial: serial, all: isAll) {
                let isGone = try database.remove(stored.certificate)
                console.say(
                    "removed \(stored.uris.joined(separator: " ")), serial \(stored.certificate.facts.serialNumber)"
                )
                if !isGone, stored.hasPrivateKey { console.sayCopiesAreLeft() }
            }
        }
    }
}
