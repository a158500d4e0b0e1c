import TestSupport
import Testing

@testable import Rendering

@Suite("HTML: elements, attributes and text")
struct HTMLTests {
    private let hostile = "</p><script a='b\"c'>&\u{1B}"
    private let escaped = "&lt;/p&gt;&lt;script a=&#39;b&quot;c&#39;&gt;&amp;\\u{1B}"

    @Test("a string is always text in an element or an attribute")
    func strings() {
        #expect(HTML(hostile).markup == escaped)
        #expect(("x \(hostile)" as HTML).markup == "x \(escaped)")
        #expect(HTML.element(.p, HTML(hostile)).markup == "<p>\(escaped)</p>")
        #expect(HTML.element(.p, [.id: hostile], "x").markup == "<p id=\"\(escaped)\">x</p>")
        #expect(HTML.shortened(hostile).markup == escaped)
        #expect(
            HTML.page(title: "\(hostile)", sheet: .exposure, content: "").markup.contains(
                "<h1>\(escaped)</h1>"))
    }

    @Test("a literal is text too: markup in it is shown, while apostrophes and line ends stay")
    func literals() {
        #expect(("<b>the terminal's</b> & \n" as HTML).markup == "&lt;b&gt;the terminal's&lt;/b&gt; &amp; \n")
    }

    @Test("pieces and elements within elements are escaped once")
    func nesting() {
        let inner = HTML.element(.b, "\("<")")
        #expect(
            HTML.element(.li, "a \(inner)" + ["\(1)", inner].concatenated(", ")).markup
                == "<li>a <b>&lt;</b>1, <b>&lt;</b></li>")
        #expect([HTML]().concatenated("x").markup == "")
    }

    @Test("attributes keep their order, and a void element has no end tag")
    func elements() {
        #expect(
            HTML.element(.input, [.type: "radio", .class: "a b", .checked: ""]).markup
                == "<input type=\"radio\" class=\"a b\" checked>")
        #expect(HTML.element(.br).markup == "<br>" && HTML.element(.td).markup == "<td></td>")
    }

    @Test("no text of random characters opens or ends a tag or an attribute")
    func random() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<500 {
            let octets = generator.octets(20, of: Array("<>&\"'/= abc!-\t\u{7F}".utf8))
            let text = String(decoding: octets, as: UTF8.self)
            let markup = HTML.element(.p, [.class: text], "\(text)").markup
            #expect(markup.count { $0 == "<" } == 2 && markup.count { $0 == ">" } == 2)
            #expect(markup.count { $0 == "\"" } == 2 && !markup.contains("'"))
        }
    }
}
