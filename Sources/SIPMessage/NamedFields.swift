/// The fields of a header in their order, which are found by name without a search.
package struct NamedFields: Sendable {
    package let fields: [NamedField]
    /// The position of the first field of each listed name, by the number of the name.
    private var first = [Int32](repeating: none, count: HeaderName.listed.count)
    /// The same for names that are not listed.
    private var firstUnlisted: [HeaderName: Int32] = [:]
    /// After each field the position of the next one of the same name.
    private var next: [Int32]

    private static let none: Int32 = -1

    /// Takes the fields of a header.
    package init(_ fields: [NamedField]) {
        self.fields = fields
        next = [Int32](repeating: Self.none, count: fields.count)
        // From the last to the first, so that each comes before those that were found.
        for position in fields.indices.reversed() {
            let place = Int32(clamping: position)
            let name = fields[position].name
            if let number = name.number {
                next[position] = first[number]
                first[number] = place
            } else {
                next[position] = firstUnlisted.updateValue(place, forKey: name) ?? Self.none
            }
        }
    }

    /// Returns the position of the first field of a name; nil if there is none.
    package func position(of name: HeaderName) -> Int? {
        let place =
            if let number = name.number { first[number] } else { firstUnlisted[name] ?? Self.none }
        return place == Self.none ? nil : Int(place)
    }

    /// Returns the position of the next field of the name of the one at `position`; nil if there is none.
    package func position(after position: Int) -> Int? {
        next[position] == Self.none ? nil : Int(next[position])
    }

    /// Returns whether no field of the same name comes before the one at `position`.
    package func isFirst(at position: Int) -> Bool { self.position(of: fields[position].name) == position }

    /// Returns whether there is a field of a name.
    package func contains(_ name: HeaderName) -> Bool { position(of: name) != nil }

    /// Returns the only field of a name; nil if there is none, or several.
    package func only(_ name: HeaderName) -> NamedField? {
        guard let position = position(of: name), next[position] == Self.none else { return nil }
        return fields[position]
    }

    /// Returns the fields of a name, in their order.
    package func fields(of name: HeaderName) -> [NamedField] {
        var found: [NamedField] = []
        var place = position(of: name)
        while let position = place {
            found.append(fields[position])
            place = self.position(after: position)
        }
        return found
    }

    /// Returns the values of all fields of a name in their order, with lists split.
    package func values(of name: HeaderName) -> [String] {
        guard let position = position(of: name) else { return [] }
        if next[position] == Self.none { return fields[position].values }
        return fields(of: name).flatMap(\.values)
    }
}

extension NamedFields: Equatable {
    /// Returns whether the fields are the same.
    package static func == (left: NamedFields, right: NamedFields) -> Bool { left.fields == right.fields }
}
