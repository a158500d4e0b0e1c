/// A style sheet of the program's own, with the digest by which a page's policy allows it.
struct StyleSheet: Sendable {
    /// The rules.
    let text: String
    /// What Content-Security-Policy has for the sheet; a test computes it anew (CSP Level 3 §2.3.1).
    let digest: String

    private init(_ text: String, digest: String) {
        self.text = text
        self.digest = digest
    }

    /// That of the page of an exposure.
    static let exposure = StyleSheet(
        PageStyle.sheet, digest: "sha256-Embgv87iC18GHsFu9eIKU+kDvK6Eai/8tyQauBrXDlE=")
    /// That of the page of an assessment: the other one, and the heat map.
    static let assessment = StyleSheet(
        AssessmentStyle.sheet, digest: "sha256-8S114Zcv7lx0vFUIQzsbeIy0iBeqhHR9LAdbUdNa47o=")
}
