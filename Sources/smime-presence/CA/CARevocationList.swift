import CMS
import CertStore
import CommandOptions
import FoundationEssentials

struct CARevocationList: Command {
    static let name = "ca crl"
    static let summary = "make a fresh CRL of the store's CA"
    static let details = [
        "Writes a list (CRL) of every certificate that the CA has revoked, for others to take in with 'trust crl "
            + "import'. They refuse what the CA issued once the list is older than --days without a new one. Each "
            + "list has a higher number than the one before. A certificate that has expired is left out once it "
            + "stood on a list made after its end. This store itself needs none: what 'cert revoke' revokes counts "
            + "here at once."
    ]
    static var options: [Option<CARevocationList>] {
        [
            .flag("--der", into: \.isDER, help: "DER instead of PEM"),
            .integer(
                "--days", as: "N", in: 1...3650, into: \.days,
                help: "the next list comes within N days (default: 30)"),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca crl > crl.pem", "The list for another machine."),
        Example("smime-presence ca crl --der --days 7 -o crl.der", "A list that is replaced every week."),
    ]

    var isDER = false
    var days: Int?
    var output: String?
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console, writing: [output])
        try worded {
            var staged = StagedOutputs()
            defer { staged.discard() }
            let list = try database.nextRevocationList(
                lasting: Double(days ?? Self.month) * 86_400, passphrase: passphrase, clock: console.now
            ) { list in
                // Two lists of one number must not get out: what cannot be taken back is written when it is given.
                staged = try console.stage([
                    isDER
                        ? Output(list.der, .binary, to: output) : Output(try list.pem(), .text, to: output)
                ])
            }
            try console.write(staged)
            try staged.commit()
            console.say(
                "wrote CRL \(list.number ?? ""): \(list.count) revoked"
                    + (list.nextUpdate.map { ", next update \($0.ISO8601Format())" } ?? ""))
        }
    }

    private static let month = 30
}
