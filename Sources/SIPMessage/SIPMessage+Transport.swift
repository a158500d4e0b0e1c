internal import MIME

extension SIPMessage {
    /// The transports in the Via elements, the topmost first, in capitals: `UDP`,
    /// `TCP`, `TLS` (RFC 3261 §20.42).
    ///
    /// Each is the transport of one hop, as its sender states; nil for an element that cannot be parsed.
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
