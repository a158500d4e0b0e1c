import CMS
import SMIMEBody

extension ReportedWarning {
    /// One for each test authority with published keys that a path leads to.
    static func testAuthorities(_ paths: [TrustedPath]) -> [ReportedWarning] {
        let isTest = paths.contains { $0.anchor.isTestAuthorityWithPublishedKeys }
        let message =
            "this leans on a test authority whose private key is public: anybody can make such certificates"
        return isTest ? [ReportedWarning(code: "test-ca", message: message)] : []
    }

    /// Names of the signer that do not count; the first of them.
    static func skippedNames(_ names: [UnusableName], of certificate: Certificate) -> ReportedWarning {
        let first = names.first.map { ": \($0)" } ?? ""
        return ReportedWarning(
            code: "skipped-names",
            message: "skipped \(counted(names.count, "name")) in \(certificate.shortTitle)\(first)")
    }
}
