package import CMS
import Octets
import SMIMEBody

extension ReportedWarning {
    /// Returns one warning if a path leads to a test authority with published keys.
    package static func testAuthorities(_ paths: [TrustedPath]) -> [ReportedWarning] {
        let isTest = paths.contains { $0.anchor.isTestAuthorityWithPublishedKeys }
        let message =
            "the path leads to a test CA whose private key is public: its certificates prove nothing"
        return isTest ? [ReportedWarning(code: "test-ca", message: message)] : []
    }

    /// Names in the signer's certificate that were skipped; the message quotes the first.
    package static func skippedNames(_ names: [UnusableName], of certificate: Certificate) -> ReportedWarning
    {
        let first = names.first.map { ": \($0)" } ?? ""
        return ReportedWarning(
            code: "skipped-names",
            message: "skipped \(counted(names.count, "name")) in \(certificate.shortTitle)\(first)")
    }
}
