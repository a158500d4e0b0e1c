import Octets

/// A position in a field value that advances as the tokens of the grammar are recognized.
package struct TextScanner {
    private let octets: [UInt8]
    private var position = 0

    /// One parameter as written: the name in its original case, the value unquoted, nil without "=".
    package struct Parameter {
        package let name: String
        package let value: String?
        /// Whether the value was quoted.
        package let isQuoted: Bool
    }

    package init(_ text: String) {
        octets = Array(text.utf8)
    }

    package var isAtEnd: Bool { position == octets.count }

    package var next: UInt8? { position < octets.count ? octets[position] : nil }

    package mutating func skipWhitespace() {
        while let octet = next, ASCII.isWhitespace(octet) { position += 1 }
    }

    /// Moves past `octet` if it is next.
    package mutating func take(_ octet: UInt8) -> Bool {
        guard next == octet else { return false }
        position += 1
        return true
    }

    /// Moves past a separator and the white space that the grammars allow on both sides of it.
    package mutating func takeSeparator(_ octet: UInt8) -> Bool {
        let start = position
        skipWhitespace()
        guard take(octet) else {
            position = start
            return false
        }
        skipWhitespace()
        return true
    }

    /// Returns the longest run of octets that belong to a class, nil if it would be empty.
    package mutating func run(of belongs: (UInt8) -> Bool) -> String? {
        let start = position
        while let octet = next, belongs(octet) { position += 1 }
        return position == start ? nil : String(decoding: octets[start..<position], as: UTF8.self)
    }

    package mutating func token() -> String? { run(of: ASCII.isToken) }

    /// Returns the content of the quoted string that starts here, with its escapes decoded; nil if
    /// there is none or it does not end.
    package mutating func quotedString() -> String? {
        guard let (text, end) = QuotedString.content(in: octets, from: position) else { return nil }
        position = end
        return text
    }

    /// Returns the `;name=value` parameters up to the end of the text; nil if the text has anything else.
    ///
    /// - Parameters:
    ///   - belongs: the octets allowed in an unquoted value.
    ///   - trailingSeparator: whether one ";" may end the text (common, but in no grammar).
    ///   - missingSeparator: whether white space alone may separate two parameters, as in RFC 3261 §23.3.
    package mutating func parameters(
        valuesOf belongs: (UInt8) -> Bool, trailingSeparator: Bool = false, missingSeparator: Bool = false
    ) -> [Parameter]? {
        var parameters: [Parameter] = []
        if !isAtEnd { parameters.reserveCapacity(4) }
        while true {
            let before = position
            guard takeSeparator(0x3B) else {
                skipWhitespace()
                if isAtEnd { return parameters }
                guard missingSeparator, !parameters.isEmpty, position > before else { return nil }
                guard let parameter = parameter(valueOf: belongs), parameter.value != nil else { return nil }
                parameters.append(parameter)
                continue
            }
            if isAtEnd { return trailingSeparator ? parameters : nil }
            guard let parameter = parameter(valueOf: belongs) else { return nil }
            parameters.append(parameter)
        }
    }

    private mutating func parameter(valueOf belongs: (UInt8) -> Bool) -> Parameter? {
        guard let name = run(of: ASCII.isMIMEToken) else { return nil }
        guard takeSeparator(0x3D) else { return Parameter(name: name, value: nil, isQuoted: false) }
        let isQuoted = next == ASCII.quote
        guard let value = isQuoted ? quotedString() : run(of: belongs) else { return nil }
        return Parameter(name: name, value: value, isQuoted: isQuoted)
    }
}
