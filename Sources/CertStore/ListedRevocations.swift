import CMS
import FoundationEssentials

/// Which certificates of a store the lists of other authorities name, found without keeping more than one list in
/// memory at a time.
struct ListedRevocations {
    /// Of each certificate that a list names, by its row, what the latest of these lists says.
    private var named: [Int64: (thisUpdate: Date, isRevoked: Bool)] = [:]
    /// DER of the names of their issuers.
    private(set) var issuers: Set<[UInt8]> = []

    /// Whether a list names the certificate with this row, and does not take it off another list (RFC 5280 §5.3.1).
    func contains(_ row: Int64) -> Bool { named[row]?.isRevoked ?? false }

    /// Reads every list but that of the store's own authority.
    ///
    /// A list is about what the authority that signed it has issued, and not about what another one of the same name
    /// has: that is told by the signatures.
    init(in database: any Database, besidesThatOf own: Certificate?) throws(CertStoreError) {
        var rows: [Int64] = []
        try database.store("SELECT id FROM revocation_list ORDER BY id") { rows.append($0.integer(0)) }
        // The store's own list is the only one in most stores.
        guard rows.count > (own == nil ? 0 : 1) else { return }
        let authorities = try Self.authorities(in: database)
        for row in rows {
            let found = try database.lists(
                "SELECT id, der FROM revocation_list WHERE id = ?", [.integer(row)])
            guard let list = found.first?.list, own.map({ !list.isIssued(by: $0) }) ?? true else { continue }
            let issuers = authorities.filter(list.isIssued)
            if !issuers.isEmpty { try add(list, of: issuers, in: database) }
        }
    }

    private mutating func add(
        _ list: RevocationList, of authorities: [Certificate], in database: any Database
    ) throws(CertStoreError) {
        for position in 0..<list.count {
            let entry = try Self.entry(of: list, at: position)
            for (row, der) in try Self.certificates(of: list.issuerDER, entry.serialNumber, in: database) {
                if let known = named[row], known.thisUpdate > list.thisUpdate { continue }
                let certificate = try CertStore.certificate(der)
                guard authorities.contains(where: certificate.isIssued) else { continue }
                named[row] = (list.thisUpdate, entry.reason != .removeFromCRL)
                issuers.insert(list.issuerDER)
            }
        }
    }

    private static func entry(
        of list: RevocationList, at position: Int
    ) throws(CertStoreError) -> RevokedCertificate {
        do throws(CMSError) { return try list.entry(at: position) } catch { throw .cryptography(error) }
    }

    private static func certificates(
        of issuer: [UInt8], _ serialNumber: String, in database: any Database
    ) throws(CertStoreError) -> [(row: Int64, der: [UInt8])] {
        var found: [(row: Int64, der: [UInt8])] = []
        try database.store(
            "SELECT id, der FROM certificate WHERE serial = ? AND issuer = ?",
            [.text(serialNumber), .octets(issuer)]
        ) { found.append(($0.integer(0), $0.octets(1))) }
        return found
    }

    private static func authorities(in database: any Database) throws(CertStoreError) -> [Certificate] {
        var found: [[UInt8]] = []
        try database.store("SELECT der FROM certificate WHERE is_authority = 1") {
            found.append($0.octets(0))
        }
        return try found.map { (der) throws(CertStoreError) in try CertStore.certificate(der) }
    }
}
