import Octets

extension SIPURI {
    /// Returns whether two URIs are equivalent by RFC 3261 §19.1.4.
    ///
    /// - User and password are case-sensitive, everything else is not.
    /// - An unnecessary escape equals the octet itself.
    /// - A missing port is not the default port.
    /// - `user`, `ttl`, `method`, `maddr` and `transport` in one URI only make a difference; other
    ///   parameters in one URI only do not.
    /// - Header fields always count.
    public func isEquivalent(to other: SIPURI) -> Bool {
        self == other || hasEquivalentParts(to: other)
    }

    private func hasEquivalentParts(to other: SIPURI) -> Bool {
        scheme == other.scheme && host.asciiLowercased == other.host.asciiLowercased && port == other.port
            && user.map(Self.normalized) == other.user.map(Self.normalized)
            && password.map(Self.normalized) == other.password.map(Self.normalized)
            && parametersAgree(with: other)
            && Self.comparable(headers, valueCaseCounts: true)
                == Self.comparable(other.headers, valueCaseCounts: true)
    }

    /// Returns whether two URIs name one presentity: `sip:`, `pres:` and `im:` of
    /// one user at one host are one.
    ///
    /// The user is case-sensitive, the host is not; password, parameters, header fields and a default port
    /// are ignored. A `sips:` URI names the same presentity as another `sips:` URI only: the owner of
    /// `sip:alice@example.com` need not be reachable over TLS only (RFC 3261 §19.1).
    public func namesSamePresentity(as other: SIPURI) -> Bool {
        guard (scheme == .sips) == (other.scheme == .sips) else { return false }
        if user == other.user, host == other.host, port == other.port { return true }
        guard (user == nil) == (other.user == nil), host.equalsIgnoringASCIICase(other.host) else {
            return false
        }
        let (left, right) = (addressOfRecordURI, other.addressOfRecordURI)
        return left.user == right.user && left.port == right.port
    }

    /// Decodes unnecessary escapes and writes the others with capital digits.
    static func normalized(_ text: String) -> String {
        guard text.utf8.contains(0x25) else { return text }
        let octets = PercentEncoding.mapped(Array(text.utf8)) { octet, result in
            if AbsoluteURI.isUnreserved(octet) {
                result.append(octet)
            } else {
                PercentEncoding.append(octet, to: &result)
            }
        }
        return String(decoding: octets, as: UTF8.self)
    }

    private static let significantParameters: Set<String> = ["user", "ttl", "method", "maddr", "transport"]

    private func parametersAgree(with other: SIPURI) -> Bool {
        let mine = Self.comparable(parameters, valueCaseCounts: false)
        let theirs = Self.comparable(other.parameters, valueCaseCounts: false)
        for name in Set(mine.keys).union(theirs.keys) {
            if let left = mine[name], let right = theirs[name] {
                guard left == right else { return false }
            } else if Self.significantParameters.contains(name) {
                return false
            }
        }
        return true
    }

    /// Returns the values of each name in one spelling, independent of order; nil for a name without "=".
    private static func comparable(
        _ parameters: [HeaderParameter], valueCaseCounts: Bool
    ) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for parameter in parameters {
            let value = parameter.value.map { normalized($0) }.map {
                "=" + (valueCaseCounts ? $0 : $0.asciiLowercased)
            }
            values[normalized(parameter.name).asciiLowercased, default: []].append(value ?? "")
        }
        return values.mapValues { $0.sorted() }
    }
}
