import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import FoundationEssentials
import Octets

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
        """,
        """
        After 'ca rotate', the output has a CRL of each key whose certificates are still in use, the current \
        one first. --ca names one of them, which --der requires then.
        """,
        """
        In a backup or a copy of a store, and after 'ca import', the CA signs nothing: other stores may have \
        later CRLs with more revocations. --merge takes the last CRL that the CA made (PEM or DER): the \
        certificates on it are revoked here too, and the next number is higher. A certificate on hold stays \
        on hold until 'cert release'. --no-crl-was-lost states that this store knows every CRL of the CA.
        """,
    ]
    static var options: [Option<CARevocationList>] {
        [
            .flag("--der", into: \.isDER, help: "write DER instead of PEM"),
            .integer(
                "--days", as: "N", in: 1...LongValidity.year, into: \.days,
                help: "the next CRL comes within N days (default: \(LongValidity.month))"),
            .value(
                "--ca", as: "ID", into: \.id,
                help: "only the CRL of the CA certificate whose ID, as in 'trust list', begins with ID"),
            .value(
                "--merge", as: "FILE", into: \.last,
                help: "merge the last CRL that the CA made, and let the CA sign again"
            ).loosening(),
            .flag(
                "--no-crl-was-lost", into: \.isNoneLost,
                help: "state that this store knows every CRL of the CA, and let the CA sign again"
            ).loosening(),
            AuthorityOption.format(\.format),
            .value("-o", "--output", as: "FILE", into: \.output, help: "write to FILE"),
            StoreOptions.location(\.store), StoreOptions.passphrase(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence ca crl > crl.pem", "Write a CRL for another store."),
        Example(
            "smime-presence ca crl --der --days 7 -o crl.der", "Write a CRL that is replaced every week."),
        Example(
            "smime-presence ca crl --merge crl.pem -o next.pem",
            "Let the CA of a restored store sign again."),
    ]

    var isDER = false
    var days: Int?
    var id: String?
    var last: String?
    var isNoneLost = false
    var format = ListFormat.text
    var output: String?
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if last != nil, isNoneLost { throw .conflictingOptions("--merge", "--no-crl-was-lost") }
        try AuthorityOption.check(format, output: output)
    }

    func run(on console: Console) throws(CommandFailure) {
        let passphrase = try store.passphrase(on: console)
        let database = try store.open(on: console, writing: [output])
        try describingErrors {
            var staged = StagedOutputs()
            defer { staged.discard() }
            try console.refuseSameFile(input: last, outputs: [output])
            let only = try id.map { try database.ownAuthority(identifiedBy: $0) }
            let known = try last.map {
                try RevocationListFile.lists(console.read($0, limit: RevocationListFile.limit), name: $0)
            }
            let recovery =
                known.map { ListRecovery.merging($0) } ?? (isNoneLost ? .noListWasLost : ListRecovery.none)
            let (lists, additions) = try database.nextRevocationLists(
                lasting: Double(days ?? LongValidity.month) * 86_400, of: only, recovery: recovery,
                passphrase: passphrase, clock: console.now
            ) { lists in
                // Two CRLs must not have the same number: outputs that cannot be
                // undone are written afterwards.
                staged = try console.stage([try written(lists)])
            }
            try console.write(staged)
            try staged.commit()
            let now = console.now()
            let merged = RevocationListNotice.notices(of: additions, of: known ?? [], at: now)
            guard format == .text else {
                let reports = lists.map { RevocationListReport($0, at: now) }
                return try console.print(
                    AuthorityDocument(of: database, lists: reports, merged: last == nil ? nil : merged))
            }
            for notice in merged { console.say("\(notice)") }
            for list in lists {
                let issuer = lists.count > 1 ? " of \(printable(list.issuer))" : ""
                console.say(
                    "wrote CRL \(list.number ?? "")\(issuer): \(list.count) revoked"
                        + (list.nextUpdate.map { ", next update \($0.internetTime)" } ?? ""))
            }
        }
    }

    private func written(_ lists: [RevocationList]) throws -> Output {
        guard isDER else { return Output(try lists.flatMap { try $0.pem() }, .text, to: output) }
        guard let list = lists.first, lists.count == 1 else {
            throw CommandFailure(
                .usage, "'--der' writes one CRL, and the CA has \(lists.count)",
                hint: "name one with '--ca ID', or write PEM")
        }
        return Output(list.der, .binary, to: output)
    }
}
