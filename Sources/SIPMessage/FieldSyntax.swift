internal import MIME
import Octets

/// The grammar of the fields that determine the route and the parties of a message (RFC 3261 §25.1).
///
/// From, To and CSeq are checked when their values are read. Other fields are not checked.
enum FieldSyntax {
    private static let checks: [HeaderName: @Sendable (String) -> Bool] = [
        "Call-ID": isCallID,
        "Contact": { $0 == "*" || isAddressList($0) },
        "Date": { SIPDate($0) != nil },
        "Max-Forwards": { $0.isASCIIDigits },
        "Record-Route": isAddressList,
        "Route": isAddressList,
        "Via": { ValueList.split($0).allSatisfy(isVia) },
    ]

    /// Returns whether the value follows the grammar of its field; true for every unchecked field.
    static func accepts(_ value: String, of name: HeaderName) -> Bool {
        checks[name]?(value) ?? true
    }

    @Sendable private static func isAddressList(_ value: String) -> Bool {
        ValueList.split(value).allSatisfy { NameAddress.parse($0) != nil }
    }

    /// Returns whether the value is a Call-ID: `word ["@" word]`.
    @Sendable private static func isCallID(_ value: String) -> Bool {
        let others = Array("()<>:\\\"/[]?{}".utf8)
        let words = value.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
        return words.count <= 2
            && words.allSatisfy { word in
                !word.isEmpty && word.allSatisfy { ASCII.isToken($0) || others.contains($0) }
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
