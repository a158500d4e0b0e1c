import TestSupport

/// libFuzzer's dictionary of a target: its own words, and recurring words of its seeds.
struct Dictionary {
    private static let maximumWords = 256

    private let entries: [[UInt8]]

    init(of target: some FuzzTarget) throws {
        let seeds = try target.seeds().map(\.octets)
        var counts: [[UInt8]: Int] = [:]
        for seed in seeds {
            for word in Set(Self.words(of: seed) + Self.identifiers(in: seed)) {
                counts[word, default: 0] += 1
            }
        }
        let recurring = counts.filter { $0.value > 1 }.sorted {
            $0.value == $1.value ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
        }
        let own = target.words.map { Array($0.utf8) }
        entries =
            own + recurring.map(\.key).filter { !own.contains($0) }.prefix(Self.maximumWords - own.count)
    }

    /// One entry a line, as libFuzzer reads it.
    var text: String {
        entries.map { "\"\($0.map(Self.escaped).joined())\"\n" }.joined()
    }

    private static func escaped(_ octet: UInt8) -> String {
        let isPlain = (0x20..<0x7F).contains(octet) && octet != 0x22 && octet != 0x5C
        let digits = String(octet, radix: 16, uppercase: true)
        return isPlain ? String(UnicodeScalar(octet)) : "\\x" + (digits.count < 2 ? "0" : "") + digits
    }

    /// Names of header fields, media types, tags and attributes: the words between the
    /// separators of SIP, MIME and XML.
    private static func words(of octets: [UInt8]) -> [[UInt8]] {
        let others = Set("-_./:+".utf8)
        return octets.split { octet in
            let isLetter = (0x41...0x5A).contains(octet & 0xDF)
            return !isLetter && !(0x30...0x39).contains(octet) && !others.contains(octet)
        }.filter { (3...32).contains($0.count) }.map { Array($0) }
    }

    /// Every OBJECT IDENTIFIER of a seed that is DER.
    private static func identifiers(in octets: [UInt8]) -> [[UInt8]] {
        guard let tree = try? DERNode(parsing: octets) else { return [] }
        return identifiers(in: tree)
    }

    private static func identifiers(in tree: DERNode) -> [[UInt8]] {
        if tree.identifier == 0x06 { return [tree.der] }
        let wrapped = tree.identifier == 0x04 ? (try? DERNode(parsing: tree.octets)).map { [$0] } : nil
        return (tree.elements + (wrapped ?? [])).flatMap(identifiers)
    }
}
