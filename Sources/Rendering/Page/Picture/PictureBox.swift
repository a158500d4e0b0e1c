/// A box of a picture: the names of positions on the path, and what they can read.
///
/// A page without script cannot measure text. Widths are those of a wide font, so that text stays within its
/// box; a test in a browser checks this. All numbers are pixels.
struct PictureBox {
    let width: Int
    let height: Int
    private let lines: [Line]

    /// A line of text, or a chip of one or more lines, within the box.
    private struct Line {
        let texts: [String]
        let style: String
        /// The size of a chip; nil for plain text.
        let chip: (width: Int, height: Int)?
        let x: Int
        let y: Int
    }

    private static let margin = 10
    private static let lineHeight = 18
    /// The width of a character of a wide font at 13 pixels, in regular and in bold.
    private static let character = (plain: 8.2, bold: 9.2)
    static let plainHeight = 48

    init(_ node: PathPicture.Node, width: Int) {
        self.width = width
        let inner = width - 2 * Self.margin
        var lines: [Line] = []
        var y = Self.margin
        func add(_ text: String, style: String, isBold: Bool = false) {
            for words in Self.wrapped(text, width: inner, isBold: isBold) {
                lines.append(Line(texts: [words], style: style, chip: nil, x: Self.margin, y: y))
                y += Self.lineHeight
            }
        }
        add(node.names.joined(separator: ", "), style: "name", isBold: true)
        if let remark = node.remark { add(remark, style: "soft") }
        for group in node.groups {
            y += 4
            add(group.label, style: "rank")
            var x = Self.margin
            var rowHeight = 0
            for chip in group.chips {
                let texts = Self.wrapped(chip, width: inner - 20)
                let chipWidth = min(inner, Self.measured(texts) + 20)
                let chipHeight = 6 + Self.lineHeight * texts.count
                if x > Self.margin, x + chipWidth > width - Self.margin {
                    x = Self.margin
                    y += rowHeight + 4
                    rowHeight = 0
                }
                lines.append(
                    Line(
                        texts: texts, style: "chip t-\(group.colour)", chip: (chipWidth, chipHeight), x: x,
                        y: y))
                x += chipWidth + 6
                rowHeight = max(rowHeight, chipHeight)
            }
            y += rowHeight
        }
        self.lines = lines
        height = max(Self.plainHeight, y + Self.margin)
    }

    /// Returns the box at a place, with the height of its row.
    func drawn(x: Int, y: Int, height: Int) -> HTML {
        let content = lines.map { line -> HTML in
            let (left, top) = (x + line.x, y + line.y)
            guard let chip = line.chip else {
                return Self.text(line.texts.joined(), style: line.style, x: left, y: top + 13)
            }
            let rect = Self.rect(
                style: line.style, x: left, y: top, width: chip.width, height: chip.height, radius: 12)
            let texts = line.texts.enumerated().map { index, text in
                Self.text(
                    text, style: "word", x: left + chip.width / 2, y: top + 16 + Self.lineHeight * index)
            }
            return .element(.g, rect + texts.concatenated())
        }
        return .element(
            .g,
            Self.rect(style: "box", x: x, y: y, width: width, height: height, radius: 10)
                + content.concatenated())
    }

    /// Returns a box with a name alone.
    static func plain(_ name: String, x: Int, y: Int, width: Int, height: Int) -> HTML {
        .element(
            .g,
            rect(style: "box", x: x, y: y, width: width, height: height, radius: 10)
                + text(name, style: "name", x: x + margin, y: y + margin + 18))
    }

    private static func rect(
        style: String, x: Int, y: Int, width: Int, height: Int, radius: Int
    ) -> HTML {
        .element(
            .rect,
            [
                .class: style, .x: "\(x)", .y: "\(y)", .width: "\(width)", .height: "\(height)",
                .rx: "\(radius)",
            ])
    }

    private static func text(_ text: String, style: String, x: Int, y: Int) -> HTML {
        .element(.text, [.class: style, .x: "\(x)", .y: "\(y)"], HTML(text))
    }

    private static func measured(_ texts: [String]) -> Int {
        Int((Double(texts.map(\.count).max() ?? 0) * character.plain).rounded(.up))
    }

    /// Breaks text at spaces; a word stays whole.
    private static func wrapped(_ text: String, width: Int, isBold: Bool = false) -> [String] {
        let columns = max(1, Int(Double(width) / (isBold ? character.bold : character.plain)))
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= columns {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
