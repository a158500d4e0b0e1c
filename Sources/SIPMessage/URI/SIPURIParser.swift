import Octets

extension SIPURI {
    /// Reads a URI.
    ///
    /// - Throws: `malformedURI` with the text if it does not follow RFC 3261 §25.1 or has another scheme.
    public static func parse(_ text: String) throws(SIPMessageError) -> SIPURI {
        guard let (written, rest) = AbsoluteURI.split(Array(text.utf8)), let scheme = Scheme(written),
            let uri = read(rest, scheme: scheme)
        else { throw .malformedURI(text) }
        return uri
    }

    /// Reads the octets after the scheme and its ":"; nil if they do not follow RFC 3261 §25.1.
    static func read(_ octets: ArraySlice<UInt8>, scheme: Scheme) -> SIPURI? {
        SIPURIReader(octets: octets).uri(of: scheme)
    }

    /// Returns whether the octets are a host name, an IPv4 address or an IPv6 reference.
    static func isHost(_ octets: ArraySlice<UInt8>) -> Bool {
        if octets.first == 0x5B {
            let address = octets.dropFirst().dropLast()
            return octets.last == 0x5D && address.contains(0x3A)
                && address.allSatisfy { ASCII.isHexadecimalDigit($0) || $0 == 0x3A || $0 == 0x2E }
        }
        // One dot may end a host name; between the dots there are labels. The
        // underscore is in no RFC but in use.
        let name = octets.last == 0x2E ? octets.dropLast() : octets
        var isLabelEmpty = true
        for octet in name {
            if octet == 0x2E {
                guard !isLabelEmpty else { return false }
                isLabelEmpty = true
            } else {
                guard ASCII.isAlphanumeric(octet) || octet == 0x2D || octet == 0x5F else { return false }
                isLabelEmpty = false
            }
        }
        return !isLabelEmpty
    }
}

/// Reads the parts of a URI by their positions, since every slice of the octets would be counted.
private struct SIPURIReader {
    /// The octets after the scheme and its ":".
    let octets: ArraySlice<UInt8>

    func uri(of scheme: SIPURI.Scheme) -> SIPURI? {
        var rest = octets.indices
        var user: String?
        var password: String?
        // Neither host nor parameters nor header fields may contain an "@", so the only one ends the user.
        if let at = position(of: 0x40, in: rest) {
            let (name, secret) = split(rest.lowerBound..<at, at: 0x3A)
            guard !name.isEmpty, isEscaped(name, Self.isUser),
                secret.map({ isEscaped($0, Self.isPassword) }) ?? true
            else { return nil }
            user = string(name)
            password = secret.map(string)
            rest = at + 1..<rest.upperBound
        }
        let (beforeHeaders, headerPart) = split(rest, at: 0x3F)
        let (hostPart, parameterPart) = split(beforeHeaders, at: 0x3B)
        guard let (host, port) = hostAndPort(hostPart),
            let parameters = list(parameterPart, separator: 0x3B, allowing: Self.isParameter),
            let headers = list(headerPart, separator: 0x26, allowing: Self.isHeader),
            headers.allSatisfy({ $0.value != nil })
        else { return nil }
        return SIPURI(
            scheme: scheme, user: user, password: password, host: host, port: port, parameters: parameters,
            headers: headers)
    }

    private func position(of octet: UInt8, in range: Range<Int>) -> Int? {
        range.first { octets[$0] == octet }
    }

    private func split(_ range: Range<Int>, at separator: UInt8) -> (before: Range<Int>, after: Range<Int>?) {
        guard let index = position(of: separator, in: range) else { return (range, nil) }
        return (range.lowerBound..<index, index + 1..<range.upperBound)
    }

    private func hostAndPort(_ range: Range<Int>) -> (String, UInt16?)? {
        var hostEnd = position(of: 0x3A, in: range) ?? range.upperBound
        if !range.isEmpty, octets[range.lowerBound] == 0x5B {
            guard let close = position(of: 0x5D, in: range) else { return nil }
            hostEnd = close + 1
        }
        let host = range.lowerBound..<hostEnd
        guard SIPURI.isHost(octets[host]) else { return nil }
        guard hostEnd < range.upperBound else { return (string(host), nil) }
        let digits = hostEnd + 1..<range.upperBound
        guard octets[hostEnd] == 0x3A, !digits.isEmpty, digits.allSatisfy({ ASCII.isDigit(octets[$0]) }),
            let port = UInt16(string(digits))
        else { return nil }
        return (string(host), port)
    }

    private func list(
        _ range: Range<Int>?, separator: UInt8, allowing belongs: (UInt8) -> Bool
    ) -> [HeaderParameter]? {
        var parameters: [HeaderParameter] = []
        var rest = range
        while let piece = rest {
            let (parameter, others) = split(piece, at: separator)
            let (name, value) = split(parameter, at: 0x3D)
            guard !name.isEmpty, isEscaped(name, belongs), value.map({ isEscaped($0, belongs) }) ?? true
            else { return nil }
            parameters.append(HeaderParameter(name: string(name), value: value.map(string)))
            rest = others
        }
        return parameters
    }

    private func isEscaped(_ range: Range<Int>, _ belongs: (UInt8) -> Bool) -> Bool {
        AbsoluteURI.isEscaped(octets, in: range, allowing: belongs)
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: octets[range], as: UTF8.self) }

    private static func isUser(_ octet: UInt8) -> Bool {
        AbsoluteURI.isUnreserved(octet) || "&=+$,;?/".utf8.contains(octet)
    }

    private static func isPassword(_ octet: UInt8) -> Bool {
        AbsoluteURI.isUnreserved(octet) || "&=+$,".utf8.contains(octet)
    }

    private static func isParameter(_ octet: UInt8) -> Bool {
        AbsoluteURI.isUnreserved(octet) || "[]/:&+$".utf8.contains(octet)
    }

    private static func isHeader(_ octet: UInt8) -> Bool {
        AbsoluteURI.isUnreserved(octet) || "[]/?:+$".utf8.contains(octet)
    }
}

extension SIPURI.Scheme {
    /// Returns the scheme of these octets, whatever their case; nil for any other.
    init?(_ octets: ArraySlice<UInt8>) {
        let scheme: Self? =
            switch octets.count {
            case 2: .im
            case 3: .sip
            case 4: ASCII.lowerCase(octets[octets.startIndex]) == 0x73 ? .sips : .pres
            default: nil
            }
        guard let scheme, scheme.rawValue.utf8.elementsEqual(octets, by: { $0 == ASCII.lowerCase($1) })
        else { return nil }
        self = scheme
    }
}
