import Exposure

/// The style sheet of the page: constant, so that the page can allow it by digest and refuse all others.
enum PageStyle {
    static let sheet: String = {
        let parts: [String] = [
            ":root{\(PageColours.properties(PageColours.light))}",
            "@media (prefers-color-scheme:dark){:root{\(PageColours.properties(PageColours.dark))}}",
            text, severities, PictureStyle.sheet, filters, narrow,
        ]
        return parts.joined()
    }()

    private static let text = """
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:80rem;padding:1rem;background:var(--page);color:var(--text);\
        font:1rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
        h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h1,h2,p,ul,ol{max-width:60rem}
        ul,ol{padding-left:1.25rem}
        .quiet{color:var(--quiet)}
        .answer{font-size:1.2rem;max-width:40em}
        .changes{display:flex;flex-wrap:wrap;gap:1rem}
        .changes section{flex:1 1 16rem;min-width:0;padding:0 1rem;border:1px solid var(--line);\
        border-radius:.25rem;background:var(--panel)}
        .changes h3{font-size:1rem;margin:1rem 0 .4rem}
        .compare{width:auto;table-layout:auto;margin-bottom:1rem}
        .command{max-width:none}.counts caption{white-space:nowrap}
        .command code{display:block;overflow-x:auto;padding:.4rem .6rem;border-radius:.25rem;\
        background:var(--panel);white-space:pre}
        details{margin:.5rem 0}summary{cursor:pointer;font-weight:600}
        code,.message{font-family:ui-monospace,monospace;font-size:.875rem;overflow-wrap:anywhere}
        .message{margin:0;white-space:pre-wrap}
        .message span{display:block;padding:.1rem .5rem;color:var(--text)}
        .badge{display:inline-block;min-width:4.6rem;padding:0 .4rem;border-radius:.25rem;text-align:center;\
        font:600 .75rem/1.4 system-ui,sans-serif;color:var(--on-badge)}
        .path{display:flex;flex-wrap:wrap;gap:.5rem;max-width:none;margin:0;padding:0;list-style:none}
        .path li{flex:1 1 9rem;min-width:0;padding:.5rem;border:1px solid var(--line);border-radius:.25rem;\
        background:var(--panel);font-size:.875rem}
        .path li:not(:last-child) strong::after{content:" \\2192"}
        .path strong,.path .sees{display:block}
        fieldset{min-width:0;margin:0;padding:.5rem 0;border:0}
        legend{padding:0;font-weight:600}
        label{display:inline-block;margin-right:1rem}
        table{width:100%;border-collapse:collapse;table-layout:fixed;font-size:.875rem}
        caption{text-align:left;color:var(--quiet)}
        th,td{padding:.4rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
        .counts{width:auto;table-layout:auto}.counts th:first-child{text-align:left}.counts td,.counts thead \
        th{text-align:right}
        .scroll{max-width:100%;overflow-x:auto}
        .kinds{width:auto;table-layout:auto}
        .kinds th:first-child{position:sticky;left:0;background:var(--page)}
        .kinds td,.kinds thead th:not(:first-child){text-align:right}
        .option{white-space:nowrap}
        p.why{margin:.2rem 0 0}
        .readers h3{font-size:1rem;margin:1.2rem 0 .4rem}
        .findings .group{padding:.4rem .6rem;border:1px solid var(--line);border-radius:.25rem}
        .findings .names{font-weight:400}
        @media print{::details-content{display:block;content-visibility:visible}}

        """

    private static let severities = Severity.allCases.map { severity in
        let name = severity.rawValue
        return ".badge.\(name){background:var(--\(name))}.message>.\(name){background:var(--\(name)-tint)}\n"
    }.joined()

    /// The choices before the groups hide some of them; without style, or in an old browser, all are there.
    private static let filters: String = {
        let severities = Severity.allCases.filter { $0 > .info }.map { severity in
            let hidden = Severity.allCases.filter { $0 < severity }.map { ".r-\($0.rawValue)" }
            return
                "fieldset:has(.f-\(severity.rawValue):checked) "
                + ":is(\(hidden.joined(separator: ","))){display:none}\n"
        }
        let observers = Observer.allCases.map {
            "fieldset:has(.f-\($0.rawValue):checked) "
                + ":is(.readers,.group,tbody tr):not(.o-\($0.rawValue)){display:none}\n"
        }
        return (severities + observers).joined()
    }()

    /// On a narrow screen, each row of a wide table is a block; the roles keep it a table for screen readers.
    private static let narrow = """
        @media (max-width:48rem){.findings thead{display:none}\
        .findings table,.findings tbody,.findings caption,.findings td,.findings th{display:block}\
        .findings tr{display:block;padding:.6rem 0;border-bottom:1px solid var(--line)}\
        .findings th,.findings td{border:0;padding:.1rem 0}\
        .findings td::before{content:attr(data-label) ": ";font-weight:600}}

        """
}
