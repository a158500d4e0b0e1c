/// Reads JSON (RFC 8259) as far as configuration files need it, and counts lines.
struct ConfigurationReader {
    enum Value: Equatable {
        case text(String)
        case truth(Bool)
        /// A list of texts and numbers.
        case list([String])
        /// `null`, an object, or a list of other values.
        case other
    }

    /// Deeper values are refused, so that reading cannot exhaust the stack.
    private static let maximumDepth = 16

    private let octets: [UInt8]
    private var position = 0
    private var line = 1
    private var depth = 0

    init(_ octets: [UInt8]) { self.octets = octets }

    /// Reads an object; `member` reads each value.
    mutating func readObject(
        _ member: (inout Self, _ name: String, _ line: Int) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        try skipSpace()
        guard next == UInt8(ascii: "{") else { throw error(.notAnObject) }
        var names: [String] = []
        try readItems(to: UInt8(ascii: "}")) { (reader) throws(ConfigurationError) in
            let line = reader.line
            let name = try reader.readString()
            if names.contains(name) { throw ConfigurationError(fault: .repeatedMember(name), line: line) }
            names.append(name)
            try reader.take(UInt8(ascii: ":"))
            try reader.skipSpace()
            try member(&reader, name, line)
        }
    }

    mutating func readValue() throws(ConfigurationError) -> Value {
        try skipSpace()
        switch next {
        case UInt8(ascii: "\""): return .text(try readString())
        case UInt8(ascii: "["):
            var texts: [String]? = []
            try readItems(to: UInt8(ascii: "]")) { (reader) throws(ConfigurationError) in
                if case .text(let text) = try reader.readValue() { texts?.append(text) } else { texts = nil }
            }
            return texts.map { .list($0) } ?? .other
        case UInt8(ascii: "{"):
            try readObject { (reader, _, _) throws(ConfigurationError) in try reader.skipValue() }
            return .other
        case _: return try readWord()
        }
    }

    mutating func skipValue() throws(ConfigurationError) { _ = try readValue() }

    /// Checks that nothing follows.
    mutating func readEnd() throws(ConfigurationError) {
        try skipSpace()
        guard next == nil else { throw error(.syntax) }
    }

    private var next: UInt8? { position < octets.count ? octets[position] : nil }

    private func error(_ fault: ConfigurationError.Fault) -> ConfigurationError {
        ConfigurationError(fault: fault, line: line)
    }

    private mutating func skipSpace() throws(ConfigurationError) {
        while let octet = next, [0x20, 0x09, 0x0A, 0x0D].contains(octet) {
            if octet == 0x0A { line += 1 }
            position += 1
        }
    }

    private mutating func take(_ octet: UInt8) throws(ConfigurationError) {
        try skipSpace()
        guard next == octet else { throw error(.syntax) }
        position += 1
    }

    /// Reads what is in brackets, separated by commas.
    private mutating func readItems(
        to end: UInt8, _ item: (inout Self) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        position += 1
        depth += 1
        guard depth <= Self.maximumDepth else { throw error(.syntax) }
        try skipSpace()
        if next != end {
            repeat {
                try skipSpace()
                try item(&self)
                try skipSpace()
            } while takeIfNext(UInt8(ascii: ","))
        }
        try take(end)
        depth -= 1
    }

    private mutating func takeIfNext(_ octet: UInt8) -> Bool {
        guard next == octet else { return false }
        position += 1
        return true
    }

    /// `true`, `false`, `null`, or a number as it is written.
    private mutating func readWord() throws(ConfigurationError) -> Value {
        let start = position
        while let octet = next, !" \t\r\n,]}:\"[{".utf8.contains(octet) { position += 1 }
        let word = String(decoding: octets[start..<position], as: UTF8.self)
        switch word {
        case "true": return .truth(true)
        case "false": return .truth(false)
        case "null": return .other
        case _ where Self.isNumber(word): return .text(word)
        case _: throw error(.syntax)
        }
    }

    /// Whether a word is a number (RFC 8259 §6).
    private static func isNumber(_ word: String) -> Bool {
        word.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }

    private mutating func readString() throws(ConfigurationError) -> String {
        guard takeIfNext(UInt8(ascii: "\"")) else { throw error(.syntax) }
        var text: [UInt8] = []
        while let octet = next, octet != UInt8(ascii: "\"") {
            guard octet >= 0x20 else { throw error(.syntax) }
            position += 1
            if octet == UInt8(ascii: "\\") { text += try readEscape() } else { text.append(octet) }
        }
        guard takeIfNext(UInt8(ascii: "\"")), let decoded = String(validating: text, as: UTF8.self) else {
            throw error(.syntax)
        }
        return decoded
    }

    private mutating func readEscape() throws(ConfigurationError) -> [UInt8] {
        guard let octet = next else { throw error(.syntax) }
        position += 1
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [octet]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let unit = try readCodeUnit()
            guard (0xD800..<0xDC00).contains(unit) else { return try utf8([unit]) }
            guard takeIfNext(UInt8(ascii: "\\")), takeIfNext(UInt8(ascii: "u")) else { throw error(.syntax) }
            return try utf8([unit, try readCodeUnit()])
        case _: throw error(.syntax)
        }
    }

    private mutating func readCodeUnit() throws(ConfigurationError) -> UInt16 {
        let digits = octets[position...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error(.syntax) }
        position += 4
        return unit
    }

    private func utf8(_ units: [UInt16]) throws(ConfigurationError) -> [UInt8] {
        guard let text = String(validating: units, as: UTF16.self) else { throw error(.syntax) }
        return Array(text.utf8)
    }
}
