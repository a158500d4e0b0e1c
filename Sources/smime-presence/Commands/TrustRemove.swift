import CMS
import CertStore

struct TrustRemove: Command {
    static let name = "trust remove"
    static let summary = "end the trust in a certificate"
    static let details = ["What the certificate vouched for is refused from now on."]
    static var operands: [Operand<TrustRemove>] {
        [.required("ID", into: \.identifier, help: "as 'trust list' shows it, or the whole fingerprint")]
    }
    static var options: [Option<TrustRemove>] { [StoreOptions.location(\.store)] }
    static let examples = [
        Example("smime-presence trust remove dba6e7b08f208240", "End the trust in the CA of the lab.")
    ]

    var identifier = ""
    var store = StoreOptions()

    func validate() throws(UsageError) { try FingerprintDigits.check(identifier) }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let anchor = try worded { try database.distrust(identifier) }
        console.say("no longer trusted: \(anchor.identifier) \(anchor.certificate.facts.subject)")
    }
}
