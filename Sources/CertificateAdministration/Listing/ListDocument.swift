public import Octets

/// A list as one JSON object with a version, so that members can be added later.
public struct ListDocument<Element: JSONEncodable>: JSONEncodable {
    private let name: String
    private let elements: [Element]

    /// Creates a document with the elements in a member of this name.
    public init(_ name: String, _ elements: [Element]) {
        self.name = name
        self.elements = elements
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member(name, elements)
            $0.member("version", 1)
        }
    }
}

/// A ``ListDocument`` of certificates, written in pieces as they are read: one object a line.
public struct StreamedListDocument: Sendable {
    /// The text before the first element.
    public let beginning: String
    /// The text after the last element.
    public let end = "\n],\"version\":1}\n"
    private var separator = "\n"

    /// Creates a document with a member of this name.
    public init(_ name: String) { beginning = "{\"\(name)\":[" }

    /// Returns the next element, with its separator from the previous one.
    public mutating func element(_ report: CertificateReport) -> String {
        defer { separator = ",\n" }
        return separator + String(decoding: JSONWriter.compact(report), as: UTF8.self)
    }
}
