/// The transfer encoding of a body (RFC 2045 §6).
public enum TransferEncoding: String, Sendable, Equatable, CaseIterable {
    /// Lines of at most 998 ASCII octets.
    case sevenBit = "7bit"
    /// Lines of at most 998 octets.
    case eightBit = "8bit"
    /// Any octets, as SIP carries them (RFC 3853 §3).
    case binary
    /// Base64 lines.
    case base64
    /// Mostly readable text with `=XX` escapes.
    case quotedPrintable = "quoted-printable"
}
