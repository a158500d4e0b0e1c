public import MIME
import Octets

/// The name of a header field, independent of its compact form and its case (RFC 3261 §7.3.1, §7.3.3).
public struct HeaderName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    private enum Identity {
        /// A row of ``HeaderFacts/table``, by its number.
        case listed(Int)
        indirect case unlisted(longForm: String, key: String)
    }

    private let identity: Identity

    /// Creates a name from either form and any case; `v` and `VIA` are both `Via`.
    public init(_ name: String) {
        identity =
            HeaderIndex.standard.row(of: name.utf8.span).map(Identity.listed)
            ?? .unlisted(longForm: name, key: name.asciiLowercased)
    }

    /// Creates the name of a field.
    init(of field: HeaderField) {
        if let row = HeaderIndex.standard.row(of: field.header.span.extracting(field.place.name)) {
            self.init(row: row)
        } else {
            self.init(field.name)
        }
    }

    /// Creates a name from a literal.
    public init(stringLiteral name: String) {
        self.init(name)
    }

    /// Every known name, in the order of the table.
    public static let listed: [HeaderName] = HeaderFacts.table.indices.map { HeaderName(row: $0) }

    private init(row: Int) { identity = .listed(row) }

    /// The position of the name in ``listed``, nil if it is not there.
    package var number: Int? {
        switch identity {
        case .listed(let row): row
        case .unlisted: nil
        }
    }

    /// Whether the field is in the table.
    public var isListed: Bool { number != nil }

    /// The facts about the field; for an unlisted field the assumptions about extensions.
    public var facts: HeaderFacts {
        switch identity {
        case .listed(let row): HeaderFacts.table[row]
        case .unlisted(let name, let key): HeaderFacts(unlisted: name, key: key)
        }
    }

    /// The form of its values, as in ``facts``, of which no copy is made.
    private var form: HeaderFacts.Form {
        switch identity {
        case .listed(let row): HeaderFacts.table[row].form
        case .unlisted: facts.form
        }
    }

    /// The reader of the field, as in ``facts``, of which no copy is made.
    package var role: HeaderFacts.Role {
        switch identity {
        case .listed(let row): HeaderFacts.table[row].role
        case .unlisted: facts.role
        }
    }

    /// The long form: as in the registry for a listed name, else as given.
    public var longForm: String {
        switch identity {
        case .listed(let row): HeaderFacts.table[row].name
        case .unlisted(let name, _): name
        }
    }

    /// Whether the field describes the body: its name begins with `Content-`.
    public var isContentField: Bool { role == .content && self != Self.mimeVersion }

    /// The long form.
    public var description: String { longForm }

    /// Returns whether two names denote the same field.
    public static func == (left: HeaderName, right: HeaderName) -> Bool {
        switch (left.identity, right.identity) {
        case (.listed(let left), .listed(let right)): left == right
        case (.unlisted(_, let left), .unlisted(_, let right)): left == right
        case (.listed, .unlisted), (.unlisted, .listed): false
        }
    }

    /// Hashes the values that `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch identity {
        case .listed(let row): hasher.combine(row)
        case .unlisted(_, let key): hasher.combine(key)
        }
    }

    /// Returns whether `name`, of either form and any case, is this name; faster
    /// than creating a name from it.
    public func matches(_ name: String) -> Bool {
        name.utf8.count == 1 ? HeaderName(name) == self : name.equalsIgnoringASCIICase(longForm)
    }

    /// The compact forms of the IANA registry "SIP Header Fields" and their long forms.
    public static let compactForms = [String: String](
        HeaderFacts.table.compactMap { row in row.compactForm.map { ($0, row.name) } },
        uniquingKeysWith: { first, _ in first })

    /// Whether two fields of the name would make a message ambiguous.
    var isSingle: Bool { form == .single }

    /// Whether the value of the field is a list with commas between its elements.
    public var isList: Bool { form == .list }

    static let contentLength: HeaderName = "Content-Length"
    static let contentType: HeaderName = "Content-Type"
    static let mimeVersion: HeaderName = "MIME-Version"
}

extension HeaderField {
    /// The name, independent of compact form and case.
    public var headerName: HeaderName { HeaderName(of: self) }
}
