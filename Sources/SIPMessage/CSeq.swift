internal import MIME
import Octets

/// The value of CSeq: a number below 2^31 and a method (RFC 3261 §8.1.1.5, §20.16).
public struct CSeq: Sendable, Equatable {
    /// The sequence number.
    public let number: UInt32
    /// The method, which is case-sensitive.
    public let method: String

    /// Reads the value; nil if it does not follow the grammar or the number is out of range.
    package static func parse(_ value: String) -> CSeq? { parse(TextScanner(value)) }

    /// Reads the value that a scanner is at the start of.
    static func parse(_ value: TextScanner) -> CSeq? {
        var scanner = value
        guard let digits = scanner.run(of: ASCII.isDigit), let number = UInt32(digits), number < 1 << 31,
            let next = scanner.next, ASCII.isWhitespace(next)
        else { return nil }
        scanner.skipWhitespace()
        guard let method = scanner.token(), scanner.isAtEnd else { return nil }
        return CSeq(number: number, method: method)
    }
}
