import TestSupport
import Testing
import XML

/// A tree to write: each element with its text, which precedes its children.
private struct Node: Equatable {
    var name: ExpandedName
    var attributes: [String: String] = [:]
    var text = ""
    var children: [Node] = []

    init(_ name: ExpandedName) { self.name = name }

    init(_ element: XMLElement) {
        (name, attributes, text) = (element.name, element.attributes, element.text)
        children = element.children.map { Node($0) }
    }

    static func random(_ depth: Int, _ generator: inout SeededGenerator) -> Node {
        let namespace = ["", "urn:a", "urn:a:b"][Int.random(in: 0..<3, using: &generator)]
        var node = Node(ExpandedName(namespace: namespace, local: text(1...3, "abcé", &generator)))
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            node.attributes[text(1...2, "xyz", &generator)] = text(0...5, "a'\"<>& é\u{1F600}", &generator)
        }
        node.text = text(0...6, "a<>&]\u{E9} \n", &generator)
        guard depth > 1 else { return node }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            node.children.append(random(depth - 1, &generator))
        }
        return node
    }

    private static func text(
        _ lengths: ClosedRange<Int>, _ alphabet: String, _ generator: inout SeededGenerator
    ) -> String {
        let characters = Array(alphabet)
        return String(
            (0..<Int.random(in: lengths, using: &generator)).map { _ in
                characters[Int.random(in: 0..<characters.count, using: &generator)]
            })
    }

    /// Writes the tree with `filler` before each piece of its content.
    func written(_ filler: String = "") -> String {
        let values = attributes.map { " \($0.key)='\(Self.escaped($0.value))'" }.joined()
        let content = filler + Self.escaped(text) + children.map { filler + $0.written(filler) }.joined()
        return "<\(name.local) xmlns='\(name.namespace)'\(values)>\(content)\(filler)</\(name.local)>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("'", with: "&#39;")
    }
}

@Suite("Random documents as trees")
struct XMLTreeTests {
    private static let limits = XMLLimits(octets: 1 << 16, depth: 4, elements: 64, attributes: 2)

    private func read(_ text: String) throws -> Node {
        Node(try XMLElement.read(Array(text.utf8), limits: Self.limits))
    }

    @Test("a tree is read as it was written, and comments and instructions in it change nothing")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1998)
        for _ in 0..<200 {
            let tree = Node.random(4, &generator)
            #expect(try read(tree.written()) == tree)
            #expect(try read(tree.written("<!-- <x/> -->")) == tree)
            #expect(try read(tree.written("<?x y?><![CDATA[]]>")) == tree)
        }
    }

    @Test("a tree that is cut anywhere is refused")
    func truncated() throws {
        var generator = SeededGenerator(seed: 2008)
        let octets = Array(Node.random(3, &generator).written("<!---->").utf8)
        for length in octets.indices {
            #expect(throws: XMLError.self) {
                try XMLElement.read(Array(octets.prefix(length)), limits: Self.limits)
            }
        }
    }

    @Test("an attribute in a namespace is reported by its name alone, also that of XML itself")
    func foreignAttributes() throws {
        let text = "<a xmlns:b='urn:b' b:c='1' xml:lang='en' lang='de' c='2'/>"
        let limits = XMLLimits(octets: 1000, depth: 1, elements: 1, attributes: 4)
        let element = try XMLElement.read(Array(text.utf8), limits: limits)
        #expect(element.attributes == ["lang": "de", "c": "2"])
        let xml = "http://www.w3.org/XML/1998/namespace"
        #expect(
            Set(element.foreignAttributes) == [
                ExpandedName(namespace: "urn:b", local: "c"), ExpandedName(namespace: xml, local: "lang"),
            ])
    }
}
