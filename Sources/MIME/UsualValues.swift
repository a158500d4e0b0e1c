/// Field values that most messages have, read once: reading one takes longer than comparing its octets.
struct UsualValues<Reading: Sendable>: Sendable {
    private let rows: [(octets: [UInt8], reading: Reading)]

    /// Reads the values; those that cannot be read are left out.
    init(_ texts: [String], read: (TextScanner) throws(MIMEError) -> Reading) {
        rows = texts.compactMap { text in
            guard let reading = try? read(TextScanner(text)) else { return nil }
            return (Array(text.utf8), reading)
        }
    }

    /// Returns the reading of a value that is written exactly like one of these; nil for any other.
    func reading(of value: TextScanner) -> Reading? {
        let range = value.rest
        for index in rows.indices where rows[index].octets.count == range.count {
            if value.octets[range].elementsEqual(rows[index].octets) { return rows[index].reading }
        }
        return nil
    }
}
