/// A style sheet of the program, with the digest by which a page's policy allows it.
struct StyleSheet: Sendable {
    /// The rules.
    let text: String
    /// The source expression for Content-Security-Policy; a test recomputes it (CSP Level 3 §2.3.1).
    let digest: String

    private init(_ text: String, digest: String) {
        self.text = text
        self.digest = digest
    }

    /// The style sheet of an exposure's page.
    static let exposure = StyleSheet(
        PageStyle.sheet, digest: "sha256-UODHl6W5Dg7Xr9TXTBgS7oRxiQnrKyRC4zZEBMhO77M=")
    /// The style sheet of an assessment's page: the exposure's, and the heat map.
    static let assessment = StyleSheet(
        AssessmentStyle.sheet, digest: "sha256-+RaRquQmWCYs9Weac+QZTKMgW5MoTRfn9QvEE1XYTeI=")
}
