import Octets

/// A piece of a page, made of elements and of text; all text is escaped.
///
/// Markup in a string is always shown as text, whether in a literal or a value. Only the elements and
/// attributes listed here exist, so a page cannot have a script, a link or an inline style.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The markup of the piece.
    let markup: String

    fileprivate init(markup: String) { self.markup = markup }

    /// Escapes text from any source: control and format characters as in ``PrintableText``, and
    /// all characters special in HTML.
    init(_ text: String) { markup = Self.escaped(PrintableText.escaped(text), quotes: true) }

    /// Escapes a literal of the program, which keeps its line ends and apostrophes.
    init(stringLiteral text: String) { markup = Self.escaped(text, quotes: false) }

    /// Joins a literal of the program and the values in it.
    init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

    /// Collects the pieces of a literal: values are escaped as by ``init(_:)``, other HTML is unchanged.
    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""
        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ text: String) { markup += HTML.escaped(text, quotes: false) }
        mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
        mutating func appendInterpolation(_ text: String) { markup += HTML(text).markup }
        mutating func appendInterpolation(_ number: Int) { markup += String(number) }
    }

    /// Returns an element with attributes.
    static func element(_ tag: Tag, _ attributes: KeyValuePairs<Attribute, String>, _ content: HTML = "")
        -> HTML
    {
        let written = attributes.map {
            $0.isBoolean ? " \($0.rawValue)" : " \($0.rawValue)=\"\(HTML($1).markup)\""
        }
        let start = "<\(tag.rawValue)\(written.joined())>"
        return HTML(markup: tag.isVoid ? start : "\(start)\(content.markup)</\(tag.rawValue)>")
    }

    /// Returns an element without attributes.
    static func element(_ tag: Tag, _ content: HTML = "") -> HTML { element(tag, [:], content) }

    /// Returns one piece followed by the other.
    static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.markup + right.markup) }

    /// Returns the whole page around its content: no script, and one style sheet
    /// that the policy names by digest.
    static func page(title: HTML, sheet: StyleSheet, content: HTML) -> HTML {
        let policy =
            "default-src 'none'; style-src '\(sheet.digest)'; base-uri 'none'; form-action 'none'"
        return HTML(
            markup: """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="\(policy)">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="referrer" content="no-referrer">
                <title>\(title.markup)</title>
                <style>\(sheet.text)</style>
                </head>
                <body>
                <main>
                <h1>\(title.markup)</h1>

                """ + content.markup + "</main>\n</body>\n</html>\n")
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where quotes: result += "&quot;"
            case "'" where quotes: result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension Sequence where Element == HTML {
    /// Returns the pieces in order, joined by `separator`.
    func concatenated(_ separator: HTML = "") -> HTML {
        HTML(markup: map(\.markup).joined(separator: separator.markup))
    }
}
