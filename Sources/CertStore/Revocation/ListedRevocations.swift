import CMS
import FoundationEssentials

/// The certificates of a store that CRLs of other authorities revoke, found with at most
/// one CRL in memory at a time.
struct ListedRevocations {
    /// The rows of revoked certificates.
    private var revoked: Set<Int64> = []
    /// DER of the names of their issuers.
    private(set) var issuers: Set<[UInt8]> = []

    /// The certificates that are revoked for keyCompromise, whichever other statements there are.
    private(set) var compromises: [Compromise] = []

    /// A certificate, and its revocation for keyCompromise.
    typealias Compromise = (certificate: Certificate, revocation: RevokedCertificate)

    /// Returns whether the certificate with this row is revoked.
    func contains(_ row: Int64) -> Bool { revoked.contains(row) }

    /// Reads every CRL except those of the store's own authority, and evaluates them together as of
    /// `instant`, as ``CMS/TrustAnchors/revocation(of:at:)`` does.
    init(
        in database: any Database, exceptThoseOf own: [Certificate], at instant: Date
    ) throws(CertStoreError) {
        var rows: [Int64] = []
        try database.store("SELECT id FROM revocation_list ORDER BY id") { rows.append($0.integer(0)) }
        var known: Authorities?
        var found: [Int64: [RevocationStatement]] = [:]
        var issuerOfRow: [Int64: [UInt8]] = [:]
        for row in rows {
            let lists = try database.lists(
                "SELECT id, der FROM revocation_list WHERE id = ?", [.integer(row)])
            guard let list = lists.first?.list, !own.contains(where: list.isIssued) else { continue }
            // Most stores have only their own authority's CRLs, and need no others.
            let authorities: Authorities
            if let known {
                authorities = known
            } else {
                authorities = try Authorities(in: database, at: instant)
            }
            known = authorities
            for (row, certificate) in try Self.certificates(namedBy: list, in: database) {
                let statements = list.statements(about: certificate)
                guard !statements.isEmpty, authorities.isAuthorized(list, for: certificate) else { continue }
                found[row, default: []] += statements
                issuerOfRow[row] = certificate.facts.issuerDER
                compromises += Self.compromises(of: certificate, in: statements, at: instant)
            }
        }
        for (row, statements) in found
        where RevocationStatement.revocation(among: statements, at: instant) != nil {
            revoked.insert(row)
            if let issuer = issuerOfRow[row] { issuers.insert(issuer) }
        }
    }

    /// Returns the certificates that a CRL revokes for keyCompromise, whether or not the CRL is in the store.
    static func compromises(
        by list: RevocationList, in database: any Database
    ) throws(CertStoreError) -> [Compromise] {
        let authorities = try Authorities(in: database, at: list.thisUpdate)
        return try certificates(namedBy: list, in: database).flatMap { _, certificate in
            let statements = list.statements(about: certificate)
            guard !statements.isEmpty, authorities.isAuthorized(list, for: certificate) else {
                return [Compromise]()
            }
            return compromises(of: certificate, in: statements, at: list.thisUpdate)
        }
    }

    private static func compromises(
        of certificate: Certificate, in statements: [RevocationStatement], at instant: Date
    ) -> [Compromise] {
        statements.map(\.entry).filter { $0.reason == .keyCompromise && $0.revokedAt <= instant }
            .map { (certificate, $0) }
    }

    /// Returns the certificates of the store that an entry of a CRL may be about, each with its row.
    private static func certificates(
        namedBy list: RevocationList, in database: any Database
    ) throws(CertStoreError) -> [(row: Int64, certificate: Certificate)] {
        var found: [Int64: [UInt8]] = [:]
        for position in 0..<list.count {
            let serial = DatabaseValue.text(try entry(of: list, at: position).serialNumber)
            // The CRL decides which certificate an entry is about: equal names may have different octets, and
            // an indirect CRL has entries of several issuers.
            try database.store("SELECT id, der FROM certificate WHERE serial = ?", [serial]) {
                found[$0.integer(0)] = $0.octets(1)
            }
        }
        return try found.map { (row, der) throws(CertStoreError) in (row, try CertStore.certificate(der)) }
    }

    private static func entry(
        of list: RevocationList, at position: Int
    ) throws(CertStoreError) -> RevokedCertificate {
        do throws(CMSError) { return try list.entry(at: position) } catch { throw .cryptography(error) }
    }
}

/// The authorities of a store, which decide whether a CRL counts.
private struct Authorities {
    private let anchors: TrustAnchors
    private let known: [Certificate]
    private let instant: Date

    init(in database: any Database, at instant: Date) throws(CertStoreError) {
        var trusted: [Certificate] = []
        var others: [Certificate] = []
        var rows: [(der: [UInt8], isAnchor: Bool)] = []
        try database.store(
            """
            SELECT der, CASE WHEN id IN (SELECT certificate FROM anchor) THEN 1 ELSE 0 END FROM certificate
            WHERE is_authority = 1
            """
        ) { rows.append(($0.octets(0), $0.integer(1) == 1)) }
        for (der, isAnchor) in rows {
            let certificate = try CertStore.certificate(der)
            if isAnchor { trusted.append(certificate) } else { others.append(certificate) }
        }
        do throws(CMSError) {
            anchors = try TrustAnchors(trusted, intermediates: others)
        } catch {
            throw .cryptography(error)
        }
        known = trusted + others
        self.instant = instant
    }

    /// Returns whether a CRL counts for an authority that issued the certificate.
    func isAuthorized(_ list: RevocationList, for certificate: Certificate) -> Bool {
        known.contains {
            certificate.isIssued(by: $0)
                && anchors.isAuthorized(list, issuer: $0, knowing: known, at: instant)
        }
    }
}
