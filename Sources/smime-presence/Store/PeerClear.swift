import CertStore
import CommandFiles
import CommandOptions
import Octets
import SIPMessage
import SMIMEAgent

struct PeerClear: Command {
    static let name = "peer clear"
    static let summary = "accept clear messages of addresses again"
    static let details = [
        """
        Deletes the records that these addresses send protected messages. Afterwards the service accepts \
        clear messages of them again, as far as its profile allows. This is needed when a user moves to a \
        program without S/MIME. No request to the service deletes a record, because an attacker could \
        otherwise bring a user back to clear text. Every service of the store follows within one second.
        """
    ]
    static var operands: [Operand<PeerClear>] {
        [.repeated("URI", into: \.uris, help: "the addresses, as in 'peer list'")]
    }
    static var options: [Option<PeerClear>] { [StoreOptions.location(\.store)] }
    static let examples = [
        Example(
            "smime-presence peer clear sip:bob@example.test --store proxy.db",
            "Let Bob use a phone without protection again.")
    ]

    var uris: [String] = []
    var store = StoreOptions()

    func validate() throws(UsageError) {
        if uris.isEmpty { throw .missingOperand("URI") }
        for uri in uris where AddressURI.parse(uri) == nil {
            throw .notOfKind(name: "URI", value: uri, wanted: "a SIP URI or a global telephone number")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let names = uris.compactMap { AddressURI.parse($0)?.nameInRecords }
        let forgotten = try describingErrors { Set(try database.forgetProtected(names)) }
        for name in names {
            console.say(
                forgotten.contains(name)
                    ? "deleted: \(printable(name))"
                    : "not recorded: \(printable(name))")
        }
    }
}
