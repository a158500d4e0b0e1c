import Octets

/// A text with a number in braces that is counted up: "sip:user{0001}@example.test".
///
/// No URI contains braces, while "%04d" could be an escaped octet and a letter.
public struct AddressPattern: Equatable, Sendable {
    private let before: Substring
    private let after: Substring
    private let first: Int
    private let digits: Int

    /// Parses a pattern; nil unless there is exactly one number, of one to nine digits, in braces.
    public init?(_ text: String) {
        guard let opening = text.firstIndex(of: "{"),
            let closing = text[opening...].firstIndex(of: "}")
        else { return nil }
        let number = text[text.index(after: opening)..<closing]
        after = text[text.index(after: closing)...]
        guard (1...9).contains(number.utf8.count), number.utf8.allSatisfy(ASCII.isDigit),
            let first = Int(number), !after.contains(where: { "{}".contains($0) })
        else { return nil }
        before = text[..<opening]
        self.first = first
        digits = number.utf8.count
    }

    /// Whether the number is before an "@", so that all addresses have one domain.
    var hasNumberInUser: Bool { after.contains("@") }

    /// Returns the indices below `count` whose numbers have more digits than the previous number.
    func lengthenings(below count: Int) -> [Int] {
        var indices = [0]
        var power = 10
        while power < first + count {
            if power > first { indices.append(power - first) }
            power *= 10
        }
        return indices
    }

    /// Returns the text with the first number plus `index`.
    func text(_ index: Int) -> String {
        let number = String(first + index)
        return before + String(repeating: "0", count: max(0, digits - number.utf8.count)) + number + after
    }
}
