import Assessment
import Exposure

/// The style sheet of an assessment's page: that of the exposure page, and the heat map.
enum AssessmentStyle {
    static let sheet: String = PageStyle.sheet + text + heat

    private static let text = """
        .heat{width:auto;min-width:100%;table-layout:auto;border-collapse:separate;border-spacing:2px}
        .heat th,.heat td{padding:.25rem .4rem;border:0;border-radius:.25rem;font-size:.8125rem;\
        text-align:center;vertical-align:middle}
        .heat thead th{min-width:4.5rem;font-weight:600;vertical-align:bottom}
        .heat tbody th,.heat th:first-child{position:sticky;left:0;background:var(--page);text-align:left}
        .heat .group{padding-top:.8rem;font-weight:600}
        .heat .group span{position:sticky;left:.4rem}
        .heat .best{outline:2px solid var(--good);outline-offset:-2px}
        .small{display:block;white-space:nowrap;color:var(--quiet);font-size:.75rem;font-weight:400}
        .none{color:var(--quiet)}
        .legend{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0;padding:0;list-style:none;\
        font-size:.8125rem}
        .legend li{padding:.1rem .6rem;border-radius:1rem}
        .numbers{width:auto;table-layout:auto}
        .numbers th,.numbers td{padding:.2rem .6rem;font-size:.875rem;text-align:right}
        .numbers th{vertical-align:bottom}.numbers thead th:not(:first-child){min-width:5.5rem}
        .numbers th:first-child{position:sticky;left:0;background:var(--page);text-align:left}

        """

    /// A colour for each word; the word has the same meaning for readers who cannot see colours.
    private static let heat = Visibility.allCases.map { visibility in
        ".v-\(visibility.rawValue){background:var(--\(visibility.colour)-tint);color:var(--text)}\n"
    }.joined()
}
