import Exposure

/// The path of a message as a picture: what each position on it can read, from the sender to the far side.
///
/// Neighbouring positions that read the same are drawn as one. There are two drawings, from left to right and
/// from top to bottom; the style sheet shows the one that fits the screen. Words repeat what colours mean.
struct PathPicture {
    /// Kinds of information of one rank.
    struct Group: Equatable {
        /// The word for the rank.
        let label: String
        /// The severity whose colour it has; nil for what is hidden.
        let tone: Severity?
        /// The kinds of information.
        let chips: [String]

        /// The name of the colour in the style sheet.
        var colour: String { tone?.rawValue ?? "good" }
    }

    /// One or several positions on the path.
    struct Node: Equatable {
        var names: [String]
        let groups: [Group]

        /// The names and the groups as a sentence.
        var words: String {
            let parts = groups.map { group in
                group.chips.isEmpty ? group.label : "\(group.label): \(group.chips.joined(separator: ", "))"
            }
            return "\(names.joined(separator: ", ")): \(parts.joined(separator: "; "))."
        }

        var remark: String? { names.count > 1 ? "the same kinds for all \(names.count)" : nil }
    }

    private let title: String
    private let nodes: [Node]

    /// Creates the picture of positions in the order of the path.
    init(title: String, positions: [Node]) {
        self.title = title
        nodes = positions.reduce(into: []) { nodes, position in
            if let last = nodes.indices.last, nodes[last].groups == position.groups {
                nodes[last].names += position.names
            } else {
                nodes.append(position)
            }
        }
    }

    /// Both drawings.
    var html: HTML {
        .element(.div, [.class: "picture"], "\n\(drawing(wide))\n\(drawing(narrow))\n")
    }

    private func drawing(_ picture: (class: String, width: Int, height: Int, content: HTML)) -> HTML {
        let description = nodes.map(\.words).joined(separator: " ")
        // Half of a line of one pixel lies outside its box.
        let edge = (width: picture.width + 2, height: picture.height + 2)
        return .element(
            .svg,
            [
                .class: picture.class, .viewBox: "-1 -1 \(edge.width) \(edge.height)",
                .width: "\(edge.width)", .height: "\(edge.height)", .role: "img",
            ],
            .element(.title, HTML(title))
                + .element(.desc, HTML("The sender writes the message. \(description)"))
                + picture.content)
    }

    // MARK: Layout

    private static let gap = 26
    private static let sender = 96

    /// From left to right; a box for several positions is wider.
    private var wide: (class: String, width: Int, height: Int, content: HTML) {
        let width = 1200
        let shares = nodes.map { min(3, $0.names.count) }
        let free = width - Self.sender - Self.gap * nodes.count
        let share = free / max(1, shares.reduce(0, +))
        let boxes = zip(nodes, shares).map { PictureBox($0, width: share * $1) }
        let height = boxes.map(\.height).max() ?? PictureBox.plainHeight
        var x = Self.sender
        var content = PictureBox.plain(
            "Sender", x: 0, y: 0, width: Self.sender, height: PictureBox.plainHeight)
        for box in boxes {
            content = content + Self.leg(from: (x, 24), to: (x + Self.gap, 24))
            x += Self.gap
            content = content + box.drawn(x: x, y: 0, height: height)
            x += box.width
        }
        return ("wide", width, height, content)
    }

    /// From top to bottom.
    private var narrow: (class: String, width: Int, height: Int, content: HTML) {
        let width = 340
        var y = PictureBox.plainHeight
        var content = PictureBox.plain("Sender", x: 0, y: 0, width: width, height: y)
        for node in nodes {
            let box = PictureBox(node, width: width)
            content = content + Self.leg(from: (width / 2, y), to: (width / 2, y + Self.gap))
            y += Self.gap
            content = content + box.drawn(x: 0, y: y, height: box.height)
            y += box.height
        }
        return ("narrow", width, y, content)
    }

    private static func leg(from start: (x: Int, y: Int), to end: (x: Int, y: Int)) -> HTML {
        .element(
            .line,
            [
                .class: "leg", .x1: "\(start.x)", .y1: "\(start.y)", .x2: "\(end.x)", .y2: "\(end.y)",
            ])
    }
}
