import CMS
import FoundationEssentials

/// Searches for certificates that fill an order: of one authority, for the same use, valid and not revoked.
struct HeldCertificates {
    private let terms: CertificateTerms
    private let anyKind: Bool
    private let issuer: DatabaseValue
    private let seconds: DatabaseValue

    /// The result for one order.
    struct Finding {
        /// Whether each URI of the order has a certificate that fills it.
        var isFilled = false
        /// Whether the order would be filled if no certificate was revoked.
        var isRevoked = false
    }

    /// Creates a search; `anyKind` is whether a key of another kind fills an order too.
    init(on terms: CertificateTerms, anyKind: Bool, at instant: Date) {
        self.terms = terms
        self.anyKind = anyKind
        issuer = .octets(terms.authority.certificate.facts.subjectDER)
        seconds = .integer(Int64(instant.timeIntervalSince1970))
    }

    /// Searches for every URI of an order.
    func find(for order: CertificateOrder, in database: any Database) throws(CertStoreError) -> Finding {
        let kind = order.key ?? terms.key
        let wanted = Uses(order.profile.keyUsage(of: kind))
        // The search ends at the first URI without a certificate, so the last result decides.
        var finding = Finding(isFilled: true)
        for uri in order.uris where finding.isFilled {
            var rows: [(der: [UInt8], isRevoked: Bool)] = []
            try database.store(Self.held, [.text(uri), issuer, seconds, seconds]) {
                rows.append(($0.octets(0), $0.integer(1) == 1))
            }
            var (held, revoked): ([Uses], [Uses]) = ([], [])
            for row in rows {
                let certificate = try CertStore.certificate(row.der)
                // The signature decides: another authority may have the same name.
                guard certificate.isIssued(by: terms.authority.certificate),
                    let usage = certificate.facts.keyUsage, anyKind || certificate.facts.key == kind
                else { continue }
                if row.isRevoked { revoked.append(Uses(usage)) } else { held.append(Uses(usage)) }
            }
            let isFilled = wanted.isFilled(by: held)
            finding = Finding(
                isFilled: isFilled, isRevoked: !isFilled && wanted.isFilled(by: held + revoked))
        }
        return finding
    }

    private static let held = """
        SELECT der, CASE WHEN \(CertStore.isRevoked()) THEN 1 ELSE 0 END
        FROM name JOIN certificate ON certificate.id = name.certificate
        WHERE name.uri = ? AND issuer = ? AND not_before <= ? AND not_after >= ?
        """
}

/// The uses of a key for messages.
private struct Uses: Equatable {
    let signs: Bool
    let encrypts: Bool

    init(_ usage: KeyUsage) {
        signs = usage.contains(.digitalSignature)
        encrypts = !usage.isDisjoint(with: [.keyAgreement, .keyEncipherment])
    }

    private init(signs: Bool, encrypts: Bool) { (self.signs, self.encrypts) = (signs, encrypts) }

    /// Returns whether a certificate has exactly these uses, or for both uses one certificate for each.
    func isFilled(by held: [Uses]) -> Bool {
        held.contains(self)
            || signs && encrypts && held.contains(Uses(signs: true, encrypts: false))
                && held.contains(Uses(signs: false, encrypts: true))
    }
}
