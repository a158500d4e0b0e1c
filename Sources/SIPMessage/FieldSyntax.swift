internal import MIME
import Octets

/// The grammar of the fields that determine the route and the parties of a message (RFC 3261 §25.1).
///
/// From, To and CSeq are checked when their values are read. Other fields are not checked.
enum FieldSyntax {
    private enum Check {
        case callID
        case contact
        case date
        case number
        case addresses
        case via
    }

    private static let checks: [(name: HeaderName, check: Check)] = [
        ("Call-ID", .callID), ("Contact", .contact), ("Date", .date), ("Max-Forwards", .number),
        ("Record-Route", .addresses), ("Route", .addresses), ("Via", .via),
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
    static func accepts(_ field: HeaderField, of name: HeaderName) -> Bool {
        guard let number = name.number, let check = checksByNumber[number] else { return true }
        let value = field.scanner
        return switch check {
        case .callID: isCallID(value)
        case .contact: isAsterisk(value) || isAddressList(value)
        case .date: SIPDate(value) != nil
        case .number: isNumber(value)
        case .addresses: isAddressList(value)
        case .via: ValueList.allSatisfy(value, isVia)
        }
    }

    private static func isAddressList(_ value: TextScanner) -> Bool {
        ValueList.allSatisfy(value, NameAddress.isValid)
    }

    private static func isAsterisk(_ value: TextScanner) -> Bool {
        var scanner = value
        return scanner.take(0x2A) && scanner.isAtEnd
    }

    /// Returns whether the value is one or more digits.
    private static func isNumber(_ value: TextScanner) -> Bool {
        var scanner = value
        return scanner.range(of: ASCII.isDigit) != nil && scanner.isAtEnd
    }

    /// Returns whether the value is a Call-ID: `word ["@" word]`.
    private static func isCallID(_ value: TextScanner) -> Bool {
        var scanner = value
        guard scanner.range(of: isWordOctet) != nil else { return false }
        guard !scanner.isAtEnd else { return true }
        return scanner.take(0x40) && scanner.range(of: isWordOctet) != nil && scanner.isAtEnd
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
    private static func isVia(_ value: TextScanner) -> Bool {
        var scanner = value
        guard takeToken(&scanner), scanner.takeSeparator(0x2F), takeToken(&scanner),
            scanner.takeSeparator(0x2F), takeToken(&scanner), let next = scanner.next,
            ASCII.isWhitespace(next)
        else { return false }
        scanner.skipWhitespace()
        let host = scanner.next == 0x5B ? reference(&scanner) : scanner.range(of: ASCII.isToken)
        guard let host, SIPURI.isHost(scanner.octets, in: host) else { return false }
        if scanner.takeSeparator(0x3A) {
            guard let digits = scanner.run(of: ASCII.isDigit), UInt16(digits) != nil else { return false }
        }
        return HeaderParameter.list(&scanner) != nil
    }

    private static func takeToken(_ scanner: inout TextScanner) -> Bool {
        scanner.range(of: ASCII.isToken) != nil
    }

    private static func reference(_ scanner: inout TextScanner) -> Range<Int>? {
        guard let address = scanner.range(of: { $0 != 0x5D }), scanner.take(0x5D) else { return nil }
        return address.lowerBound..<address.upperBound + 1
    }
}
