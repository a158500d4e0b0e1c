/// Appends one JSON value to octets (RFC 8259), with members sorted by name and text that is safe to display.
///
/// Layout, order and numbers are those of Foundation's `JSONEncoder` with sorted keys and unescaped
/// slashes. Texts and arrays have their own overloads, because the lookup of generic types at run time
/// takes longer than the writing.
public struct JSONWriter {
    /// The line layout of the output.
    public enum Layout: Sendable {
        /// Each member and element on its own line, indented by two spaces.
        case indented
        /// Everything on one line, without spaces.
        case compact
    }

    /// A member of an object that is still open.
    private struct Member {
        let name: String
        /// The index at which its line begins.
        let start: Int
    }

    /// The output so far.
    public private(set) var octets: [UInt8] = []
    private let layout: Layout
    /// The number of open objects and arrays.
    private var depth = 0
    /// The members of all open objects, outermost first.
    private var members: [Member] = []
    /// The index of the first member of the innermost open object.
    private var firstMember = 0
    private var isSorted = true

    /// Creates a writer without octets.
    public init(_ layout: Layout = .indented) { self.layout = layout }

    /// Returns a value as an indented document with a line end.
    public static func document(_ value: some JSONEncodable) -> [UInt8] {
        var writer = JSONWriter()
        value.encode(into: &writer)
        writer.octets.append(UInt8(ascii: "\n"))
        return writer.octets
    }

    /// Returns a value as one line, with the line end: one of many (JSON Lines).
    public static func line(_ value: some JSONEncodable) -> [UInt8] {
        var writer = JSONWriter(.compact)
        value.encode(into: &writer)
        writer.octets.append(UInt8(ascii: "\n"))
        return writer.octets
    }

    /// Returns a value on one line, without a line end.
    public static func compact(_ value: some JSONEncodable) -> [UInt8] {
        var writer = JSONWriter(.compact)
        value.encode(into: &writer)
        return writer.octets
    }

    /// Writes an object; `write` adds each member once with ``member(_:_:)``, in any order, of
    /// which that by name is fastest.
    public mutating func object(_ write: (inout JSONWriter) -> Void) {
        let outer = (firstMember: firstMember, isSorted: isSorted)
        firstMember = members.count
        isSorted = true
        begin(UInt8(ascii: "{"))
        write(&self)
        if !isSorted { sortMembers() }
        end(UInt8(ascii: "}"))
        members.removeLast(members.count - firstMember)
        (firstMember, isSorted) = outer
    }

    /// Adds a member to the innermost open object.
    public mutating func member(_ name: String, _ value: some JSONEncodable) {
        beginMember(name)
        value.encode(into: &self)
    }

    /// Adds a text member.
    public mutating func member(_ name: String, _ text: String) {
        beginMember(name)
        string(text)
    }

    /// Adds an array member.
    public mutating func member(_ name: String, _ elements: [some JSONEncodable]) {
        beginMember(name)
        array(elements)
    }

    /// Adds a member if there is a value; ``member(_:_:)`` writes `null` without one.
    public mutating func memberIfPresent(_ name: String, _ value: (some JSONEncodable)?) {
        if let value { member(name, value) }
    }

    /// Adds a member if there is a text.
    public mutating func memberIfPresent(_ name: String, _ text: String?) {
        if let text { member(name, text) }
    }

    /// Adds a member if there is an array.
    public mutating func memberIfPresent(_ name: String, _ elements: [some JSONEncodable]?) {
        if let elements { member(name, elements) }
    }

    /// Writes an array of the elements in their order.
    public mutating func array(_ elements: [some JSONEncodable]) {
        begin(UInt8(ascii: "["))
        // By index, because an iterator is one more type to look up.
        for index in 0..<elements.count {
            separate(isFirst: index == 0)
            indent()
            elements[index].encode(into: &self)
        }
        end(UInt8(ascii: "]"))
    }

    /// Writes `null`.
    public mutating func null() { octets.append(contentsOf: "null".utf8) }

    /// Writes `true` or `false`.
    public mutating func boolean(_ value: Bool) { octets.append(contentsOf: (value ? "true" : "false").utf8) }

    /// Writes a number in decimal digits.
    public mutating func number(_ value: Int) { octets.append(contentsOf: String(value).utf8) }

    /// Writes a number in the fewest digits that restore the same value; `null` for an
    /// infinity or NaN, which JSON lacks.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        let digits = value.description.utf8
        octets.append(
            contentsOf: digits.suffix(2).elementsEqual(".0".utf8) ? digits.dropLast(2) : digits[...])
    }

    /// Writes a string, escaping every character that JSON or a terminal would interpret.
    public mutating func string(_ text: String) {
        octets.append(UInt8(ascii: "\""))
        JSONText.append(text, to: &octets)
        octets.append(UInt8(ascii: "\""))
    }

    private mutating func beginMember(_ name: String) {
        let isFirst = members.count == firstMember
        separate(isFirst: isFirst)
        if !isFirst, let last = members.last, !Self.precedes(last.name, name) { isSorted = false }
        members.append(Member(name: name, start: octets.count))
        indent()
        string(name)
        switch layout {
        case .indented: octets.append(contentsOf: " : ".utf8)
        case .compact: octets.append(UInt8(ascii: ":"))
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        octets.append(bracket)
        if layout == .indented { octets.append(UInt8(ascii: "\n")) }
        depth += 1
    }

    private mutating func end(_ bracket: UInt8) {
        depth -= 1
        if layout == .indented { octets.append(UInt8(ascii: "\n")) }
        indent()
        octets.append(bracket)
    }

    private mutating func separate(isFirst: Bool) {
        if isFirst { return }
        octets += separator
    }

    private mutating func indent() {
        if layout == .indented {
            octets.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
        }
    }

    /// Sorts the lines of the innermost open object by member name.
    private mutating func sortMembers() {
        var lines: [(name: String, range: Range<Int>)] = []
        var end = octets.count
        for index in (firstMember..<members.count).reversed() {
            lines.append((members[index].name, members[index].start..<end))
            end = members[index].start - separator.count
        }
        lines.sort { Self.precedes($0.name, $1.name) }
        var sorted: [UInt8] = []
        for line in lines {
            if !sorted.isEmpty { sorted += separator }
            sorted += octets[line.range]
        }
        octets.removeLast(sorted.count)
        octets += sorted
    }

    private var separator: [UInt8] {
        switch layout {
        case .indented: Array(",\n".utf8)
        case .compact: Array(",".utf8)
        }
    }

    /// Whether the left precedes the right in the order of their UTF-8 octets.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8.span, right.utf8.span)
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }
}
