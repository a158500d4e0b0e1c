/// Octets as hexadecimal digits, two for each, and back; inlined into other rooms, as ``ASCII`` is.
@usableFromInline package enum Hexadecimal {
    /// The case of the letters for 10 to 15.
    @usableFromInline package enum Letters: Sendable {
        case lowerCase
        case upperCase
    }

    /// Returns two digits for each octet.
    @inlinable package static func text(_ octets: some Sequence<UInt8>, _ letters: Letters = .lowerCase)
        -> String
    {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * octets.underestimatedCount)
        for octet in octets { append(octet, letters, to: &digits) }
        return String(decoding: digits, as: UTF8.self)
    }

    /// Returns the digits of a number, filled to the width of its type.
    package static func text<Number: FixedWidthInteger & UnsignedInteger>(
        ofNumber number: Number, _ letters: Letters = .lowerCase
    ) -> String {
        text(
            stride(from: Number.bitWidth - 8, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: number >> Number($0))
            }, letters)
    }

    /// Returns whether `text` is what ``text(_:_:)`` returns for the octets.
    package static func isText(_ text: String, of octets: [UInt8], _ letters: Letters = .lowerCase) -> Bool {
        let digits = text.utf8.span
        guard digits.count == 2 * octets.count else { return false }
        return octets.indices.allSatisfy { index in
            digits[2 * index] == digit(octets[index] >> 4, letters)
                && digits[2 * index + 1] == digit(octets[index] & 15, letters)
        }
    }

    /// Appends the two digits of an octet.
    @inlinable package static func append(
        _ octet: UInt8, _ letters: Letters = .lowerCase, to digits: inout [UInt8]
    ) {
        digits.append(digit(octet >> 4, letters))
        digits.append(digit(octet & 15, letters))
    }

    /// Returns the digit of a value below 16.
    @inlinable package static func digit(_ value: UInt8, _ letters: Letters) -> UInt8 {
        if value < 10 { return 0x30 + value }
        return value - 10 + (letters == .lowerCase ? 0x61 : 0x41)
    }

    /// Returns the value of a digit of either case; nil for any other octet.
    @inlinable package static func value(ofDigit octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x41 + 10
        case 0x61...0x66: octet - 0x61 + 10
        default: nil
        }
    }

    /// Returns the octets of hexadecimal digits of either case; nil for another character or half an octet.
    package static func octets(_ digits: String) -> [UInt8]? {
        var octets: [UInt8] = []
        octets.reserveCapacity(digits.utf8.count / 2)
        var first: UInt8?
        for digit in digits.utf8 {
            guard let value = value(ofDigit: digit) else { return nil }
            if let high = first { octets.append(high << 4 | value) }
            first = first == nil ? value : nil
        }
        return first == nil ? octets : nil
    }
}
