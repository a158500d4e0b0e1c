public import Octets

/// A list as one JSON object with a version, so that members can be added.
public struct ListDocument<Element: JSONEncodable>: JSONEncodable {
    private let name: String
    private let elements: [Element]

    /// Puts the elements into a member of this name.
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

/// A ``ListDocument`` of certificates in pieces, while they are read: one object a line.
public struct StreamedListDocument: Sendable {
    /// What stands before the first element.
    public let beginning: String
    /// What stands behind the last one.
    public let end = "\n],\"version\":1}\n"
    private var separator = "\n"

    /// Begins the member of this name.
    public init(_ name: String) { beginning = "{\"\(name)\":[" }

    /// The next element, with what separates it from the one before.
    public mutating func element(_ report: CertificateReport) -> String {
        defer { separator = ",\n" }
        return separator + String(decoding: JSONWriter.compact(report), as: UTF8.self)
    }
}
