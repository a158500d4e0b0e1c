import PIDF
import SIPMessage

/// Presence documents: the tuples are within the document, in their order.
struct PresenceTarget: FuzzTarget {
    let maximumOctets = 8192
    let words = [
        "<!DOCTYPE", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "&#0;", "&lt;", "xmlns:", "encoding=",
        "entity=", "Entity", "<presence", "<Presence", "pidf-full", "pidf-diff",
        "urn:ietf:params:xml:ns:pidf-diff",
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
            let found = try? PresenceDocument.find(in: octets, charset: charset)
            require(found == document, "a document is found whatever its type")
            var end = 0
            for tuple in document.tuples {
                require(tuple.id?.isEmpty != true, "an identifier is not empty")
                require(tuple.range.lowerBound >= end, "tuples follow each other")
                end = tuple.range.upperBound
            }
            let names = document.tuples.compactMap(\.id)
            let isNamed = names.count == document.tuples.count && Set(names).count == names.count
            require(isNamed || !document.nonconformities.isEmpty, "identifiers differ, or that is listed")
            require(end <= octets.count, "tuples are within the document")
        }
    }
}
