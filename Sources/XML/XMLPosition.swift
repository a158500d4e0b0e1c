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
