import Assessment
import Exposure

/// The style sheet of an assessment's page: that of the exposure page, and the heat map.
enum AssessmentStyle {
    static let sheet: String = PageStyle.sheet + text + heat + wide

    private static let text = """
        .way{margin:0;padding:0;list-style:none}
        .way>li{padding:.5rem 0;border-top:1px solid var(--line)}
        .way strong{display:block}
        .way>li:not(:last-child) strong::after{content:" \\2193"}
        .heat{table-layout:fixed}
        .heat th,.heat td{padding:.2rem;font-size:.6875rem;text-align:center}
        .heat th:first-child{width:18%;text-align:left}
        .heat tr.other td,.heat tr.other th{color:var(--quiet)}
        .scroll{max-width:100%}
        details{margin:.5rem 0}summary{cursor:pointer}
        .numbers{width:auto;table-layout:auto}
        .numbers th,.numbers td{padding:.2rem .4rem;font-size:.75rem;text-align:right}
        .numbers th:first-child{text-align:left}

        """

    /// A colour for each word; the word has the same meaning for readers who cannot see colours.
    private static let heat = Visibility.allCases.map { visibility in
        ".heat td.v-\(visibility.rawValue)"
            + "{background:var(--\(severity(of: visibility).rawValue)-tint);color:var(--text)}\n"
    }.joined()

    private static let wide = """
        @media (min-width:48rem){.way>li{display:grid;grid-template-columns:14rem 1fr;gap:1rem}\
        .heat th,.heat td{padding:.3rem;font-size:.8125rem}.numbers th,.numbers td{font-size:.875rem}}
        @media (max-width:47.99rem){.numbers thead{display:none}\
        .numbers,.numbers tbody,.numbers tr,.numbers td,.numbers th,.numbers \
        caption{display:block;text-align:left}\
        .numbers td::before{content:attr(data-label) ": ";font-weight:600}}

        """

    private static func severity(of visibility: Visibility) -> Severity {
        switch visibility {
        case .hidden: .info
        case .legitimate: .low
        case .partly: .medium
        case .exposed: .critical
        }
    }
}
