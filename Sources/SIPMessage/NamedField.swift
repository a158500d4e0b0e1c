package import MIME
import Octets

/// A header field with its name and the result of its check, both found once when its header was read.
package struct NamedField: Sendable, Equatable {
    package let field: HeaderField
    /// The name, independent of compact form and case.
    package let name: HeaderName
    /// Whether the value follows the grammar of its field, if this library has one.
    package let isParsed: Bool

    /// Finds the name of a field, and checks its value.
    package init(_ field: HeaderField) {
        self.field = field
        name = field.headerName
        isParsed = FieldSyntax.accepts(field, of: name)
    }

    /// Composes a field whose value the caller has checked: it has no control octet and follows its grammar.
    init(checked name: String, _ headerName: HeaderName, _ value: String) {
        self.init(
            HeaderField(checked: name, value, lineEnd: ASCII.lineEnd), name: headerName, isParsed: true)
    }

    private init(_ field: HeaderField, name: HeaderName, isParsed: Bool) {
        self.field = field
        self.name = name
        self.isParsed = isParsed
    }

    /// The field in the form of a fragment: its long name, lines ended by CRLF, the value unchanged.
    package var inLongForm: NamedField {
        NamedField(field.renamed(name.longForm), name: name, isParsed: isParsed)
    }

    /// Returns the field with its lines ended by `lineEnd`.
    func endingLines(with lineEnd: [UInt8]) -> NamedField {
        NamedField(field.endingLines(with: lineEnd), name: name, isParsed: isParsed)
    }

    /// The values of the field, a list split.
    package var values: [String] {
        guard name.isList else { return [field.value] }
        return ValueList.elements(of: field.scanner).map(\.remainingText)
    }
}

extension [NamedField] {
    /// Returns whether there is a field of a name.
    package func contains(_ name: HeaderName) -> Bool { indices.contains { self[$0].name == name } }

    // By index: an iterator would copy every field.

    /// Returns the fields of a name, in their order.
    package func fields(of name: HeaderName) -> [NamedField] {
        var found: [NamedField] = []
        for index in indices where self[index].name == name { found.append(self[index]) }
        return found
    }

    /// Returns the values of all fields of a name in their order, with lists split.
    package func values(of name: HeaderName) -> [String] {
        var found: [String] = []
        for index in indices where self[index].name == name { found += self[index].values }
        return found
    }
}
