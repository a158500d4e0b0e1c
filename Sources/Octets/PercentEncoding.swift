/// The escapes of URIs: "%" and two hexadecimal digits for an octet (RFC 3986 §2.1).
package enum PercentEncoding {
    private static let percent: UInt8 = 0x25

    /// Returns octets as text; each octet that is not kept becomes an escape with capital letters.
    package static func escaped(
        _ octets: some Sequence<UInt8>, keeping isKept: (UInt8) -> Bool
    ) -> String {
        var text: [UInt8] = []
        for octet in octets {
            if isKept(octet) { text.append(octet) } else { append(octet, to: &text) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns octets with every complete escape decoded once, and everything else unchanged.
    package static func unescaped(_ octets: [UInt8]) -> [UInt8] {
        mapped(octets) { $1.append($0) }
    }

    /// Returns octets with every complete escape replaced by what `replace` appends for its octet.
    package static func mapped(
        _ octets: [UInt8], replacing replace: (_ octet: UInt8, _ result: inout [UInt8]) -> Void
    ) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < octets.count {
            if octets[index] == percent, index + 2 < octets.count,
                let high = Hexadecimal.value(ofDigit: octets[index + 1]),
                let low = Hexadecimal.value(ofDigit: octets[index + 2])
            {
                replace(high << 4 | low, &result)
                index += 3
            } else {
                result.append(octets[index])
                index += 1
            }
        }
        return result
    }

    /// Appends the escape of an octet.
    package static func append(_ octet: UInt8, to text: inout [UInt8]) {
        text.append(percent)
        Hexadecimal.append(octet, .upperCase, to: &text)
    }
}
