import MIME
import SIPMessage

/// message/sipfrag: its octets consist of its fields.
struct SIPFragmentTarget: FuzzTarget {
    let maximumOctets = 4096
    let words = ["\r\n\r\n", "\r\n ", "Date: Mon, 23 Nov 2026 12:00:00 GMT\r\n", "Intended-Recipient: "]

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        try SIPTarget().seeds().compactMap { seed in
            guard let message = try? SIPMessage.parse(seed.octets) else { return nil }
            let octets = message.headerFields.flatMap(\.octets)
            return octets.count <= maximumOctets ? (seed.name, octets) : nil
        }
    }

    func run(_ octets: [UInt8]) {
        guard let fragment = try? SIPFragment.parse(octets) else { return }
        let fields = fragment.headerFields.flatMap(\.octets)
        require(octets.starts(with: fields), "the fields are the octets of the fragment")
        require(octets.count - fields.count <= 2, "with at most an empty line after them")
        for field in fragment.headerFields {
            _ = fragment.values(of: HeaderName(field.name)).compactMap(NameAddress.parse)
        }
        for value in fragment.values(of: "Date") { _ = SIPDate(value) }
    }
}
