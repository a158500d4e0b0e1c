import CertStore
import CommandOptions
import Octets
import SMIMEAgent

struct StoreCopy: Command {
    static let name = "store copy"
    static let summary = "make a new store with everything that is in another"
    static let details = [
        "FROM and TO are locations as --store takes them: the name of a file, or postgresql://… where the program "
            + "is built for it. TO must not be a store yet; it appears whole or not at all. Stop what writes to FROM "
            + "first: what is written there later is not in TO. Private keys, passphrase, trust and revocations come "
            + "along as they are."
    ]
    static var operands: [Operand<StoreCopy>] {
        [
            .required("FROM", into: \.source, help: "the store to copy"),
            .required("TO", into: \.target, help: "the store to make"),
        ]
    }
    static var options: [Option<StoreCopy>] { [] }
    static let examples = [Example("smime-presence store copy store.db new.db", "From one file to another.")]

    var source = ""
    var target = ""

    func run(on console: Console) throws(CommandFailure) {
        let from = try StoreOptions.location(WrittenLocation(chosen: source), named: "FROM", on: console)
        let to = try StoreOptions.location(WrittenLocation(chosen: target), named: "TO", on: console)
        let count = try worded {
            try console.refuseSameFile(input: from, outputs: [to])
            do throws(CertStoreError) {
                return try CertStore.copy(from: from, to: to)
            } catch {
                throw error.copyingFailure
            }
        }
        console.say("copied \(counted(count, "certificate"))")
    }
}
