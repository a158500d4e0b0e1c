public import Octets

/// A position in a field value that advances as the tokens of the grammar are recognized.
///
/// It is inlined into other rooms, as ``ASCII`` is.
@usableFromInline package struct TextScanner {
    @usableFromInline package let octets: [UInt8]
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    /// One parameter as written: the name in its original case, the value unquoted, nil without "=".
    package struct Parameter {
        package let name: String
        package let value: String?
        /// Whether the value was quoted.
        package let isQuoted: Bool
    }

    @usableFromInline package init(_ text: String) {
        octets = Array(text.utf8)
        position = 0
        end = octets.count
    }

    /// Scans a range of octets, which are ASCII.
    @inlinable package init(_ octets: [UInt8], in range: Range<Int>) {
        self.octets = octets
        position = range.lowerBound
        end = range.upperBound
    }

    @inlinable package var isAtEnd: Bool { position == end }

    @inlinable package var next: UInt8? { position < end ? octets[position] : nil }

    /// The octets from the position to the end.
    @inlinable package var rest: Range<Int> { position..<end }

    /// The text from the position to the end.
    package var remainingText: String { text(rest) }

    @inlinable package mutating func skipWhitespace() {
        while position < end, ASCII.isWhitespace(octets[position]) { position += 1 }
    }

    /// Moves past `octet` if it is next.
    @inlinable package mutating func take(_ octet: UInt8) -> Bool {
        guard position < end, octets[position] == octet else { return false }
        position += 1
        return true
    }

    /// Moves past a separator and the white space that the grammars allow on both sides of it.
    @inlinable package mutating func takeSeparator(_ octet: UInt8) -> Bool {
        let start = position
        skipWhitespace()
        guard take(octet) else {
            position = start
            return false
        }
        skipWhitespace()
        return true
    }

    /// Moves past the longest run of octets that belong to a class; returns where it is, nil if it would be
    /// empty.
    @inlinable package mutating func range(of belongs: (UInt8) -> Bool) -> Range<Int>? {
        let start = position
        while position < end, belongs(octets[position]) { position += 1 }
        return position == start ? nil : start..<position
    }

    /// Returns the longest run of octets that belong to a class, nil if it would be empty.
    @inlinable package mutating func run(of belongs: (UInt8) -> Bool) -> String? {
        range(of: belongs).map(text)
    }

    /// Returns the octets of a range as text.
    @inlinable package func text(_ range: Range<Int>) -> String {
        String(decoding: octets[range], as: UTF8.self)
    }

    /// Returns a scanner of a range alone.
    @inlinable package func part(_ range: Range<Int>) -> TextScanner { TextScanner(octets, in: range) }

    package mutating func token() -> String? { run(of: ASCII.isToken) }

    /// Returns the content of the quoted string that starts here, with its escapes decoded; nil if
    /// there is none or it does not end.
    package mutating func quotedString() -> String? {
        guard let (text, next) = QuotedString.content(in: octets, from: position, to: end) else { return nil }
        position = next
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
