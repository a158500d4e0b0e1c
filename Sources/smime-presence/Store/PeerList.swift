import CMS
import CertStore
import CertificateAdministration
import CertificateCommands
import CommandFiles
import CommandOptions
import Octets

struct PeerList: Command {
    static let name = "peer list"
    static let summary = "list the addresses whose messages are known to be protected"
    static let details = [
        """
        The service records an address when it accepts a signed and enveloped message from it, or when a \
        client asks for it. From then on '/v1/judge' refuses clear messages of the address, even if the \
        profile lists it in 'prefer-protection' or 'without-protection'. Writes one line per address: the \
        address, and the time of the record.
        """
    ]
    static var options: [Option<PeerList>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [
        Example("smime-presence peer list --store proxy.db", "List the addresses that never fall back.")
    ]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let database = try store.open(on: console)
        let peers = try describingErrors { try database.protectedAddresses().map(PeerReport.init) }
        switch format {
        case .json: try console.print(ListDocument("peers", peers))
        case .text: try console.print(peers.map { $0.line + "\n" }.joined())
        }
    }
}

/// An address whose messages are known to be protected.
struct PeerReport: JSONEncodable {
    private let address: String
    private let since: String

    init(_ peer: ProtectedAddress) { (address, since) = (peer.address, peer.since.internetTime) }

    var line: String { "\(printable(address))  since \(since)" }

    func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("address", address)
            $0.member("since", since)
        }
    }
}
