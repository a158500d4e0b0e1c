import Octets

/// Finds the row of a header field's name in the table of facts.
///
/// The rows with the same `bucket` are chained. Building a dictionary of all names would take longer
/// than the lookups of one message.
struct HeaderIndex: Sendable {
    private let rows: [HeaderFacts]
    /// The first row of each bucket, and after each row the next one of the same bucket.
    private var first = [Int](repeating: end, count: 256)
    private var next: [Int]
    /// The rows of the compact forms, from `a`.
    private var compact = [Int](repeating: end, count: 26)

    private static let end = -1

    /// The index of ``HeaderFacts/table``.
    static let standard = HeaderIndex(HeaderFacts.table)

    init(_ rows: [HeaderFacts]) {
        self.rows = rows
        next = [Int](repeating: Self.end, count: rows.count)
        for (number, row) in rows.enumerated() {
            let bucket = Self.bucket(row.name)
            next[number] = first[bucket]
            first[bucket] = number
            if let letter = row.compactForm.flatMap(Self.letter) { compact[letter] = number }
        }
    }

    /// Returns the number of the row for a name of either form and any case, nil for an unlisted name.
    func row(of name: String) -> Int? {
        if name.utf8.count == 1 {
            guard let letter = Self.letter(name), compact[letter] != Self.end else { return nil }
            return compact[letter]
        }
        var number = first[Self.bucket(name)]
        while number != Self.end {
            // Most names are written as in the registry, and this comparison is the fastest.
            let listed = rows[number].name
            if name.utf8.count == listed.utf8.count,
                name == listed || name.equalsIgnoringASCIICase(listed)
            {
                return number
            }
            number = next[number]
        }
        return nil
    }

    /// Returns the position of a one-letter name in the alphabet, whatever its case.
    private static func letter(_ name: String) -> Int? {
        guard let octet = name.utf8.first, ASCII.isLetter(octet) else { return nil }
        return Int(octet | 0x20) - 0x61
    }

    /// Returns a hash below 256 with few collisions: of the length, and of three letters whatever their case.
    private static func bucket(_ name: String) -> Int {
        let octets = name.utf8.span
        guard !octets.isEmpty else { return 0 }
        func letter(_ offset: Int) -> Int { Int(octets[offset] | 0x20) }
        let last = octets.count - 1
        // The factors were found by search: they distribute the table best.
        return (octets.count + 5 * letter(0) + 19 * letter(last) + 13 * letter(octets.count / 2)) & 0xFF
    }
}
