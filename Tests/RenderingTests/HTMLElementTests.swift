import Foundation
import Testing

@testable import Rendering

@Suite("HTML: what a page can consist of")
struct HTMLElementTests {
    private static let tags: [HTML.Tag] = [
        .b, .br, .caption, .code, .details, .div, .fieldset, .h2, .input, .label, .legend, .li, .ol, .p,
        .section, .span, .strong, .summary, .table, .tbody, .td, .th, .thead, .tr, .ul, .h3, .desc, .g,
        .line, .rect, .svg, .text, .title,
    ]

    @Test("only the void elements of HTML have no end tag, and they have no content")
    func void() {
        for tag in Self.tags {
            let markup = HTML.element(tag, "x").markup
            let isVoid = ["br", "input"].contains(tag.rawValue)
            #expect(markup == (isVoid ? "<\(tag.rawValue)>" : "<\(tag.rawValue)>x</\(tag.rawValue)>"))
        }
    }

    @Test("no element can load, run, submit or link, and no attribute can be an event or a style")
    func harmless() {
        let names = Set(Self.tags.map(\.rawValue))
        #expect(
            names.isDisjoint(with: [
                "script", "style", "a", "img", "iframe", "form", "object", "link", "image", "use", "animate",
                "set", "foreignObject",
            ]))
        let attributes: [HTML.Attribute] = [
            .ariaLabel, .checked, .class, .dataLabel, .for, .id, .name, .role, .scope, .type, .colspan,
            .tabindex, .height, .rx, .viewBox, .width, .x, .x1, .x2, .y, .y1, .y2,
        ]
        for name in attributes.map(\.rawValue) {
            #expect(!name.hasPrefix("on") && !["style", "src", "href", "srcdoc", "action"].contains(name))
        }
    }

    @Test("every attribute escapes what would end it", arguments: ["\"", "'", "<", ">", "&", "\u{1B}", "\n"])
    func attributes(character: String) {
        for attribute in [HTML.Attribute.ariaLabel, .class, .dataLabel, .for, .id, .name, .role, .scope] {
            let markup = HTML.element(.p, [attribute: "a\(character)b"]).markup
            let value = markup.dropFirst("<p \(attribute.rawValue)=\"".count).dropLast("\"></p>".count)
            #expect(value.first == "a" && value.last == "b" && value.count > 3, "\(attribute)")
            #expect(character == "&" || !value.contains(character))
        }
    }

    @Test("an ampersand that is escaped stays escaped, and text that looks escaped is text")
    func ampersands() {
        #expect(HTML("&lt;").markup == "&amp;lt;")
        #expect(("\("&amp;")" as HTML).markup == "&amp;amp;")
        #expect(HTML("a & b").markup == "a &amp; b")
    }

    @Test("text keeps every character that is neither special nor a control")
    func plain() {
        let text = "é 漢字 µs → “x” 👍 {}()[];:/\\=+-_#%@!?$^*~|`"
        #expect(HTML(text).markup == text)
    }

    @Test("pieces are joined in order, with a separator between and none at the end")
    func joined() {
        let pieces: [HTML] = ["a", .element(.br), "\("<")"]
        #expect(pieces.concatenated().markup == "a<br>&lt;")
        #expect(pieces.concatenated("\n").markup == "a\n<br>\n&lt;")
        #expect(("a" + .element(.b, "b") as HTML).markup == "a<b>b</b>")
    }

    @Test("text of the limit is whole; longer text is cut by characters, with its length")
    func shortened() {
        #expect(HTML.shortened("12345", to: 5).markup == "12345")
        #expect(HTML.shortened("123456", to: 5).markup == "12345… (6 characters)")
        // A cut falls between characters, and what is cut is escaped after that.
        #expect(HTML.shortened("👩‍👩‍👧<<", to: 2).markup.hasSuffix("&lt;… (3 characters)"))
        #expect(HTML.shortenedText("<<<", to: 2) == "<<… (3 characters)")
    }

    @Test("a page has its title as title and heading, one style sheet, and a policy that names it")
    func page() {
        for sheet in [StyleSheet.exposure, .assessment] {
            let markup = HTML.page(title: "a & b", sheet: sheet, content: .element(.p, "x")).markup
            #expect(markup.contains("<title>a &amp; b</title>") && markup.contains("<h1>a &amp; b</h1>"))
            #expect(markup.components(separatedBy: "<style>").count == 2)
            #expect(markup.components(separatedBy: "<p>x</p>").count == 2)
            #expect(markup.contains("style-src '\(sheet.digest)';"))
            // The text of a style element is raw: an end tag in it would end it.
            #expect(!sheet.text.contains("<") && sheet.digest.hasPrefix("sha256-"))
        }
        #expect(StyleSheet.exposure.digest != StyleSheet.assessment.digest)
    }

    @Test("in prose an option stays on one line, and all other text is escaped")
    func prose() {
        #expect(
            HTML.prose("encrypt --tunnel  <b> --").markup
                == "encrypt <span class=\"option\">--tunnel</span>  &lt;b&gt; <span class=\"option\">--</span>"
        )
        let long = "--" + String(repeating: "x", count: 100)
        #expect(HTML.prose(long).markup == long)
    }

    @Test("headings, reasons and badges have their scope and class")
    func named() {
        #expect(HTML.columnHeading("<").markup == "<th scope=\"col\">&lt;</th>")
        #expect(HTML.rowHeading("x").markup == "<th scope=\"row\">x</th>")
        #expect(HTML.why("a'b").markup == "<p class=\"why\">a&#39;b</p>")
        #expect(HTML.badge("high").markup == "<b class=\"badge high\">high</b>")
    }
}
