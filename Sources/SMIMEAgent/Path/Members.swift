/// The members of one object, all of which must be known.
struct Members<Member: RawRepresentable<String> & CaseIterable> {
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws { try self.init(decoder.container(keyedBy: Key.self)) }

    private init(_ container: KeyedDecodingContainer<Key>) throws {
        for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue })
        where Member(rawValue: key.stringValue) == nil {
            throw PathFileFault.unknownMember((container.codingPath + [key]).place)
        }
        self.container = container
    }

    func optional<Value: Decodable>(_ type: Value.Type, _ member: Member) throws -> Value? {
        try container.decodeIfPresent(type, forKey: key(member))
    }

    func required<Value: Decodable>(_ type: Value.Type, _ member: Member) throws -> Value {
        guard let value = try optional(type, member) else {
            throw PathFileFault.missingMember(place(member))
        }
        return value
    }

    func nested<Inner>(_ type: Inner.Type, _ member: Member) throws -> Members<Inner>? {
        guard container.contains(key(member)) else { return nil }
        return try Members<Inner>(
            container.nestedContainer(keyedBy: Members<Inner>.Key.self, forKey: key(member)))
    }

    /// Returns one of the words of an enumeration.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ member: Member) throws -> Choice? {
        guard let word = try optional(String.self, member) else { return nil }
        guard let choice = Choice(rawValue: word) else {
            throw wrong(member, wanted: Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// Returns whether a member is `on` or `off`.
    func isOn(_ member: Member) throws -> Bool? {
        let choice: OnOff? = try choice(member)
        return choice.map { $0 == .on }
    }

    func wrong(_ member: Member, wanted: String) -> PathFileFault {
        .wrongValue(place(member), wanted: wanted)
    }

    private func key(_ member: Member) -> Key { Key(stringValue: member.rawValue) }

    private func place(_ member: Member) -> String { (container.codingPath + [key(member)]).place }
}

extension [any CodingKey] {
    /// The place of a member: `watcher.hops.pcscfToHome`.
    var place: String { map(\.stringValue).joined(separator: ".") }
}

/// A switch that is on or off.
package enum OnOff: String, CaseIterable, Sendable {
    case on
    case off
}
