internal import MIME
import Octets

/// The grammar of the fields that determine the route and the parties of a message (RFC 3261 §25.1).
///
/// From, To and CSeq are checked when their values are read. Other fields are not checked.
enum FieldSyntax {
    private typealias Check = @Sendable (_ value: String) -> Bool

    private static let checks: [(name: HeaderName, check: Check)] = [
        ("Call-ID", isCallID),
        ("Contact", { $0 == "*" || isAddressList($0) }),
        ("Date", { SIPDate($0) != nil }),
        ("Max-Forwards", { $0.isASCIIDigits }),
        ("Record-Route", isAddressList),
        ("Route", isAddressList),
        ("Via", { ValueList.split($0).allSatisfy(isVia) }),
    ]

    /// The checks by the number of the name, because every field of every message looks for its own.
    private static let checksByNumber: [Check?] = {
        var found = [Check?](repeating: nil, count: HeaderName.listed.count)
        for (name, check) in checks {
            if let number = name.number { found[number] = check }
        }
        return found
    }()

    /// Returns whether the value follows the grammar of its field; true for every unchecked field.
    static func accepts(_ value: String, of name: HeaderName) -> Bool {
        guard let number = name.number, let check = checksByNumber[number] else { return true }
        return check(value)
    }

    @Sendable private static func isAddressList(_ value: String) -> Bool {
        ValueList.split(value).allSatisfy { NameAddress.parse($0) != nil }
    }

    /// Returns whether the value is a Call-ID: `word ["@" word]`.
    @Sendable private static func isCallID(_ value: String) -> Bool {
        var (words, wordOctets) = (1, 0)
        for octet in value.utf8 {
            if octet == 0x40, wordOctets > 0 {
                (words, wordOctets) = (words + 1, 0)
            } else if isWordOctet(octet) {
                wordOctets += 1
            } else {
                return false
            }
        }
        return words <= 2 && wordOctets > 0
    }

    /// Returns whether the octet is allowed in "word" of RFC 3261 §25.1.
    private static func isWordOctet(_ octet: UInt8) -> Bool {
        switch octet {
        // ( ) < > : \ " / [ ] ? { }
        case 0x28, 0x29, 0x3C, 0x3E, 0x3A, 0x5C, 0x22, 0x2F, 0x5B, 0x5D, 0x3F, 0x7B, 0x7D: true
        default: ASCII.isToken(octet)
        }
    }

    /// Returns whether the value is one Via element: `sent-protocol LWS sent-by *(SEMI via-params)`.
    private static func isVia(_ value: String) -> Bool {
        var scanner = TextScanner(value)
        guard scanner.token() != nil, scanner.takeSeparator(0x2F), scanner.token() != nil,
            scanner.takeSeparator(0x2F), scanner.token() != nil, let next = scanner.next,
            ASCII.isWhitespace(next)
        else { return false }
        scanner.skipWhitespace()
        let host = scanner.next == 0x5B ? reference(&scanner) : scanner.run { ASCII.isToken($0) }
        guard let host, SIPURI.isHost(ArraySlice(host.utf8)) else { return false }
        if scanner.takeSeparator(0x3A) {
            guard let digits = scanner.run(of: ASCII.isDigit), UInt16(digits) != nil else { return false }
        }
        return HeaderParameter.list(&scanner) != nil
    }

    private static func reference(_ scanner: inout TextScanner) -> String? {
        guard let address = scanner.run(of: { $0 != 0x5D }), scanner.take(0x5D) else { return nil }
        return address + "]"
    }
}
