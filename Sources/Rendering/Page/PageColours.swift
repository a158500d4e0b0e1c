import Exposure

/// The colours of the page, by their names in its style sheet, for light and dark mode.
///
/// Every text uses one of `pairs`; a test computes the contrast of each (WCAG 2.1 §1.4.3: at least 4.5).
enum PageColours {
    /// Each text colour with its background colours.
    static let pairs: [(foreground: String, background: String)] =
        [("text", "page"), ("quiet", "page"), ("text", "panel"), ("quiet", "panel")]
        + Severity.allCases.map { ("on-badge", $0.rawValue) }
        + Severity.allCases.map { ("text", "\($0.rawValue)-tint") }
        + Severity.allCases.map { ("quiet", "\($0.rawValue)-tint") }
        + [("text", "good-tint"), ("quiet", "good-tint")]

    static let light: [(name: String, value: String)] = [
        ("page", "#ffffff"), ("panel", "#f3f3f7"), ("text", "#1b1b1f"), ("quiet", "#4d4d57"),
        ("line", "#8a8a96"), ("on-badge", "#ffffff"), ("critical", "#9b1020"), ("high", "#8a4500"),
        ("medium", "#6b5600"), ("low", "#1d5c80"), ("info", "#55555f"), ("critical-tint", "#ffe0e3"),
        ("high-tint", "#ffe9d2"), ("medium-tint", "#fff6c8"), ("low-tint", "#dff1fb"),
        ("info-tint", "#f3f3f7"), ("good", "#0f7b4f"), ("good-tint", "#d3f0e1"),
    ]

    static let dark: [(name: String, value: String)] = [
        ("page", "#16161a"), ("panel", "#222228"), ("text", "#ececf0"), ("quiet", "#c2c2cc"),
        ("line", "#777784"), ("on-badge", "#16161a"), ("critical", "#ff9aa2"), ("high", "#ffb870"),
        ("medium", "#f0d860"), ("low", "#8fd0f5"), ("info", "#c0c0cc"), ("critical-tint", "#4a1a20"),
        ("high-tint", "#4a3010"), ("medium-tint", "#403a10"), ("low-tint", "#12384a"),
        ("info-tint", "#222228"), ("good", "#62d39f"), ("good-tint", "#123f2d"),
    ]

    /// The colours as properties of a style sheet.
    static func properties(_ colours: [(name: String, value: String)]) -> String {
        colours.map { "--\($0.name):\($0.value)" }.joined(separator: ";")
    }
}
