import CMS
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials

struct CARenew: Command {
    static let name = "ca renew"
    static let summary = "renew the certificate of the store's CA, with the same key"
    static let details = [
        """
        The CA issues itself a new certificate for its key and its name, so that every certificate it issued \
        stays valid. The store trusts the new one beside the old one. Hand it out before the old one \
        expires: 'ca show' writes it, and other stores take it with 'trust add'.
        """
    ]
    static var options: [Option<CARenew>] {
        [
            ValidityOptions.authorityDays(\.days),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
            AuthorityOption.format(\.format),
        ]
    }
    static let examples = [
        Example("smime-presence ca renew", "Renew the CA's certificate for ten years.")
    ]

    var days: Int?
    var store = StoreOptions()
    var format = ListFormat.text

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        try describingErrors {
            let certificate = try database.renewAuthority(
                days: days, at: console.now(), passphrase: passphrase)
            let end = certificate.facts.notAfter.internetTime
            try console.report(
                on: database, as: format,
                lines: [
                    "renewed the certificate of the CA, valid until \(end)",
                    "for other stores, write it with 'smime-presence ca show'",
                ])
        }
    }
}
