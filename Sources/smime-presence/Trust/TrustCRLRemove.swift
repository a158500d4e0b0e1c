import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets

struct TrustCRLRemove: Command {
    static let name = "trust crl remove"
    static let summary = "remove a CRL from the store"
    static let details = [
        "Certificates it revoked are accepted again, with a warning, until another CRL of the CA is "
            + "imported. The CRL that the store makes for its own CA stays."
    ]
    static var operands: [Operand<TrustCRLRemove>] {
        [.optional("ID", into: \.identifier, help: "ID as in 'trust crl list', or the whole fingerprint")]
    }
    static var options: [Option<TrustCRLRemove>] {
        [
            .value(
                "--issuer", as: "NAME", into: \.issuer,
                help: "remove every CRL of the CA with this name, as in 'trust crl list'"),
            ListFormat.ofChanges(\.format), StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence trust crl remove --issuer "
                + "'CN=CA of example.test,O=TEST ONLY - the private keys are public' --store proxy.db",
            "Remove every CRL of a CA.")
    ]

    var identifier: String?
    var issuer: String?
    var format = ListFormat.text
    var store = StoreOptions()

    func validate() throws(UsageError) {
        guard let identifier else {
            if issuer == nil { throw .missingOperand("ID") }
            return
        }
        if issuer != nil { throw .conflictingOptions("ID", "--issuer") }
        try FingerprintDigits.check(identifier)
    }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        try describingErrors {
            let removed =
                try identifier.map { [try database.removeRevocationList($0)] }
                ?? database.removeRevocationLists(ofIssuer: issuer ?? "")
            for list in removed {
                console.say(
                    "removed \(list.title): certificates it revoked will be accepted again "
                        + "until a new CRL is imported"
                )
            }
            guard format == .json else { return }
            try console.print(
                TrustDocument(lists: removed.map { RevocationListReport($0, at: console.now()) }))
        }
    }
}

/// The beginning of a fingerprint on a command line.
enum FingerprintDigits {
    private static let fewest = 8

    /// - Throws: ``UsageError/notOfKind(name:value:wanted:)`` if it is not an ID.
    static func check(_ identifier: String) throws(UsageError) {
        guard identifier.utf8.count >= fewest, identifier.utf8.count <= 64,
            identifier.allSatisfy(\.isHexDigit)
        else {
            throw .notOfKind(name: "ID", value: identifier, wanted: "\(fewest) hexadecimal digits or more")
        }
    }
}
