/// A man page being written, in the macros of man(7).
struct Roff {
    private var lines: [String]

    init(title: String, date: String, source: String) {
        lines = [".TH \(Self.argument(title.uppercased())) 1 \"\(date)\" \(Self.argument(source))"]
        // Adjusted on the left only, and words are not divided: options could not be searched for.
        lines += [".ad l", ".nh"]
    }

    var text: String { lines.joined(separator: "\n") + "\n" }

    mutating func section(_ title: String) { lines.append(".SH \(Self.argument(title))") }

    mutating func name(_ name: String, _ summary: some StringProtocol) {
        lines.append("\(Self.escaped(name)) \\- \(Self.escaped(summary))")
    }

    mutating func synopsis(_ command: String, _ rest: String) {
        lines += ["\\fB\(Self.escaped(command))\\fR \(Self.escaped(rest))"]
    }

    mutating func paragraph(_ text: String) {
        // Directly after a heading it would be an empty request.
        if lines.last?.hasPrefix(".SH") != true { lines.append(".PP") }
        lines.append(Self.line(text))
    }

    mutating func item(bold heading: String, _ text: String) {
        lines += [".TP", "\\fB\(Self.escaped(heading))\\fR", Self.line(text)]
    }

    mutating func item(italic heading: String, _ text: String) {
        lines += [".TP", "\\fI\(Self.escaped(heading))\\fR", Self.line(text)]
    }

    mutating func option(_ names: [String], placeholder: String?, _ text: String) {
        let spellings = names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
        let value = placeholder.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
        lines += [".TP", spellings + value, Self.line(text)]
    }

    mutating func example(_ example: Example) {
        paragraph(example.purpose)
        lines += [".PP", ".in +4n", ".nf", Self.line(example.line), ".fi", ".in"]
    }

    mutating func statuses(_ statuses: [(status: Int32, meaning: String)]) {
        section("EXIT STATUS")
        for status in statuses { item(bold: String(status.status), status.meaning) }
    }

    mutating func environment(_ variables: [(name: String, meaning: String)]) {
        guard !variables.isEmpty else { return }
        section("ENVIRONMENT")
        for variable in variables { item(bold: variable.name, variable.meaning) }
    }

    mutating func references(_ names: [String]) {
        for name in names {
            let end = name == names.last ? "" : ","
            lines.append("\\fB\(Self.escaped(name))\\fR(1)\(end)")
        }
    }

    /// A line of text: never a request, even if it begins like one.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    /// A quoted argument of a request.
    private static func argument(_ text: String) -> String { "\"\(escaped(text))\"" }

    /// Text as it is: no escapes of its own, hyphens that can be searched for, and other characters than
    /// those of ASCII by number.
    private static func escaped(_ text: some StringProtocol) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\(rs"
            case "-": escaped += "\\-"
            case "'": escaped += "\\(aq"
            case "\"": escaped += "\\(dq"
            case "`": escaped += "\\(ga"
            case "^": escaped += "\\(ha"
            case "~": escaped += "\\(ti"
            case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
            case _:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let padding = String(repeating: "0", count: max(0, 4 - digits.count))
                escaped += "\\[u\(padding)\(digits)]"
            }
        }
        return escaped
    }
}
