/// The identifiers of tuples, to find those that are there twice.
///
/// Most are a few characters of ASCII, which are numbers here: a set of texts takes four times as long, a
/// tenth of the time for a large document.
struct IdentifierSet {
    private var numbers: Set<UInt64> = []
    private var texts: Set<String> = []
    /// Whether `numbers` is used; characters outside ASCII may be equivalent to one of it.
    private var isASCII = true

    /// Makes room for this number of identifiers.
    mutating func reserveCapacity(_ count: Int) { numbers.reserveCapacity(count) }

    /// Inserts an identifier; returns whether it is a new one.
    mutating func insert(_ identifier: String) -> Bool {
        guard isASCII else { return texts.insert(identifier).inserted }
        let octets = identifier.utf8.span
        var number: UInt64 = 0
        for index in octets.indices {
            guard octets[index] < 0x80 else { return insertOutsideASCII(identifier) }
            number = number << 8 | UInt64(octets[index])
        }
        // No character is U+0000 (XML 1.0 §2.2), so that each number is one text.
        return octets.count <= 8 ? numbers.insert(number).inserted : texts.insert(identifier).inserted
    }

    private mutating func insertOutsideASCII(_ identifier: String) -> Bool {
        isASCII = false
        for number in numbers {
            let octets = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
            texts.insert(String(decoding: octets.drop { $0 == 0 }, as: UTF8.self))
        }
        numbers = []
        return texts.insert(identifier).inserted
    }
}
