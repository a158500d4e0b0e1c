import CMS
import FoundationEssentials

/// The certificates of a store that CRLs of other authorities revoke, found without keeping more than one list in memory
/// at a time.
struct ListedRevocations {
    /// The rows of certificates that are revoked.
    private var revoked: Set<Int64> = []
    /// DER of the names of their issuers.
    private(set) var issuers: Set<[UInt8]> = []

    /// Whether the certificate with this row is revoked.
    func contains(_ row: Int64) -> Bool { revoked.contains(row) }

    /// Reads every list but that of the store's own authority, and decides as of `instant` what they say together, as
    /// ``CMS/TrustAnchors/revocation(of:at:)`` does.
    init(
        in database: any Database, besidesThatOf own: Certificate?, at instant: Date
    ) throws(CertStoreError) {
        var rows: [Int64] = []
        try database.store("SELECT id FROM revocation_list ORDER BY id") { rows.append($0.integer(0)) }
        // The store's own list is the only one in most stores.
        guard rows.count > (own == nil ? 0 : 1) else { return }
        let authorities = try Authorities(in: database, at: instant)
        var found: [Int64: [RevocationStatement]] = [:]
        var issuerOfRow: [Int64: [UInt8]] = [:]
        for row in rows {
            let lists = try database.lists(
                "SELECT id, der FROM revocation_list WHERE id = ?", [.integer(row)])
            guard let list = lists.first?.list, own.map({ !list.isIssued(by: $0) }) ?? true else { continue }
            for (row, certificate) in try Self.certificates(namedBy: list, in: database) {
                let statements = list.statements(about: certificate)
                guard !statements.isEmpty, authorities.isAuthorized(list, for: certificate) else { continue }
                found[row, default: []] += statements
                issuerOfRow[row] = certificate.facts.issuerDER
            }
        }
        for (row, statements) in found
        where RevocationStatement.revocation(among: statements, at: instant) != nil {
            revoked.insert(row)
            if let issuer = issuerOfRow[row] { issuers.insert(issuer) }
        }
    }

    /// The certificates of the store that an entry of a list may be about, each with its row.
    private static func certificates(
        namedBy list: RevocationList, in database: any Database
    ) throws(CertStoreError) -> [(row: Int64, certificate: Certificate)] {
        var found: [Int64: [UInt8]] = [:]
        for position in 0..<list.count {
            let serial = DatabaseValue.text(try entry(of: list, at: position).serialNumber)
            // Whose certificate an entry is about, the list says when it is asked about one: names that are the same may
            // have other octets, and an indirect list has entries of several issuers.
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

/// The authorities of a store, asked whose CRL counts.
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

    /// Whether a CRL counts for an authority that issued the certificate.
    func isAuthorized(_ list: RevocationList, for certificate: Certificate) -> Bool {
        known.contains {
            certificate.isIssued(by: $0)
                && anchors.isAuthorized(list, issuer: $0, knowing: known, at: instant)
        }
    }
}
