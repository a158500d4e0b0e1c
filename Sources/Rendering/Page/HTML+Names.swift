extension HTML {
    /// The elements that pages have.
    enum Tag: String {
        case b, br, caption, code, details, div, fieldset, h2, input, label, legend, li, ol, p, section, span,
            strong
        case summary, table, tbody, td, th, thead, tr, ul

        /// Whether it has no content and no end tag.
        var isVoid: Bool { self == .br || self == .input }
    }

    /// The attributes that elements have.
    enum Attribute: String {
        case ariaLabel = "aria-label"
        /// It stands without a value.
        case checked
        case `class`
        case dataLabel = "data-label"
        case `for`
        case id, name, role, scope, type
    }

    /// Returns text from anywhere, cut where it is too long to be looked at.
    static func shortened(_ text: String, to limit: Int = 1000) -> HTML {
        HTML(shortenedText(text, to: limit))
    }

    /// Returns the same before it is escaped, for an attribute.
    static func shortenedText(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : "\(text.prefix(limit))… (\(text.count) characters)"
    }

    /// Returns the cell that heads a column.
    static func columnHeading(_ text: String) -> HTML { element(.th, [.scope: "col"], HTML(text)) }

    /// Returns the cell that heads a row.
    static func rowHeading(_ content: HTML) -> HTML { element(.th, [.scope: "row"], content) }

    /// Returns a smaller sentence that explains what stands before it.
    static func why(_ text: String) -> HTML { element(.p, [.class: "why"], HTML(text)) }

    /// Returns a severity in colour and in words.
    static func badge(_ severity: String) -> HTML {
        element(.b, [.class: "badge \(severity)"], HTML(severity))
    }
}
