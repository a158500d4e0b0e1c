import Octets

/// Finds the row of a header field's name in the table of facts.
///
/// The rows with the same `bucket` are chained. Building a dictionary of all names would take longer
/// than the lookups of one message.
struct HeaderIndex: Sendable {
    /// The names of the rows in lower case, one after the other, and where each begins.
    private var letters: [UInt8] = []
    private var starts: [Int] = [0]
    /// The first row of each bucket, and after each row the next one of the same bucket.
    private var first = [Int](repeating: end, count: 256)
    private var next: [Int]
    /// The rows of the compact forms, from `a`.
    private var compact = [Int](repeating: end, count: 26)

    private static let end = -1

    /// The index of ``HeaderFacts/table``.
    static let standard = HeaderIndex(HeaderFacts.table)

    init(_ rows: [HeaderFacts]) {
        next = [Int](repeating: Self.end, count: rows.count)
        for (number, row) in rows.enumerated() {
            letters += row.name.utf8.map(ASCII.lowerCase)
            starts.append(letters.count)
            let bucket = Self.bucket(Array(row.name.utf8).span)
            next[number] = first[bucket]
            first[bucket] = number
            if let letter = row.compactForm.flatMap(Self.letter) { compact[letter] = number }
        }
    }

    /// Returns the number of the row for a name of either form and any case, nil for an unlisted name.
    func row(of name: Span<UInt8>) -> Int? {
        if name.count == 1 {
            guard ASCII.isLetter(name[0]) else { return nil }
            let row = compact[Int(name[0] | 0x20) - 0x61]
            return row == Self.end ? nil : row
        }
        var number = first[Self.bucket(name)]
        while number != Self.end {
            if isName(name, ofRow: number) { return number }
            number = next[number]
        }
        return nil
    }

    private func isName(_ name: Span<UInt8>, ofRow number: Int) -> Bool {
        let start = starts[number]
        guard starts[number + 1] - start == name.count else { return false }
        for index in name.indices where ASCII.lowerCase(name[index]) != letters[start + index] {
            return false
        }
        return true
    }

    /// Returns the position of a one-letter name in the alphabet, whatever its case.
    private static func letter(_ name: String) -> Int? {
        guard let octet = name.utf8.first, ASCII.isLetter(octet) else { return nil }
        return Int(octet | 0x20) - 0x61
    }

    /// Returns a hash below 256 with few collisions: of the length, and of three letters whatever their case.
    private static func bucket(_ octets: Span<UInt8>) -> Int {
        guard !octets.isEmpty else { return 0 }
        func letter(_ offset: Int) -> Int { Int(octets[offset] | 0x20) }
        let last = octets.count - 1
        // The factors were found by search: they distribute the table best.
        return (octets.count + 5 * letter(0) + 19 * letter(last) + 13 * letter(octets.count / 2)) & 0xFF
    }
}
