import Octets

/// Text from anywhere, made safe to stand in a page, as content or in a quoted attribute.
enum HTMLText {
    /// The text with control and format characters written out, and every character escaped that HTML reads as its own.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in PrintableText.escaped(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The same, cut where it is too long to be looked at.
    static func shortened(_ text: String, to limit: Int = 1000) -> String {
        text.count <= limit ? escaped(text) : escaped("\(text.prefix(limit))… (\(text.count) characters)")
    }
}
