internal import MIME

/// A token and the parameters after it, such as an element of Security-Verify or P-Access-Network-Info.
public struct TokenWithParameters: Sendable, Equatable {
    /// The token as written.
    public let token: String
    /// The parameters in their order.
    public let parameters: [HeaderParameter]

    /// Reads one element of a field: `token *(SEMI generic-param)` (RFC 3261 §25.1).
    ///
    /// - Returns: nil if it does not follow the grammar, or a parameter appears twice (RFC 3261 §7.3.1).
    public static func parse(_ value: String) -> TokenWithParameters? {
        var scanner = TextScanner(value)
        scanner.skipWhitespace()
        guard let token = scanner.token(), let parameters = HeaderParameter.list(&scanner) else { return nil }
        return TokenWithParameters(token: token, parameters: parameters)
    }
}
