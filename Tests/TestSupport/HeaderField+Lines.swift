package import MIME
import Octets

extension HeaderField {
    /// Creates a field of its lines, of which the first is `Name: value`.
    package init(lines: [UInt8]) {
        let name = lines.prefix { !ASCII.isWhitespace($0) && $0 != 0x3A }
        let start = lines.firstIndex(of: 0x3A).map { $0 + 1 } ?? lines.endIndex
        let isOuter = { (octet: UInt8) in ASCII.isWhitespace(octet) || ASCII.isLineEnd(octet) }
        let first = lines[start...].firstIndex { !isOuter($0) } ?? lines.endIndex
        let end = lines[first...].lastIndex { !isOuter($0) }.map { $0 + 1 } ?? first
        var place = HeaderFieldPlace(
            start: 0, nameEnd: name.endIndex, value: first..<end, end: lines.count,
            isASCII: ASCII.isLine(first..<end, in: lines))
        let ends = lines.dropLast(lines.last == ASCII.lineFeed ? 1 : 0)
        if ends.contains(ASCII.lineFeed) { place.fold(first..<end) }
        self.init(in: lines, at: place)
    }
}
