import Octets

/// A `name=value` parameter of Content-Type or Content-Disposition (RFC 2045 §5.1).
public struct MIMEParameter: Sendable, Hashable {
    /// The name in lower case; names are compared without case.
    public let name: String
    /// The value without quotes and escapes, in its original case.
    public let value: String

    /// Creates a parameter; the field that receives it checks name and value.
    public init(name: String, value: String) {
        self.name = name.asciiLowercased
        self.value = value
    }

    /// The parameter as written in a field, the value quoted if it is not a token.
    var written: String {
        if !value.isEmpty, value.utf8.allSatisfy(ASCII.isToken) { return "\(name)=\(value)" }
        return "\(name)=\(QuotedString.quoting(value))"
    }

    /// Checks parameters before they are written.
    ///
    /// - Throws: `malformedField` naming `field` for a name that is not a token or a value with control
    ///   characters; `duplicateParameter`.
    static func check(_ parameters: [MIMEParameter], of field: String) throws(MIMEError) {
        // A field has few parameters as a rule, and a set of their names takes longer than comparing them.
        var names: Set<String> = []
        let hasFew = parameters.count <= 8
        for (position, parameter) in parameters.enumerated() {
            let isName = !parameter.name.isEmpty && parameter.name.utf8.allSatisfy(ASCII.isMIMEToken)
            guard isName, !parameter.value.utf8.contains(where: ASCII.isControl) else {
                throw .malformedField(name: field, value: parameter.written)
            }
            let isNew =
                hasFew
                ? !parameters[..<position].contains { $0.name == parameter.name }
                : names.insert(parameter.name).inserted
            guard isNew else {
                throw .duplicateParameter(name: parameter.name)
            }
        }
    }

    /// Converts the parameters of a scanner; nil if one has no value.
    static func from(_ scanned: [TextScanner.Parameter]) -> [MIMEParameter]? {
        var parameters: [MIMEParameter] = []
        parameters.reserveCapacity(scanned.count)
        for parameter in scanned {
            guard let value = parameter.value else { return nil }
            parameters.append(MIMEParameter(name: parameter.name, value: value))
        }
        return parameters
    }
}
