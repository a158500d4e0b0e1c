import Octets

/// The places of the parts of a SIP URI in octets that follow its grammar (RFC 3261 §25.1).
///
/// Found by position, since every slice of the octets would be counted.
struct SIPURIParts {
    let scheme: SIPURI.Scheme
    private var user: Range<Int>?
    private var password: Range<Int>?
    private var host: Range<Int>
    private var port: UInt16?
    private var parameters: Range<Int>?
    private(set) var headers: Range<Int>?

    /// Finds the parts after the scheme and its ":"; nil if the octets do not follow the grammar.
    init?(_ octets: [UInt8], in range: Range<Int>, scheme: SIPURI.Scheme) {
        self.scheme = scheme
        host = range
        // Neither host nor parameters nor header fields may contain an "@", so the only one ends the user.
        if let at = range.first(where: { octets[$0] == 0x40 }) {
            let colon = (range.lowerBound..<at).first { octets[$0] == 0x3A }
            let name = range.lowerBound..<(colon ?? at)
            guard !name.isEmpty, AbsoluteURI.isEscaped(octets, in: name, allowing: Self.isUser) else {
                return nil
            }
            user = name
            if let colon {
                let secret = colon + 1..<at
                guard AbsoluteURI.isEscaped(octets, in: secret, allowing: Self.isPassword) else { return nil }
                password = secret
            }
            host = at + 1..<range.upperBound
        }
        if let mark = host.first(where: { octets[$0] == 0x3F }) {
            headers = mark + 1..<host.upperBound
            host = host.lowerBound..<mark
        }
        if let semicolon = host.first(where: { octets[$0] == 0x3B }) {
            parameters = semicolon + 1..<host.upperBound
            host = host.lowerBound..<semicolon
        }
        guard takePort(octets), SIPURI.isHost(octets, in: host) else { return nil }
        if let parameters {
            let isList = Self.allPairs(octets, in: parameters, separator: 0x3B) { name, value in
                Self.isPair(octets, name, value, Self.isParameter)
            }
            guard isList else { return nil }
        }
        if let headers {
            let isList = Self.allPairs(octets, in: headers, separator: 0x26) { name, value in
                value != nil && Self.isPair(octets, name, value, Self.isHeader)
            }
            guard isList else { return nil }
        }
    }

    /// Returns the URI with these parts of the octets.
    func uri(in octets: [UInt8]) -> SIPURI {
        func text(_ range: Range<Int>) -> String { String(decoding: octets[range], as: UTF8.self) }
        func list(_ range: Range<Int>?, separator: UInt8) -> [HeaderParameter] {
            guard let range else { return [] }
            var parameters: [HeaderParameter] = []
            _ = Self.allPairs(octets, in: range, separator: separator) { name, value in
                parameters.append(HeaderParameter(name: text(name), value: value.map(text)))
                return true
            }
            return parameters
        }
        return SIPURI(
            scheme: scheme, user: user.map(text), password: password.map(text), host: text(host), port: port,
            parameters: list(parameters, separator: 0x3B), headers: list(headers, separator: 0x26))
    }

    /// Takes the port from the end of the host; returns false if what follows the host is no port.
    private mutating func takePort(_ octets: [UInt8]) -> Bool {
        let all = host
        guard let first = all.first else { return false }
        var hostEnd = all.first { octets[$0] == 0x3A } ?? all.upperBound
        if octets[first] == 0x5B {
            guard let close = all.first(where: { octets[$0] == 0x5D }) else { return false }
            hostEnd = close + 1
        }
        host = all.lowerBound..<hostEnd
        guard hostEnd < all.upperBound else { return true }
        guard octets[hostEnd] == 0x3A, hostEnd + 1 < all.upperBound else { return false }
        var number = 0
        for index in hostEnd + 1..<all.upperBound {
            guard ASCII.isDigit(octets[index]) else { return false }
            number = 10 * number + Int(octets[index] - 0x30)
            guard number <= UInt16.max else { return false }
        }
        port = UInt16(number)
        return true
    }

    /// Returns whether every `name=value` of a list satisfies a condition; the value is nil without "=".
    private static func allPairs(
        _ octets: [UInt8], in range: Range<Int>, separator: UInt8,
        satisfy condition: (_ name: Range<Int>, _ value: Range<Int>?) -> Bool
    ) -> Bool {
        var start = range.lowerBound
        while true {
            let end = (start..<range.upperBound).first { octets[$0] == separator } ?? range.upperBound
            if let equals = (start..<end).first(where: { octets[$0] == 0x3D }) {
                guard condition(start..<equals, equals + 1..<end) else { return false }
            } else {
                guard condition(start..<end, nil) else { return false }
            }
            guard end < range.upperBound else { return true }
            start = end + 1
        }
    }

    private static func isPair(
        _ octets: [UInt8], _ name: Range<Int>, _ value: Range<Int>?, _ belongs: (UInt8) -> Bool
    ) -> Bool {
        !name.isEmpty && AbsoluteURI.isEscaped(octets, in: name, allowing: belongs)
            && (value.map { AbsoluteURI.isEscaped(octets, in: $0, allowing: belongs) } ?? true)
    }

    private static func isUser(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x26, 0x3D, 0x2B, 0x24, 0x2C, 0x3B, 0x3F, 0x2F: true  // & = + $ , ; ? /
        default: AbsoluteURI.isUnreserved(octet)
        }
    }

    private static func isPassword(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x26, 0x3D, 0x2B, 0x24, 0x2C: true  // & = + $ ,
        default: AbsoluteURI.isUnreserved(octet)
        }
    }

    private static func isParameter(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x5B, 0x5D, 0x2F, 0x3A, 0x26, 0x2B, 0x24: true  // [ ] / : & + $
        default: AbsoluteURI.isUnreserved(octet)
        }
    }

    private static func isHeader(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x5B, 0x5D, 0x2F, 0x3F, 0x3A, 0x2B, 0x24: true  // [ ] / ? : + $
        default: AbsoluteURI.isUnreserved(octet)
        }
    }
}
