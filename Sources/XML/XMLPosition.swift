/// A position in a document, for error messages.
public struct XMLPosition: Sendable, Hashable {
    /// The line, from 1.
    public let line: Int
    /// The number of characters before it in the line.
    public let column: Int

    /// Creates a position.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

extension XMLPosition: CustomStringConvertible {
    /// The position as text, such as "line 3, column 14".
    public var description: String { "line \(line), column \(column)" }
}

/// The position of the current event; not copyable, since it is invalid after the event.
public struct XMLPlace: ~Copyable {
    private let parser: ExpatParser

    init(of parser: ExpatParser) { self.parser = parser }

    /// The number of octets of the document before the event.
    public var offset: Int { parser.offset }

    /// The number of octets of the document up to the end of the event.
    public var endOffset: Int { parser.offset + parser.eventOctets }

    /// Line and column; computed on access, by reading the octets again.
    public var position: XMLPosition { parser.position }
}
