import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

struct TrustRemove: Command {
    static let name = "trust remove"
    static let summary = "remove a trust anchor"
    static let details = [
        """
        Certificates that it issued are refused from now on. The CRLs that it signed stay: if the \
        certificate is trusted again, what they revoke is still revoked. 'trust crl remove' removes them.
        """
    ]
    static var operands: [Operand<TrustRemove>] {
        [.required("ID", into: \.identifier, help: "ID as in 'trust list', or the whole fingerprint")]
    }
    static var options: [Option<TrustRemove>] {
        [ListFormat.ofChanges(\.format), StoreOptions.location(\.store)]
    }
    static let examples = [
        Example("smime-presence trust remove dba6e7b08f208240", "Stop trusting the CA of the lab.")
    ]

    var identifier = ""
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) { try FingerprintDigits.check(identifier) }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        try describingErrors {
            let anchor = try database.distrust(identifier)
            console.say(
                "no longer trusted: \(anchor.identifier) \(printable(anchor.certificate.facts.subject))")
            let kept = try database.revocationLists().filter { $0.isIssued(by: anchor.certificate) }
            if !kept.isEmpty {
                console.say(
                    "kept \(counted(kept.count, "CRL")) that it signed: what they revoke stays revoked")
            }
            if format == .json { try console.print(TrustDocument(anchors: [CertificateReport(anchor)])) }
        }
    }
}
