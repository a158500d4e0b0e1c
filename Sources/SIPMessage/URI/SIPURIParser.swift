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
        var rest = octets
        var user: String?
        var password: String?
        // Neither host nor parameters nor header fields may contain an "@", so the only one ends the user.
        if let at = rest.firstIndex(of: 0x40) {
            let userInfo = split(rest[..<at], at: 0x3A)
            guard !userInfo.before.isEmpty, AbsoluteURI.isEscaped(userInfo.before, allowing: isUser),
                AbsoluteURI.isEscaped(userInfo.after ?? [], allowing: isPassword)
            else { return nil }
            user = string(userInfo.before)
            password = userInfo.after.map(string)
            rest = rest[(at + 1)...]
        }
        let headerSplit = split(rest, at: 0x3F)
        let parameterSplit = split(headerSplit.before, at: 0x3B)
        guard let (host, port) = hostAndPort(parameterSplit.before),
            let parameters = list(parameterSplit.after, separator: 0x3B, allowing: isParameter),
            let headers = list(headerSplit.after, separator: 0x26, allowing: isHeader),
            headers.allSatisfy({ $0.value != nil })
        else { return nil }
        return SIPURI(
            scheme: scheme, user: user, password: password, host: host, port: port, parameters: parameters,
            headers: headers)
    }

    private static func split(
        _ octets: ArraySlice<UInt8>, at separator: UInt8
    ) -> (before: ArraySlice<UInt8>, after: ArraySlice<UInt8>?) {
        guard let index = octets.firstIndex(of: separator) else { return (octets, nil) }
        return (octets[..<index], octets[(index + 1)...])
    }

    private static func hostAndPort(_ octets: ArraySlice<UInt8>) -> (String, UInt16?)? {
        var hostEnd = octets.firstIndex(of: 0x3A) ?? octets.endIndex
        if octets.first == 0x5B {
            guard let close = octets.firstIndex(of: 0x5D) else { return nil }
            hostEnd = close + 1
        }
        let host = octets[..<hostEnd]
        guard isHost(host) else { return nil }
        guard hostEnd < octets.endIndex else { return (string(host), nil) }
        let digits = octets[(hostEnd + 1)...]
        guard octets[hostEnd] == 0x3A, !digits.isEmpty, digits.allSatisfy(ASCII.isDigit),
            let port = UInt16(string(digits))
        else { return nil }
        return (string(host), port)
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

    private static func list(
        _ octets: ArraySlice<UInt8>?, separator: UInt8, allowing belongs: (UInt8) -> Bool
    ) -> [HeaderParameter]? {
        guard let octets else { return [] }
        var parameters: [HeaderParameter] = []
        for piece in octets.split(separator: separator, omittingEmptySubsequences: false) {
            let (name, value) = split(piece, at: 0x3D)
            guard !name.isEmpty, AbsoluteURI.isEscaped(name, allowing: belongs),
                AbsoluteURI.isEscaped(value ?? [], allowing: belongs)
            else { return nil }
            parameters.append(HeaderParameter(name: string(name), value: value.map(string)))
        }
        return parameters
    }

    private static func string(_ octets: ArraySlice<UInt8>) -> String {
        String(decoding: octets, as: UTF8.self)
    }

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
