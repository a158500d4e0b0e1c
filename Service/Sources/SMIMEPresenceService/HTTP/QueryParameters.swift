import CMS
import Foundation
import Hummingbird
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The parameters in the query of a request, with the names of command-line options without the dashes.
///
/// An option that names a file or relaxes a check is not a parameter; the profile sets it. An unknown
/// parameter is an error, and so is a repeated one other than `to`.
struct QueryParameters {
    private var values: [String: [String]] = [:]

    /// Reads a query.
    ///
    /// - Parameter names: the parameters of the operation.
    /// - Throws: ``Problem`` with 400 for an unknown or repeated parameter.
    init(_ request: Request, names: Set<String>) throws(Problem) {
        for (name, value) in request.uri.queryParameters {
            let name = String(name)
            guard names.contains(name) else { throw .invalid("unknown parameter '\(Self.printable(name))'") }
            values[name, default: []].append(String(value))
        }
        for (name, given) in values where given.count > 1 && name != "to" {
            throw .invalid("parameter '\(name)' is given twice")
        }
    }

    /// Returns the text of a parameter; nil if it is not given.
    func text(_ name: String) -> String? { values[name]?.first }

    /// Returns whether a flag is set: as `name`, `name=true` or `name=1`.
    ///
    /// - Throws: ``Problem`` with 400 if the value is neither of these nor "false" or "0".
    func flag(_ name: String) throws(Problem) -> Bool {
        switch text(name)?.lowercased() {
        case nil, "false", "0": return false
        case "", "true", "1": return true
        case .some(let text): throw Self.invalid(text, name, expected: "true or false")
        }
    }

    /// Returns the number of a parameter; nil if it is not given.
    func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Self.invalid(
                text, name, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The case of an option; nil if it is not given.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of _: Choice.Type
    ) throws(Problem) -> Choice? {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.invalid(text, name, expected: "one of \(all)")
        }
        return choice
    }

    /// Returns the addresses of a parameter that may be repeated.
    func addresses(_ name: String) throws(Problem) -> [AddressURI] {
        try (values[name] ?? []).map { (text) throws(Problem) in
            guard let address = AddressURI.parse(text) else {
                throw Self.invalid(text, name, expected: "a SIP URI or a global telephone number")
            }
            return address
        }
    }

    /// Returns the address in the last part of a path.
    ///
    /// - Throws: ``Problem`` with 400 for another text.
    static func address(inPath text: String) throws(Problem) -> AddressURI {
        guard let decoded = text.removingPercentEncoding, let address = AddressURI.parse(decoded) else {
            throw .invalid("the path requires a SIP URI or a global telephone number")
        }
        return address
    }

    private static func invalid(_ text: String, _ name: String, expected: String) -> Problem {
        .invalid("invalid value '\(printable(text))' for parameter '\(name)': expected \(expected)")
    }

    private static func printable(_ text: String) -> String {
        String(text.unicodeScalars.prefix(40).map { $0.isASCII && $0.value > 0x20 ? Character($0) : "." })
    }
}
