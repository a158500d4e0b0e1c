internal import MIME

extension SIPMessage {
    /// The transports that the Via elements name, the topmost first, in capitals: `UDP`, `TCP`, `TLS` (RFC 3261 §20.42).
    ///
    /// Each is how one hop was to be taken, by the word of who took it; nil of an element that cannot be parsed.
    public var viaTransports: [String?] {
        values(of: "Via").map { value in
            var scanner = TextScanner(value)
            guard scanner.token() != nil, scanner.takeSeparator(0x2F), scanner.token() != nil,
                scanner.takeSeparator(0x2F)
            else { return nil }
            return scanner.token()?.uppercased()
        }
    }
}
