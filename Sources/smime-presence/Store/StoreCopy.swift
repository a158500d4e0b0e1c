import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import SMIMEAgent

struct StoreCopy: Command {
    static let name = "store copy"
    static let summary = "copy everything in a store to a new store"
    static let details = [
        """
        FROM and TO are locations as for --store: a file name, or postgresql://… if the program is built for \
        it. TO must not be a store yet; it is made completely or not at all. Stop programs that write to \
        FROM first: later changes are not in TO. Private keys, passphrase, trust anchors and revocations are \
        copied as they are.
        """,
        """
        The CA signs nothing in TO until 'ca crl --no-crl-was-lost' is used there: two stores must not issue \
        CRLs of one CA. Use it when FROM is no longer used. If FROM stays in use, move the CA with \
        'ca export --key' instead.
        """,
    ]
    static var operands: [Operand<StoreCopy>] {
        [
            .required("FROM", into: \.source, help: "the store to copy"),
            .required("TO", into: \.target, help: "the store to make"),
        ]
    }
    static var options: [Option<StoreCopy>] { [ListFormat.ofChanges(\.format)] }
    static let examples = [
        Example("smime-presence store copy store.db new.db", "Copy a store to another file.")
    ]

    var source = ""
    var target = ""
    var format = ListFormat.text

    func run(on console: Console) throws(CommandFailure) {
        let from = try StoreOptions.location(WrittenLocation(chosen: source), named: "FROM", on: console)
        let to = try StoreOptions.location(WrittenLocation(chosen: target), named: "TO", on: console)
        let count = try describingErrors {
            try console.refuseSameFile(input: from, outputs: [to])
            do throws(CertStoreError) {
                return try CertStore.copy(from: from, to: to)
            } catch {
                throw error.copyingFailure
            }
        }
        console.say("copied \(counted(count, "certificate"))")
        if format == .json { try console.print(SummaryDocument(["certificates": .number(count)])) }
        if let copy = try? CertStore.open(to) { console.sayWithheld(copy) }
    }
}
