import CMS
import CertStore
import FoundationEssentials

extension Console {
    /// Warns of CAs that have the name of a CRL's issuer and another key, so that the CRL says nothing about their
    /// certificates.
    func warnOfNamesakes(of lists: [RevocationList], in database: CertStore) throws {
        let authorities = try database.authorities()
        func namesakes(of list: RevocationList) -> [Certificate] {
            authorities.filter { list.hasIssuerName(of: $0) && !list.isIssued(by: $0) }
        }
        guard lists.contains(where: { !namesakes(of: $0).isEmpty }) else { return }
        let anchors = try TrustAnchors(database.trustAnchors().map(\.certificate))
        for list in lists {
            // A CA with several keys under one trust anchor may sign its CRLs with any of them.
            let others = namesakes(of: list).filter {
                !anchors.isAuthorized(list, issuer: $0, knowing: authorities, at: now())
            }
            guard !others.isEmpty else { continue }
            say(
                "warning: \(list.title), was signed by the CA \(Self.identifiers(authorities.filter(list.isIssued))): "
                    + "certificates of the CA \(Self.identifiers(others)), which has the same name, are not covered"
            )
        }
    }

    /// As 'trust list' shows them.
    private static func identifiers(_ certificates: [Certificate]) -> String {
        certificates.prefix(4).map { String($0.fingerprint.prefix(16)) }.joined(separator: ", ")
            + (certificates.count > 4 ? " and \(certificates.count - 4) more" : "")
    }
}
