import CMS
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets

struct CARotate: Command {
    static let name = "ca rotate"
    static let summary = "give the store's CA a new key, with a name of its own"
    static let details = [
        """
        Makes a new key and certificate for the CA, which issues from now on. The former one stays a trust \
        anchor, and 'ca crl' writes its CRL too, until its last certificate has expired. Subscribers get a \
        certificate of the new key with 'cert renew'. Hand the new certificate out by hand: 'ca show' writes \
        it, and other stores take it with 'trust add'.
        """,
        """
        With --compromised, because others may have the CA's key, this store's trust in the former \
        certificate ends at once, and with it that in every certificate it issued. End it in each other \
        store with 'trust remove ID', where ID is that of the former certificate.
        """,
    ]
    static var options: [Option<CARotate>] {
        [
            .flag("--compromised", into: \.isCompromised, help: "end the trust in the former key at once"),
            .choice("--key", as: "KIND", into: \.key, help: "kind of key (default: that of the former)"),
            ValidityOptions.authorityDays(\.days),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
            AuthorityOption.format(\.format),
        ]
    }
    static let examples = [
        Example("smime-presence ca rotate", "Give the CA a new key."),
        Example(
            "smime-presence ca rotate --compromised", "Give the CA a new key after others have got the old."),
    ]

    var isCompromised = false
    var key: KeyChoice?
    var days: Int?
    var store = StoreOptions()
    var format = ListFormat.text

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console)
        try describingErrors {
            let (former, next) = try database.rotateAuthority(
                key: key?.algorithm, days: days, isCompromised: isCompromised, at: console.now(),
                passphrase: passphrase)
            let facts = next.facts
            let id = former.fingerprint.prefix(16)
            try console.report(
                on: database, as: format,
                lines: [
                    "made the CA \(printable(facts.subject)), valid until \(facts.notAfter.internetTime)",
                    isCompromised
                        ? "\(id) is not trusted any more; in other stores, use 'trust remove \(id)'"
                        : "the former certificate \(id) stays a trust anchor",
                    "for other stores, write the new one with 'smime-presence ca show'",
                ])
        }
    }
}
