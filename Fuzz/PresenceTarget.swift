import PIDF
import SIPMessage

/// Presence documents: the tuples lie in the document, in their order.
struct PresenceTarget: FuzzTarget {
    let maximumOctets = 8192
    let words = [
        "<!DOCTYPE", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "&#0;", "&lt;", "xmlns:", "encoding=",
    ]

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let bodies = try SIPTarget().seeds().compactMap { seed in
            (try? SIPMessage.parse(seed.octets)).map { (seed.name, $0.body) }
        }
        return try bodies.filter { !$0.1.isEmpty }
            + Seeds.files(in: "Tests/Vectors/presence", ending: [".xml"], atMost: maximumOctets)
    }

    func run(_ octets: [UInt8]) {
        for charset in [nil, "utf-16", "iso-8859-1"] {
            guard let document = try? PresenceDocument.read(octets, charset: charset) else { continue }
            var end = 0
            for tuple in document.tuples {
                require(!tuple.id.isEmpty, "a tuple has an identifier")
                require(tuple.range.lowerBound >= end, "tuples follow each other")
                end = tuple.range.upperBound
            }
            require(Set(document.tuples.map(\.id)).count == document.tuples.count, "identifiers differ")
            require(end <= octets.count, "tuples lie in the document")
        }
    }
}
