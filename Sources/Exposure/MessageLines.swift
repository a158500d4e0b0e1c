package import SIPMessage

/// The lines of a message's header, counted from 1, and the line on which each field begins.
package struct MessageLines {
    /// One line of the header, with octets that are not UTF-8 replaced.
    package struct Line: Equatable {
        package let text: String
        /// The line on which its field begins: a folded field has several lines.
        package let beginning: Int
    }

    package let startLine: Int
    /// The first line of each field, in the order of the message's fields.
    package let fields: [Int]
    /// The line on which the body begins.
    package let body: Int
    /// The start line and the fields as written in the message.
    package let header: [Line]

    package init(_ message: UncheckedSIPMessage) {
        let octets = message.octets.dropLast(message.body.count)
        var number = 0
        var header: [Line] = []
        var fields: [Int] = []
        for line in octets.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            // A line of an unchecked message may end with CR CR LF.
            let content = line[..<(line.lastIndex { $0 != 0x0D }.map { $0 + 1 } ?? line.startIndex)]
            if content.isEmpty {
                if header.isEmpty { continue } else { break }
            }
            let isFolded = content.first == 0x20 || content.first == 0x09
            if !header.isEmpty, !isFolded { fields.append(number) }
            let beginning = isFolded ? header.last?.beginning ?? number : number
            header.append(Line(text: String(decoding: content, as: UTF8.self), beginning: beginning))
        }
        startLine = header.first?.beginning ?? 1
        self.fields = fields
        self.header = header
        body = number + 1
    }
}
