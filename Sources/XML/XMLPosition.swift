/// Where in a document something stands, for people.
public struct XMLPosition: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// How many characters stand before it in the line.
    public let column: Int

    /// Puts a position together.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension XMLPosition: CustomStringConvertible {
    /// The position for people, such as "line 3, column 14".
    public var description: String { "line \(line), column \(column)" }
}

/// Where the event that is being handled stands; not copyable, since it says nothing when the event is over.
public struct XMLPlace: ~Copyable {
    private let parser: ExpatParser

    init(of parser: ExpatParser) { self.parser = parser }

    /// How many octets of the document stand before the event.
    public var offset: Int { parser.offset }

    /// How many octets stand before what follows the event.
    public var endOffset: Int { parser.offset + parser.eventOctets }

    /// Line and column; counted when asked for, by going through the octets again.
    public var position: XMLPosition { parser.position }
}
