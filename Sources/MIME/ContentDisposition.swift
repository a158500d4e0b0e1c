import Octets

/// The presentation of a body, and whether a receiver must understand it (RFC 2183, RFC 3261 §20.11).
public struct ContentDisposition: Sendable, Equatable {
    /// The disposition in lower case, such as `attachment`.
    public let type: String
    /// The parameters in their order.
    public let parameters: [MIMEParameter]

    /// Creates a disposition from its parts.
    ///
    /// - Throws: `malformedField` for parts that cannot be written as they are; `duplicateParameter`.
    public init(type: String, parameters: [MIMEParameter] = []) throws(MIMEError) {
        guard !type.isEmpty, type.utf8.allSatisfy(ASCII.isMIMEToken) else {
            throw .malformedField(name: "Content-Disposition", value: type)
        }
        try MIMEParameter.check(parameters, of: "Content-Disposition")
        self.type = type.asciiLowercased
        self.parameters = parameters
    }

    /// Reads the value of a Content-Disposition field.
    ///
    /// The example of RFC 3261 §23.3 lacks the semicolon before `handling=required`; that is accepted,
    /// and so is one ";" at the end.
    ///
    /// - Throws: `malformedField`, `duplicateParameter`.
    public static func parse(_ value: String) throws(MIMEError) -> ContentDisposition {
        try parse(TextScanner(value))
    }

    private static let usual = UsualValues<ContentDisposition>(
        ["attachment; filename=smime.p7m; handling=required", "aib;handling=optional"], read: read)

    /// Reads the value that a scanner is at the start of.
    static func parse(_ value: TextScanner) throws(MIMEError) -> ContentDisposition {
        if let usual = usual.reading(of: value) { return usual }
        return try read(value)
    }

    private static func read(_ value: TextScanner) throws(MIMEError) -> ContentDisposition {
        var scanner = value
        scanner.skipWhitespace()
        guard let type = scanner.run(of: ASCII.isMIMEToken),
            let scanned = scanner.parameters(
                valuesOf: ASCII.isMIMEToken, trailingSeparator: true, missingSeparator: true),
            let parameters = MIMEParameter.from(scanned)
        else { throw .malformedField(name: "Content-Disposition", value: value.remainingText) }
        return try ContentDisposition(type: type, parameters: parameters)
    }

    /// The value of the parameter of this name, ignoring the case of the name; nil if it is absent.
    public subscript(name: String) -> String? {
        let name = name.asciiLowercased
        return parameters.first { $0.name == name }?.value
    }

    /// Whether a receiver that does not understand the body may ignore it: only if
    /// `handling=optional` is present.
    ///
    /// A missing handling parameter means required (RFC 3261 §20.11).
    public var isOptional: Bool { self["handling"]?.asciiLowercased == "optional" }

    /// The field value, such as `attachment;filename=smime.p7m;handling=required`.
    public var headerValue: String {
        ([type] + parameters.map(\.written)).joined(separator: ";")
    }
}
