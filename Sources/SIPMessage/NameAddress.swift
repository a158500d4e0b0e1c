internal import MIME
import Octets

/// A display name, a URI and parameters: the value of From, To, Contact and the
/// like (RFC 3261 §20.10, §25.1).
public struct NameAddress: Sendable, Equatable {
    /// The display name without quotes and escapes; nil if there is none.
    public let displayName: String?
    /// The URI as written, of any scheme.
    public let uri: String
    /// The URI if it is a SIP, SIPS, PRES or IM URI, else nil.
    public let sipURI: SIPURI?
    /// The parameters of the field, not those of the URI.
    public let parameters: [HeaderParameter]

    /// The tag of one side of a dialog (RFC 3261 §19.3); nil if it is absent.
    public var tag: String? { parameters.named("tag")?.value }

    /// Reads one value.
    ///
    /// Without angle brackets the text after a ";" is a parameter of the field, and the URI must contain
    /// neither "?" nor "," (RFC 3261 §20). White space inside the brackets and an unquoted display name that
    /// does not consist of tokens are refused (RFC 4475 §3.1.2.14, §3.1.2.15).
    ///
    /// - Returns: nil if the value does not follow the grammar.
    public static func parse(_ value: String) -> NameAddress? { parse(TextScanner(value)) }

    /// Reads the value that a scanner is at the start of.
    static func parse(_ value: TextScanner) -> NameAddress? {
        var scanner = value
        guard let (displayName, uri) = nameAndURI(&scanner),
            let checked = AbsoluteURI.check(scanner.octets, in: uri),
            let parameters = HeaderParameter.list(&scanner)
        else { return nil }
        return NameAddress(
            displayName: displayName, uri: scanner.text(uri), sipURI: checked.sip?.uri(in: scanner.octets),
            parameters: parameters)
    }

    /// Returns whether ``parse(_:)-(String)`` reads the value that a scanner is at the start of.
    static func isValid(_ value: TextScanner) -> Bool {
        var scanner = value
        guard let (_, uri) = nameAndURI(&scanner), AbsoluteURI.check(scanner.octets, in: uri) != nil else {
            return false
        }
        return scanner.isAtEnd || HeaderParameter.list(&scanner) != nil
    }

    /// Moves past the display name and the URI; nil if they do not follow the grammar around the URI.
    private static func nameAndURI(_ scanner: inout TextScanner) -> (displayName: String?, uri: Range<Int>)? {
        scanner.skipWhitespace()
        var displayName: String?
        if scanner.next == ASCII.quote {
            guard let quoted = scanner.quotedString() else { return nil }
            displayName = quoted
            scanner.skipWhitespace()
            guard scanner.next == 0x3C else { return nil }
        }
        if scanner.next == 0x3C { return bracketed(&scanner).map { (displayName, $0) } }

        // Tokens and white space up to "<" are a display name; otherwise they are the start of a bare URI.
        var name = scanner
        if let words = name.range(of: { ASCII.isToken($0) || ASCII.isWhitespace($0) }), name.next == 0x3C {
            scanner = name
            return bracketed(&scanner).map {
                (scanner.text(ASCII.trimmed(words, in: scanner.octets)), $0)
            }
        }
        return scanner.range(of: isBareURI).map { (nil, $0) }
    }

    private static func isBareURI(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x3B, 0x3F, 0x2C, 0x3C, 0x3E, 0x22: false  // ; ? , < > "
        default: !ASCII.isWhitespace(octet)
        }
    }

    private static func bracketed(_ scanner: inout TextScanner) -> Range<Int>? {
        guard scanner.take(0x3C), let uri = scanner.range(of: { $0 != 0x3E }), scanner.take(0x3E) else {
            return nil
        }
        return uri
    }
}
