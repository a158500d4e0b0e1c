import Exposure

/// The part of the style sheets for pictures of the path.
enum PictureStyle {
    static let sheet: String = text + tones + wide

    private static let text = """
        .picture svg{display:block;max-width:100%;height:auto}
        .picture .wide{display:none}
        .picture text{font:13px system-ui,sans-serif;fill:var(--text)}
        .picture .name{font-weight:600}
        .picture .word{text-anchor:middle}
        .picture .soft,.picture .rank{fill:var(--quiet)}
        .picture .box{fill:var(--panel);stroke:var(--line)}
        .picture .leg{stroke:var(--line);stroke-width:2}

        """

    /// The colours of chips; the word for the rank has the same meaning.
    private static let tones = (Severity.allCases.map(\.rawValue) + ["good"]).map { name in
        ".picture .t-\(name){fill:var(--\(name)-tint);stroke:var(--\(name))}\n"
    }.joined()

    private static let wide = """
        @media (min-width:64rem){.picture .wide{display:block}.picture .narrow{display:none}}

        """
}
