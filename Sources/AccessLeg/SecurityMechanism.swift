import Octets
internal import SIPMessage

/// One mechanism of a security agreement between terminal and P-CSCF (RFC 3329 §2.2, TS 33.203 annex H).
public struct SecurityMechanism: Sendable, Equatable {
    /// The effect of a mechanism on confidentiality, which matters more than its presence.
    public enum Effect: Sendable, Equatable {
        /// Its content is encrypted.
        case encrypts
        /// Its content can be read.
        case leavesReadable
        /// Its name and parameters do not show the effect.
        case unknown
    }

    /// The generation of names that the IPsec parameters have.
    public enum ParameterNames: Sendable, Equatable {
        /// `spi`, `port1` and `port2` (RFC 3329 appendix A).
        case single
        /// `spi-c`, `spi-s`, `port-c` and `port-s` (TS 33.203).
        case clientAndServer
    }

    /// The name in lower case: `ipsec-3gpp`, `ipsec-ike`, `ipsec-man`, `tls`, `digest`, or another.
    public let name: String
    /// The preference in thousandths, 0 to 1000; nil if none is given.
    public let preference: Int?
    /// The integrity algorithm, `alg`, in lower case; nil if none is given.
    public let integrityAlgorithm: String?
    /// The encryption algorithm, `ealg`, in lower case; nil if none is given, which means that none is used.
    public let encryptionAlgorithm: String?
    /// The IPsec protocol, `prot`, in lower case: `esp` if none is given.
    public let ipsecProtocol: String
    /// The generation of names that the parameters have; nil if no name differs.
    public let parameterNames: ParameterNames?
    /// All parameters in lower case, for comparing lists.
    let parameters: [String: String]

    /// Parses one element of Security-Client, Security-Server or Security-Verify.
    ///
    /// - Returns: nil if the element is malformed or contradicts itself: a parameter twice, both generations
    ///   of names, a number out of range, an `ealg` without value.
    public static func parse(_ value: String) -> SecurityMechanism? {
        guard let element = TokenWithParameters.parse(value) else { return nil }
        var parameters: [String: String] = [:]
        for parameter in element.parameters {
            parameters[parameter.name.lowercased()] = (parameter.value ?? "").lowercased()
        }
        let isSingle = ["spi", "port1", "port2"].contains { parameters[$0] != nil }
        let isPair = ["spi-c", "spi-s", "port-c", "port-s"].contains { parameters[$0] != nil }
        guard !(isSingle && isPair), numbersFit(parameters) else { return nil }
        var preference: Int?
        if let text = parameters["q"] {
            guard let value = thousandths(text) else { return nil }
            preference = value
        }
        let words = ["alg", "ealg", "prot", "mod"].compactMap { parameters[$0] }
        guard !words.contains("") else { return nil }
        return SecurityMechanism(
            name: element.token.lowercased(), preference: preference, integrityAlgorithm: parameters["alg"],
            encryptionAlgorithm: parameters["ealg"], ipsecProtocol: parameters["prot"] ?? "esp",
            parameterNames: isSingle ? .single : isPair ? .clientAndServer : nil, parameters: parameters)
    }

    /// The effect on confidentiality.
    ///
    /// An absent `ealg` and `null` are the same: nothing is encrypted. AH never encrypts. The message does
    /// not show what the Internet Key Exchange or the operator agreed on for `ipsec-ike` and `ipsec-man`.
    public var effect: Effect {
        switch name {
        case "tls": return .encrypts
        case "digest": return .leavesReadable
        case "ipsec-3gpp":
            if ipsecProtocol == "ah" { return .leavesReadable }
            guard ipsecProtocol == "esp" else { return .unknown }
            guard let encryptionAlgorithm, encryptionAlgorithm != "null" else { return .leavesReadable }
            return Self.ciphers.contains(encryptionAlgorithm) ? .encrypts : .unknown
        default: return .unknown
        }
    }

    /// The ciphers of TS 33.203 annex H; the effect of others is unknown.
    private static let ciphers: Set<String> = ["des-ede3-cbc", "aes-cbc", "aes-gcm"]

    private static func numbersFit(_ parameters: [String: String]) -> Bool {
        let indices = ["spi", "spi-c", "spi-s"].compactMap { parameters[$0] }
        let ports = ["port1", "port2", "port-c", "port-s"].compactMap { parameters[$0] }
        return indices.allSatisfy { $0.isASCIIDigits && UInt32($0) != nil }
            && ports.allSatisfy { $0.isASCIIDigits && UInt16($0) != nil }
    }

    /// Parses `0` to `1` with up to three decimals (RFC 3261 §25.1, qvalue).
    private static func thousandths(_ text: String) -> Int? {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let whole = pieces.first, whole == "0" || whole == "1" else { return nil }
        let decimals = pieces.count == 2 ? pieces[1] : ""
        guard decimals.utf8.count <= 3, decimals.utf8.allSatisfy(ASCII.isDigit),
            let fraction = Int(decimals + String(repeating: "0", count: 3 - decimals.utf8.count))
        else { return nil }
        let value = (whole == "1" ? 1000 : 0) + fraction
        return value <= 1000 ? value : nil
    }
}
