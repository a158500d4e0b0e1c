import Foundation

/// docs/openapi.yaml, as far as the tests need it: mappings and lists by indentation, values on one line.
struct OpenAPIDocument {
    /// A key or list element, its value on the same line, and the lines indented below it.
    struct Node {
        let key: String
        let value: String
        var children: [Node] = []

        subscript(_ key: String) -> Node? { children.first { $0.key == key } }

        /// The values of the children that are `$ref`, without the path before the name.
        var references: [String] {
            children.filter { $0.key == "$ref" }.map { String($0.value.split(separator: "/").last ?? "") }
        }

        /// The elements of a list of strings: `[a, b]`, or one on each line.
        var texts: [String] {
            guard value.hasPrefix("[") else { return children.map(\.key) }
            return value.dropFirst().dropLast().split(separator: ",").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// The document's keys.
    let root: Node

    /// Reads docs/openapi.yaml.
    init() throws {
        let file = Project.directory.appending(path: "docs/openapi.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        let lines = text.split(separator: "\n").map { (line: Substring) -> (indent: Int, text: Substring) in
            (line.prefix { $0 == " " }.count, line.drop { $0 == " " })
        }
        var position = 0
        root = Node(key: "", value: "", children: Self.nodes(lines[...], from: &position, deeperThan: -1))
    }

    private static func nodes(
        _ lines: ArraySlice<(indent: Int, text: Substring)>, from position: inout Int, deeperThan indent: Int
    ) -> [Node] {
        var nodes: [Node] = []
        while position < lines.count, lines[position].indent > indent {
            let line = lines[position]
            position += 1
            let text = line.text.hasPrefix("- ") ? line.text.dropFirst(2) : line.text
            let parts = text.split(separator: ": ", maxSplits: 1).map { plain($0) }
            let key = parts[0].hasSuffix(":") ? plain(parts[0].dropLast()) : parts[0]
            let below = Self.nodes(lines, from: &position, deeperThan: line.indent)
            nodes.append(Node(key: key, value: parts.count > 1 ? parts[1] : "", children: below))
        }
        return nodes
    }

    private static func plain(_ text: some StringProtocol) -> String {
        text.trimmingCharacters(in: CharacterSet(charactersIn: "'\""))
    }
}
