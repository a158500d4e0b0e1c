import Octets
import XML

/// The `entity` attribute of the root of a presence document.
enum PresenceEntity {
    /// Returns the first attribute of that local name, in any case and namespace, as presence servers do.
    ///
    /// - Throws: ``PIDFError/severalEntities``, ``PIDFError/missingEntity``,
    ///   ``PIDFError/invalidEntity(_:)``.
    static func value(of tag: borrowing XMLStartTag) throws(PIDFError) -> String {
        guard tag.attributeCount(where: isNamed) <= 1 else { throw .severalEntities }
        guard let value = tag.value(of: "entity"), !value.isEmpty else { throw .missingEntity }
        guard PresenceSyntax.isURI(value) else { throw .invalidEntity(value) }
        return value
    }

    /// Returns whether a local name is `entity` in any case; other scripts have letters that become these.
    private static func isNamed(_ name: Span<UInt8>) -> Bool {
        if name.indices.contains(where: { name[$0] >= 0x80 }) {
            let text = String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
            return text.uppercased().lowercased() == "entity"
        }
        let entity = "entity".utf8.span
        guard name.count == entity.count else { return false }
        return name.indices.allSatisfy { ASCII.lowerCase(name[$0]) == entity[$0] }
    }
}
