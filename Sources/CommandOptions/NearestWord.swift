/// Finds the known word that the user probably meant.
public enum NearestWord {
    /// Returns the nearest of the known words; nil if none is near enough to suggest.
    ///
    /// A known word that begins with `word` is nearest. Otherwise at most one edit in three
    /// characters is allowed, so that unrelated words are not suggested.
    public static func to(_ word: String, among known: [String]) -> String? {
        let written = Array(word.utf8.prefix(maximumOctets))
        guard !written.isEmpty else { return nil }
        if written.count >= 3, let whole = known.first(where: { $0.utf8.starts(with: written) }) {
            return whole
        }
        let ranked = known.map { (word: $0, distance: distance(written, Array($0.utf8))) }
        guard let nearest = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return nearest.distance <= written.count / 3 ? nearest.word : nil
    }

    /// Longer words are not options; the work of `distance` stays small.
    private static let maximumOctets = 64

    /// The edit distance where swapping two neighbours is one edit (optimal string alignment).
    package static func distance(_ from: [UInt8], _ to: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...to.count)
        for (row, octet) in from.enumerated() {
            var current = [row + 1]
            for (column, other) in to.enumerated() {
                var best = min(
                    current[column] + 1, previous[column + 1] + 1,
                    previous[column] + (octet == other ? 0 : 1))
                if row > 0, column > 0, octet == to[column - 1], from[row - 1] == other {
                    best = min(best, beforePrevious[column - 1] + 1)
                }
                current.append(best)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[to.count]
    }
}
