import CMS
import CertStore
import CommandFiles
import CommandOptions
import FoundationEssentials

struct CARevocationList: Command {
    static let name = "ca crl"
    static let summary = "make a fresh CRL of the store's CA"
    static let details = [
        """
        Writes a CRL with every certificate that the CA has revoked, for 'trust crl import' in other stores. \
        They refuse every certificate of the CA if the CRL is older than --days and they have imported no \
        newer one. Each CRL has a higher number than the previous one. A revoked certificate stays listed \
        until one CRL made after its expiry has listed it. This store needs no CRL of its own CA: 'cert \
        revoke' takes effect here at once.
        """
    ]
    static var options: [Option<CARevocationList>] {
        [
            .flag("--der", into: \.isDER, help: "write DER instead of PEM"),
            .integer(
                "--days", as: "N", in: 1...3650, into: \.days,
                help: "the next CRL comes within N days (default: 30)"),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca crl > crl.pem", "Write a CRL for another store."),
        Example(
            "smime-presence ca crl --der --days 7 -o crl.der", "Write a CRL that is replaced every week."),
    ]

    var isDER = false
    var days: Int?
    var output: String?
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console, writing: [output])
        try describingErrors {
            var staged = StagedOutputs()
            defer { staged.discard() }
            let list = try database.nextRevocationList(
                lasting: Double(days ?? Self.month) * 86_400, passphrase: passphrase, clock: console.now
            ) { list in
                // Two CRLs must not have the same number: outputs that cannot be
                // undone are written afterwards.
                staged = try console.stage([
                    isDER
                        ? Output(list.der, .binary, to: output) : Output(try list.pem(), .text, to: output)
                ])
            }
            try console.write(staged)
            try staged.commit()
            console.say(
                "wrote CRL \(list.number ?? ""): \(list.count) revoked"
                    + (list.nextUpdate.map { ", next update \($0.internetTime)" } ?? ""))
        }
    }

    private static let month = 30
}
