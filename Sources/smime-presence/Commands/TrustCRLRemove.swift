import CMS
import CertStore
import FoundationEssentials
import Octets

struct TrustCRLRemove: Command {
    static let name = "trust crl remove"
    static let summary = "take a revocation list out of the store"
    static let details = [
        "What the list revoked is believed from now on, with a warning, until another list of its CA is taken in. "
            + "The list that the store makes for its own CA stays."
    ]
    static var operands: [Operand<TrustCRLRemove>] {
        [.optional("ID", into: \.identifier, help: "as 'trust crl list' shows it, or the whole fingerprint")]
    }
    static var options: [Option<TrustCRLRemove>] {
        [
            .value(
                "--issuer", as: "NAME", into: \.issuer,
                help: "every list of the CA with this name, as 'trust crl list' shows it"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example(
            "smime-presence trust crl remove --issuer 'CN=CA of example.test,O=TEST ONLY - the private keys are public' --store proxy.db",
            "Every list of that CA.")
    ]

    var identifier: String?
    var issuer: String?
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
        try worded {
            let removed =
                try identifier.map { [try database.removeRevocationList($0)] }
                ?? database.removeRevocationLists(ofIssuer: issuer ?? "")
            for list in removed {
                console.say(
                    "removed the list of \(printable(list.issuer)) of \(list.thisUpdate.ISO8601Format()): "
                        + "what it revoked is believed until another comes")
            }
        }
    }
}

/// The beginning of a fingerprint on a command line.
enum FingerprintDigits {
    private static let fewest = 8

    /// - Throws: ``UsageError/notOfKind(name:value:wanted:)`` for what is no ID.
    static func check(_ identifier: String) throws(UsageError) {
        guard identifier.utf8.count >= fewest, identifier.utf8.count <= 64,
            identifier.allSatisfy(\.isHexDigit)
        else {
            throw .notOfKind(name: "ID", value: identifier, wanted: "\(fewest) hexadecimal digits or more")
        }
    }
}
