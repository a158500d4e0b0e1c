internal import MIME
import Octets

/// The elements of a header field value that is a list (RFC 3261 §7.3.1).
enum ValueList {
    /// Splits a value at the commas outside quoted strings and angle brackets, and trims the elements.
    ///
    /// Empty elements are kept, so that checks can refuse them.
    static func split(_ value: String) -> [String] {
        elements(of: TextScanner(value)).map(\.remainingText)
    }

    /// Splits the text that a scanner is at the start of; see ``split(_:)``.
    static func elements(of value: TextScanner) -> [TextScanner] {
        var elements: [TextScanner] = []
        _ = allSatisfy(value) {
            elements.append($0)
            return true
        }
        return elements
    }

    /// Returns whether every element satisfies a condition; they are read up to the first that does not.
    static func allSatisfy(_ value: TextScanner, _ condition: (TextScanner) -> Bool) -> Bool {
        let octets = value.octets
        var start = value.rest.lowerBound
        var strings = QuotedStringTracker()
        var isBracketed = false
        for index in value.rest {
            switch octets[index] {
            case 0x3C where !strings.isQuoted: isBracketed = true
            case 0x3E where !strings.isQuoted: isBracketed = false
            case 0x2C where !strings.isQuoted && !isBracketed:
                guard condition(value.part(ASCII.trimmed(start..<index, in: octets))) else { return false }
                start = index + 1
            default: strings.follow(octets[index])
            }
        }
        return condition(value.part(ASCII.trimmed(start..<value.rest.upperBound, in: octets)))
    }
}
