import Octets

/// A global telephone number as a URI, `tel:+…` (RFC 3966 §3), in the canonical
/// form for comparison and display.
///
/// Two values are equal exactly if the URIs are equivalent by RFC 3966 §4. Refused are local numbers, which
/// are no identity outside their context, and URIs that two readers could interpret as different numbers.
public struct TelephoneURI: Sendable, Hashable, CustomStringConvertible {
    /// The URI without visual separators, in lower case, its parameters in the order of RFC 3966 §3.
    public let canonical: String

    /// The same as ``canonical``.
    public var description: String { canonical }

    /// Reads a global number.
    ///
    /// Refused are local numbers, a repeated parameter, isub together with ext, phone-context, which is
    /// meaningless for a global number, and unnecessary escapes.
    ///
    /// - Returns: nil for any other text.
    public static func parse(_ text: String) -> TelephoneURI? {
        let octets = Array(text.utf8)
        guard let (scheme, rest) = AbsoluteURI.split(octets, in: octets.indices), isScheme(octets[scheme])
        else { return nil }
        return read(octets[rest])
    }

    private static func isScheme(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.map(ASCII.lowerCase) == Array("tel".utf8)
    }

    /// Reads the octets after the scheme and its ":".
    private static func read(_ octets: ArraySlice<UInt8>) -> TelephoneURI? {
        let pieces = octets.split(separator: 0x3B, omittingEmptySubsequences: false)
        guard let first = pieces.first, first.first == 0x2B, let digits = digits(first.dropFirst()) else {
            return nil
        }
        var parameters: [String: String?] = [:]
        for piece in pieces.dropFirst() {
            guard let (name, value) = parameter(piece), parameters.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        guard parameters["phone-context"] == nil,
            parameters["isub"] == nil || parameters["ext"] == nil
        else { return nil }
        let firstNames = ["isub", "ext"]
        let names = parameters.keys.sorted {
            (firstNames.contains($0) ? 0 : 1, $0) < (firstNames.contains($1) ? 0 : 1, $1)
        }
        let tail = names.map { name in ";\(name)" + ((parameters[name] ?? nil).map { "=\($0)" } ?? "") }
        return TelephoneURI(canonical: "tel:+\(digits)\(tail.joined())")
    }

    /// Returns the digits without visual separators; nil if there are none, or other octets among them.
    private static func digits(_ octets: some Collection<UInt8>) -> String? {
        var digits: [UInt8] = []
        for octet in octets {
            if ASCII.isDigit(octet) {
                digits.append(octet)
            } else if !"-.()".utf8.contains(octet) {
                return nil
            }
        }
        return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
    }

    private static func parameter(_ octets: some Collection<UInt8>) -> (name: String, value: String?)? {
        let name = octets.prefix { $0 != 0x3D }
        guard !name.isEmpty, name.allSatisfy({ ASCII.isAlphanumeric($0) || $0 == 0x2D }) else { return nil }
        let word = String(decoding: name, as: UTF8.self).asciiLowercased
        guard name.count < octets.count else {
            return ["isub", "ext"].contains(word) ? nil : (word, nil)
        }
        let value = octets.dropFirst(name.count + 1)
        if word == "ext" { return digits(value).map { (word, $0) } }
        let text = String(decoding: value, as: UTF8.self)
        // An unnecessary escape would be a second spelling; RFC 3966 §3 requires
        // escapes of reserved characters.
        guard !value.isEmpty,
            AbsoluteURI.isEscaped(
                Array(value), in: 0..<value.count,
                allowing: { AbsoluteURI.isUnreserved($0) || "[]/:&+$".utf8.contains($0) }),
            SIPURI.normalized(text).utf8.count == text.utf8.count
        else { return nil }
        return (word, text.asciiLowercased)
    }
}
