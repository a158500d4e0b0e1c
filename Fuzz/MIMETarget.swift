import MIME
import TestSupport

/// MIME entities: every part is a complete slice of its entity.
struct MIMETarget: FuzzTarget {
    let maximumOctets = 8192
    let words = [
        "boundary*0*=", "boundary*=", "charset*=", "\r\n--", "--\r\n", "=\r\n", "quoted-printable", "base64",
    ]

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let messages = try SIPMessageBodies.seeds()
        let entities = try Seeds.files(
            in: "Tests/Vectors/rfc4134", "Tests/Vectors/rfc6216/messages", ending: [".eml", ".txt", ".sip"],
            atMost: maximumOctets)
        return messages.filter { $0.octets.count <= maximumOctets } + entities
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        guard let entity = try? MIMEEntity.parse(octets) else { return nil }
        return Mutation.entity(entity, by: &generator)?.octets
    }

    func run(_ octets: [UInt8]) {
        guard let entity = try? MIMEEntity.parse(octets) else { return }
        require(entity.octets == octets, "an entity keeps its octets")
        read(entity)
    }

    private func read(_ entity: MIMEEntity) {
        require(entity.octets.suffix(entity.body.count) == entity.body[...], "the body ends the entity")
        if let type = try? entity.contentType(), let again = try? ContentType.parse(type.headerValue) {
            require(again == type, "a written Content-Type is read back unchanged")
        }
        _ = try? entity.contentDisposition()
        if let decoded = try? entity.decodedBody() {
            require(decoded.count <= entity.body.count, "decoding never lengthens")
        }
        guard let multipart = try? entity.multipart() else { return }
        var end = 0
        for part in multipart.parts {
            require(part.rawRange.lowerBound >= end, "parts do not overlap")
            end = part.rawRange.upperBound
            require(entity.body[part.rawRange] == part.octets[...], "a part is a complete slice")
            require(part.entity.depth == entity.depth + 1, "depth increases by one")
            read(part.entity)
        }
    }
}
