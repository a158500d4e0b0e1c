/// Parsed DER that tests can change: a tag with octets, or with elements inside.
public struct DERNode: Sendable, Equatable {
    /// The identifier octet.
    public var identifier: UInt8
    /// The content octets of a primitive element; empty in a constructed one.
    public var octets: [UInt8]
    /// The elements of a constructed element.
    public var elements: [DERNode]

    /// The error of octets that are not DER.
    public struct NotDER: Error {}

    /// A primitive element.
    public init(_ identifier: UInt8, _ octets: [UInt8]) {
        self.identifier = identifier
        self.octets = octets
        elements = []
    }

    /// A constructed element.
    public init(_ identifier: UInt8, elements: [DERNode]) {
        self.identifier = identifier
        octets = []
        self.elements = elements
    }

    /// Reads exactly one element.
    public init(parsing octets: [UInt8]) throws {
        var position = 0
        self = try Self.next(octets, &position)
        guard position == octets.count else { throw NotDER() }
    }

    private static func next(_ octets: [UInt8], _ position: inout Int) throws -> DERNode {
        guard position + 2 <= octets.count else { throw NotDER() }
        let identifier = octets[position]
        var length = Int(octets[position + 1])
        position += 2
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), position + count <= octets.count else { throw NotDER() }
            length = octets[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
            position += count
        }
        let end = position + length
        guard end <= octets.count else { throw NotDER() }
        guard identifier & 0x20 != 0 else {
            defer { position = end }
            return DERNode(identifier, Array(octets[position..<end]))
        }
        var elements: [DERNode] = []
        while position < end { elements.append(try next(octets, &position)) }
        guard position == end else { throw NotDER() }
        return DERNode(identifier, elements: elements)
    }

    /// The encoding.
    public var der: [UInt8] {
        let content = identifier & 0x20 == 0 ? octets : elements.flatMap(\.der)
        return [identifier] + Self.length(content.count) + content
    }

    private static func length(_ count: Int) -> [UInt8] {
        if count < 0x80 { return [UInt8(count)] }
        let octets = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }.drop { $0 == 0 }
        return [0x80 | UInt8(octets.count)] + octets
    }

    /// The element at a path of indices.
    public subscript(_ path: Int...) -> DERNode {
        get { path.reduce(self) { $0.elements[$1] } }
        set { replace(path[...], by: newValue) }
    }

    private mutating func replace(_ path: ArraySlice<Int>, by node: DERNode) {
        guard let first = path.first else {
            self = node
            return
        }
        elements[first].replace(path.dropFirst(), by: node)
    }

    /// Replaces every primitive element equal to `old`.
    public mutating func replaceAll(_ old: DERNode, by new: DERNode) {
        if self == old { self = new }
        for index in elements.indices { elements[index].replaceAll(old, by: new) }
    }
}

extension DERNode {
    /// Removes pathLenConstraint 0 from the basicConstraints of a CA's certificate, so
    /// that other CAs can be below it.
    public mutating func removePathLength() {
        replaceAll(
            DERNode(0x04, [0x30, 6, 1, 1, 0xFF, 2, 1, 0]), by: DERNode(0x04, [0x30, 3, 1, 1, 0xFF]))
    }
}
