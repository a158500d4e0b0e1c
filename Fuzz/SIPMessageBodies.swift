import MIME
import SIPMessage

/// The bodies of the published messages, as entities.
enum SIPMessageBodies {
    static func seeds() throws -> [(name: String, octets: [UInt8])] {
        try SIPTarget().seeds().compactMap { seed in
            (try? SIPMessage.parse(seed.octets))?.bodyEntity().map { (seed.name, $0.octets) }
        }
    }
}
