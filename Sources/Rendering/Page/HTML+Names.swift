extension HTML {
    /// The elements that pages use; the last line has those of pictures (SVG 2 §5, §9, §11).
    enum Tag: String {
        case b, br, caption, code, details, div, fieldset, h2, h3, input, label, legend, li, ol, p, section
        case span, strong, summary, table, tbody, td, th, thead, tr, ul
        case desc, g, line, rect, svg, text, title

        /// Whether it has no content and no end tag.
        var isVoid: Bool { self == .br || self == .input }
    }

    /// The attributes that elements use.
    enum Attribute: String {
        case ariaLabel = "aria-label"
        case checked, open
        case `class`
        case dataLabel = "data-label"
        case `for`
        case colspan, id, name, role, scope, tabindex, type
        case height, rx, viewBox, width, x, x1, x2, y, y1, y2

        /// Whether its presence is all it says.
        var isBoolean: Bool { self == .checked || self == .open }
    }

    /// Returns text from any source, shortened if it is too long to read.
    static func shortened(_ text: String, to limit: Int = 1000) -> HTML {
        HTML(shortenedText(text, to: limit))
    }

    /// Returns the shortened text before it is escaped, for an attribute.
    static func shortenedText(_ text: String, to limit: Int) -> String {
        text.count <= limit ? text : "\(text.prefix(limit))… (\(text.count) characters)"
    }

    /// Returns prose in which an option such as `--tunnel` is not broken across lines.
    static func prose(_ text: String) -> HTML {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word -> HTML in
            let piece = HTML(String(word))
            return word.hasPrefix("--") && word.count <= 30
                ? .element(.span, [.class: "option"], piece) : piece
        }.concatenated(" ")
    }

    /// Returns the heading cell of a column.
    static func columnHeading(_ text: String) -> HTML { element(.th, [.scope: "col"], HTML(text)) }

    /// Returns the heading cell of a row.
    static func rowHeading(_ content: HTML) -> HTML { element(.th, [.scope: "row"], content) }

    /// Returns a smaller sentence that explains the preceding content.
    static func why(_ text: String) -> HTML { element(.p, [.class: "why"], HTML(text)) }

    /// Returns a severity as a coloured word.
    static func badge(_ severity: String) -> HTML {
        element(.b, [.class: "badge \(severity)"], HTML(severity))
    }
}
