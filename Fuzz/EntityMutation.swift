import MIME
import SIPMessage
import TestSupport

extension Mutation {
    /// A message with its body or one of its lines changed, and its lengths updated.
    static func message(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        guard let message = try? SIPMessage.parse(octets), let entity = message.bodyEntity() else {
            return nil
        }
        if Int.random(in: 0..<4, using: &generator) == 0 {
            let startLine = Array(message.octets.prefix { $0 != 10 }) + [10]
            return lines(message.headerFields.map(\.octets), by: &generator).map {
                startLine + $0 + [13, 10] + message.body
            }
        }
        return self.entity(entity, by: &generator).flatMap { try? message.replacingBody(with: $0).octets }
    }

    /// An entity with its DER changed, that of a part, or a header field.
    static func entity(_ entity: MIMEEntity, by generator: inout SeededGenerator) -> MIMEEntity? {
        if Int.random(in: 0..<6, using: &generator) == 0 {
            return lines(entity.headerFields.map(\.octets), by: &generator).flatMap {
                try? MIMEEntity.parse($0 + [13, 10] + entity.body)
            }
        }
        if let multipart = try? entity.multipart(), !multipart.parts.isEmpty,
            let boundary = try? entity.contentType()?["boundary"]
        {
            var parts = multipart.parts.map(\.entity)
            let place = Int.random(in: parts.indices, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: parts.remove(at: place)
            case 1: parts.insert(parts[place], at: place)
            case 2: parts.reverse()
            default:
                guard let changed = self.entity(parts[place], by: &generator) else { return nil }
                parts[place] = changed
            }
            return (try? Multipart.compose(parts: parts.map(\.octets), boundary: boundary)).map {
                MIMEEntity(headerFields: entity.headerFields, body: $0)
            }
        }
        return MIMEEntity(
            headerFields: entity.headerFields, body: der(entity.body, by: &generator) ?? plain(entity.body))
    }

    /// Lines with one removed, duplicated, moved, or changed.
    private static func lines(_ lines: [[UInt8]], by generator: inout SeededGenerator) -> [UInt8]? {
        guard !lines.isEmpty else { return nil }
        var lines = lines
        let place = Int.random(in: lines.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: lines.remove(at: place)
        case 1: lines.insert(lines[place], at: place)
        case 2: lines.swapAt(place, Int.random(in: lines.indices, using: &generator))
        default: lines[place] = plain(lines[place])
        }
        return Array(lines.joined())
    }
}
