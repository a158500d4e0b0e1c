import FoundationEssentials

/// Finds a member that occurs twice in one JSON object, which a decoder does not report.
///
/// RFC 8259 §4 asks for unique names and leaves the handling of others open, so two readers could
/// interpret one file differently.
public struct RepeatedMember {
    private let octets: [UInt8]
    /// The objects and arrays that are still open, the innermost last.
    private var open: [Level] = []

    private struct Level {
        let isObject: Bool
        /// Whether the next string is a name.
        var isName: Bool
        var names: Set<String> = []
    }

    /// Returns the name of the first repeated member; nil if there is none.
    ///
    /// - Parameter octets: one JSON value in UTF-8 that a decoder has accepted.
    public static func first(in octets: [UInt8]) -> String? {
        var search = RepeatedMember(octets: octets)
        return search.run()
    }

    private init(octets: [UInt8]) { self.octets = octets }

    private mutating func run() -> String? {
        var index = 0
        while index < octets.count {
            var next = index + 1
            switch octets[index] {
            case UInt8(ascii: "{"): open.append(Level(isObject: true, isName: true))
            case UInt8(ascii: "["): open.append(Level(isObject: false, isName: false))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: ","): expectName(open.last?.isObject == true)
            case UInt8(ascii: "\""):
                next = endOfString(at: index)
                if let name = repeated(octets[index..<next]) { return name }
            default: break
            }
            index = next
        }
        return nil
    }

    private mutating func expectName(_ isName: Bool) {
        guard let last = open.indices.last else { return }
        open[last].isName = isName
    }

    /// Returns the content of a quoted string if it is a name that occurred before.
    private mutating func repeated(_ string: ArraySlice<UInt8>) -> String? {
        guard let last = open.indices.last, open[last].isName else { return nil }
        open[last].isName = false
        // A name can be escaped in several ways.
        guard let name = try? JSONDecoder().decode(String.self, from: Data(string)) else { return nil }
        return open[last].names.insert(name).inserted ? nil : name
    }

    /// Returns the index after the closing quote.
    private func endOfString(at start: Int) -> Int {
        var index = start + 1
        while index < octets.count, octets[index] != UInt8(ascii: "\"") {
            index += octets[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, octets.count)
    }
}
