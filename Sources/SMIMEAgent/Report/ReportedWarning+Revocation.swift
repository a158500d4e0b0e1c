package import CMS
import Octets

extension ReportedWarning {
    /// The store has no CRL of a CA.
    package static func noRevocationList(of authority: Certificate) -> ReportedWarning {
        ReportedWarning(
            code: "no-revocation-list",
            message: "no CRL for \(authority.title): revoked certificates will not be detected")
    }

    /// An outdated CRL was used.
    package static func stale(_ list: RevocationList) -> ReportedWarning {
        ReportedWarning(
            code: "stale-revocation-list",
            message: "the CRL of \(printable(list.issuer)) was out of date: it was issued at "
                + "\(list.thisUpdate.internetTime), "
                + (list.nextUpdate.map { "next update \($0.internetTime)" } ?? "without a next update"))
    }

    /// Returns the CRLs that the paths of recipients lack, each once.
    package static func revocation(_ paths: [TrustedPath]) -> [ReportedWarning] {
        let all =
            paths.flatMap(\.unlisted).map { ReportedWarning.noRevocationList(of: $0) }
            + paths.flatMap(\.outdated).map { ReportedWarning.stale($0) }
        return all.enumerated().filter { !all[..<$0.offset].contains($0.element) }.map(\.element)
    }
}
