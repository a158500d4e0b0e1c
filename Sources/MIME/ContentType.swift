import Octets

/// A media type with its parameters (RFC 2045 §5.1, RFC 3261 §20.15).
public struct ContentType: Sendable, Equatable {
    /// The top-level type in lower case, such as `multipart`.
    public let type: String
    /// The subtype in lower case, such as `signed`.
    public let subtype: String
    /// The parameters in their order.
    public let parameters: [MIMEParameter]

    /// The type and subtype, such as `application/pidf+xml`, in lower case.
    public let mediaType: String

    /// Creates a media type from its parts.
    ///
    /// - Throws: `malformedField` for parts that cannot be written as they are; `duplicateParameter`,
    ///   `extendedParameter`.
    public init(type: String, subtype: String, parameters: [MIMEParameter] = []) throws(MIMEError) {
        for piece in [type, subtype] {
            guard !piece.isEmpty, piece.utf8.allSatisfy(ASCII.isMIMEToken) else {
                throw .malformedField(name: "Content-Type", value: "\(type)/\(subtype)")
            }
        }
        try self.init(checked: type, subtype, parameters)
    }

    /// Creates a media type from a type and a subtype that are tokens.
    private init(checked type: String, _ subtype: String, _ parameters: [MIMEParameter]) throws(MIMEError) {
        try MIMEParameter.check(parameters, of: "Content-Type")
        try Self.checkReadings(of: parameters)
        self.type = type.asciiLowercased
        self.subtype = subtype.asciiLowercased
        mediaType = Self.mediaType(self.type, self.subtype)
        self.parameters = parameters
    }

    /// Returns the media type; the usual ones are constants, which need no memory of their own.
    private static func mediaType(_ type: String, _ subtype: String) -> String {
        switch (type, subtype) {
        case ("application", "pkcs7-mime"): "application/pkcs7-mime"
        case ("application", "pidf+xml"): "application/pidf+xml"
        case ("multipart", "signed"): "multipart/signed"
        default: "\(type)/\(subtype)"
        }
    }

    /// Refuses extended forms: readers that support RFC 2231 would use them, others the plain form, or none.
    private static func checkReadings(of parameters: [MIMEParameter]) throws(MIMEError) {
        guard parameters.contains(where: { $0.name.utf8.contains(0x2A) }) else { return }
        for name in ["boundary", "charset", "protocol"] {
            guard !parameters.contains(where: { $0.name.utf8.starts(with: "\(name)*".utf8) }) else {
                throw .extendedParameter(name: name)
            }
        }
    }

    /// Reads the value of a Content-Type field.
    ///
    /// White space around "/", ";" and "=" is allowed as in RFC 3261, and one ";" at the end is accepted.
    /// Comments are refused: SIP has none in this field.
    ///
    /// - Throws: `malformedField`; `duplicateParameter`, since readers differ on which of two counts;
    ///   `extendedParameter`, since they differ on whether it counts at all.
    public static func parse(_ value: String) throws(MIMEError) -> ContentType {
        var scanner = TextScanner(value)
        scanner.skipWhitespace()
        guard let type = scanner.run(of: ASCII.isMIMEToken), scanner.takeSeparator(0x2F),
            let subtype = scanner.run(of: ASCII.isMIMEToken),
            let scanned = scanner.parameters(valuesOf: ASCII.isMIMEToken, trailingSeparator: true),
            let parameters = MIMEParameter.from(scanned)
        else { throw .malformedField(name: "Content-Type", value: value) }
        return try ContentType(checked: type, subtype, parameters)
    }

    /// The value of the parameter of this name, ignoring the case of the name; nil if it is absent.
    public subscript(name: String) -> String? {
        let name = name.asciiLowercased
        return parameters.first { $0.name == name }?.value
    }

    /// The field value, with quotes around parameter values that need them.
    public var headerValue: String {
        ([mediaType] + parameters.map(\.written)).joined(separator: ";")
    }
}
