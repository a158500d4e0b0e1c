/// What stands around the content of every page.
enum PageFrame {
    /// The page around its content: no script, and the one style sheet that the policy names by digest.
    ///
    /// - Parameter title: a constant, not escaped.
    static func html(title: String, sheet: String, digest: String, content: String) -> String {
        let policy = "default-src 'none'; style-src '\(digest)'; base-uri 'none'; form-action 'none'"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>\(sheet)</style>
            </head>
            <body>
            <main>
            <h1>\(title)</h1>

            """ + content + "</main>\n</body>\n</html>\n"
    }
}
