import Octets

/// A piece of a page, made of elements and of text; the text is escaped, however it gets in.
///
/// There is no way to pass markup in a string: what a literal or a value has of it is shown as it is written. Elements and
/// attributes are those named here, so that no page can have a script, a link or a style of its own.
struct HTML: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// The octets of the page, as text.
    let markup: String

    fileprivate init(markup: String) { self.markup = markup }

    /// Takes text from anywhere: control and format characters are written out, and all that HTML reads is escaped.
    init(_ text: String) { markup = Self.escaped(PrintableText.escaped(text), quotes: true) }

    /// Takes a text of the program, whose line ends and apostrophes stay.
    init(stringLiteral text: String) { markup = Self.escaped(text, quotes: false) }

    /// Takes a text of the program with values in it.
    init(stringInterpolation: StringInterpolation) { markup = stringInterpolation.markup }

    /// Collects the pieces of a literal: values are escaped as ``init(_:)`` does, other HTML stays as it is.
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
            $0 == .checked ? " checked" : " \($0.rawValue)=\"\(HTML($1).markup)\""
        }
        let start = "<\(tag.rawValue)\(written.joined())>"
        return HTML(markup: tag.isVoid ? start : "\(start)\(content.markup)</\(tag.rawValue)>")
    }

    /// Returns an element without attributes.
    static func element(_ tag: Tag, _ content: HTML = "") -> HTML { element(tag, [:], content) }

    /// Returns one piece after the other.
    static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.markup + right.markup) }

    /// Returns the whole page around its content: no script, and the one style sheet that the policy names by digest.
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
    /// The pieces in their order, with `separator` between them.
    func concatenated(_ separator: HTML = "") -> HTML {
        HTML(markup: map(\.markup).joined(separator: separator.markup))
    }
}
