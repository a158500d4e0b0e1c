/// Swift code in a Markdown document.
struct SwiftSnippet {
    let lines: [Substring]

    /// Every block of a document that is marked as Swift.
    static func all(in document: String) -> [SwiftSnippet] {
        var (snippets, lines): ([SwiftSnippet], [Substring]?) = ([], nil)
        for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
            if let inside = lines {
                if line == "```" {
                    (snippets, lines) = (snippets + [SwiftSnippet(lines: inside)], nil)
                } else {
                    lines = inside + [line]
                }
            } else if line == "```swift" {
                lines = []
            }
        }
        return snippets
    }

    /// The modules that it imports.
    var imports: [Substring] { lines.filter { $0.hasPrefix("import ") } }
    /// What stands in a function.
    var statements: [Substring] { lines.filter { !$0.hasPrefix("import ") } }
    /// Whether it is a part of a package manifest.
    var isOfManifest: Bool { lines.first?.hasPrefix(".") == true }
}
