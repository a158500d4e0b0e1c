public import CMS
import FoundationEssentials

/// The result of importing a CRL into a store.
public enum RevocationListAddition: Sendable, Equatable {
    /// It was added, and the earlier CRLs it replaces were removed; `alongside` are CRLs of the same line
    /// that stay, since their numbers and dates do not determine the order.
    case added(replacing: [RevocationList], alongside: [RevocationList])
    /// It was in the store already.
    case alreadyPresent
    /// The store has a later one of the same authority, which stays.
    case superseded(by: RevocationList)
    /// A CRL of the store's own authority, which was merged: how many of its entries were new, and whether
    /// its number is higher than that of the last CRL known here.
    case merged(revocations: Int, isLater: Bool)
}

extension CertStore {
    /// Imports CRLs of authorities whose certificates are in the store, all of them or none.
    ///
    /// Of CRLs of one line the latest stays, whatever order they are imported in; see
    /// ``CMS/RevocationList/order(comparedTo:coveredBy:)``. If the order is undecided, all stay, and a
    /// certificate that any of them revokes is revoked.
    ///
    /// A CRL of the store's own authority is merged into the authority's revocations, and the next CRL gets a
    /// higher number. If the authority was exported, the CRL is added like others.
    ///
    /// - Returns: the result for each.
    /// - Throws: ``CertStoreError/unknownRevocationListIssuer(issuer:)`` if no authority here signed one of
    ///   them; for a CRL of the store's own authority ``CertStoreError/unmergeableRevocationList(number:)``,
    ///   or as ``authority(passphrase:)``, since the authority then signs a CRL for this store.
    public func add(
        _ lists: [RevocationList], passphrase: SecretOctets? = nil
    ) throws(CertStoreError) -> [RevocationListAddition] {
        let keys = try ownAuthorities()
        let issuers = try authorities()
        let own = try lists.map { (list) throws(CertStoreError) -> MergingKey? in
            guard let key = keys.first(where: { list.isIssued(by: $0.certificate) }) else { return nil }
            // This refuses a CRL of a withheld key: `nextRevocationLists` merges it instead.
            return (key, key.use == .exported ? nil : try authority(key, passphrase: passphrase))
        }
        let signed = try lists.map { (list) throws(CertStoreError) in
            (list, try list.issuers(among: issuers))
        }
        return try write { (database) throws(CertStoreError) in
            var additions: [RevocationListAddition] = []
            for ((list, issuers), key) in zip(signed, own) {
                if let key {
                    additions.append(try database.merge(list, of: issuers, with: key))
                } else {
                    additions.append(try database.add(list, of: issuers))
                }
            }
            try database.rememberListedCompromises()
            return additions
        }
    }

    /// A key of the own authority, and the authority with it if it may sign here.
    fileprivate typealias MergingKey = (own: OwnAuthority, signer: CertificateAuthority?)

    /// Trusts certificates and imports the CRLs of these authorities, or of others here, all or nothing.
    ///
    /// - Returns: the result for each CRL.
    /// - Throws: as ``add(_:passphrase:)``, or ``CertStoreError/ownRevocationList(number:)`` for a CRL of the
    ///   store's own authority.
    public func trust(
        _ certificates: [Certificate], lists: [RevocationList]
    ) throws(CertStoreError) -> [RevocationListAddition] {
        let authorities = try authorities() + certificates
        let own = try ownAuthorities()
        let signed = try lists.map { (list) throws(CertStoreError) in
            let issuers = try list.issuers(among: authorities)
            if issuers.contains(where: { issuer in own.contains { $0.owns(issuer) } }) {
                throw .ownRevocationList(number: list.number)
            }
            return (list, issuers)
        }
        return try write { (database) throws(CertStoreError) in
            for certificate in certificates { try database.trust(certificate) }
            let additions = try signed.map { (list, issuers) throws(CertStoreError) in
                try database.add(list, of: issuers)
            }
            try database.rememberListedCompromises()
            return additions
        }
    }

    /// Removes the CRL whose fingerprint begins with the given digits, and returns it.
    ///
    /// Certificates it revoked are accepted again, until another CRL of its CA is imported.
    ///
    /// - Throws: ``CertStoreError/unknownRevocationList(_:)``,
    ///   ``CertStoreError/ambiguousRevocationList(_:)`` if there are several,
    ///   ``CertStoreError/ownRevocationList(number:)`` for that of the store's own authority.
    public func removeRevocationList(_ identifier: String) throws(CertStoreError) -> RevocationList {
        let digits = identifier.lowercased()
        let removed = try removeLists { (lists, _) throws(CertStoreError) in
            let found = lists.filter { !digits.isEmpty && $0.fingerprint.hasPrefix(digits) }
            guard found.count <= 1 else { throw .ambiguousRevocationList(identifier) }
            return found
        }
        guard let list = removed.first else { throw .unknownRevocationList(identifier) }
        return list
    }

    /// Removes every CRL of an issuer, whose name is given in RFC 2253 form, and returns them; that of the
    /// store's own authority stays if there are others of its name.
    ///
    /// - Throws: ``CertStoreError/unknownRevocationList(_:)`` if there is none,
    ///   ``CertStoreError/ownRevocationList(number:)`` if the only one is that of the store's own authority.
    public func removeRevocationLists(ofIssuer issuer: String) throws(CertStoreError) -> [RevocationList] {
        let removed = try removeLists { (lists, own) in
            let found = lists.filter { $0.issuer == issuer }
            let others = found.filter { list in !own.contains(where: list.isIssued) }
            return others.isEmpty ? found : others
        }
        guard !removed.isEmpty else { throw .unknownRevocationList(issuer) }
        return removed
    }

    /// Returns the CRLs that paths must be checked against: the imported ones, and that
    /// of the store's own authority.
    ///
    /// A store that an earlier version created with a passphrase has none of its own authority before the
    /// first ``revoke(_:reason:at:passphrase:)`` or ``nextRevocationList(lasting:passphrase:clock:)``.
    public func revocationLists() throws(CertStoreError) -> [RevocationList] {
        try read { (database) throws(CertStoreError) in
            try database.lists("SELECT id, der FROM revocation_list ORDER BY id").map(\.list)
        }
    }
}

extension CertStore {
    /// Removes the CRLs that `choose` returns, or none of them if one is of the store's own authority.
    private func removeLists(
        _ choose: ([RevocationList], [Certificate]) throws(CertStoreError) -> [RevocationList]
    ) throws(CertStoreError) -> [RevocationList] {
        try write { (database) throws(CertStoreError) in
            let own = try database.ownAuthorities().map(\.certificate)
            let all = try database.lists("SELECT id, der FROM revocation_list ORDER BY id")
            let chosen = try choose(all.map(\.list), own)
            for list in chosen {
                if own.contains(where: list.isIssued) { throw .ownRevocationList(number: list.number) }
                try database.store(
                    "DELETE FROM revocation_list WHERE fingerprint = ?", [.text(list.fingerprint)])
            }
            return chosen
        }
    }
}

extension RevocationList {
    /// Returns the certificates of the authority that signed the CRL.
    fileprivate func issuers(among authorities: [Certificate]) throws(CertStoreError) -> [Certificate] {
        let issuers = authorities.filter(isIssued)
        guard !issuers.isEmpty else { throw .unknownRevocationListIssuer(issuer: issuer) }
        return issuers
    }
}

extension Database {
    /// Merges a CRL of the own authority, which then signs a new CRL for this store if it may sign here.
    fileprivate func merge(
        _ list: RevocationList, of issuers: [Certificate], with key: CertStore.MergingKey
    ) throws(CertStoreError) -> RevocationListAddition {
        let merged = try merge(list, of: key.own)
        guard let signer = key.signer else { return try add(list, of: issuers) }
        if case .merged(1..., _) = merged {
            try signOwnList(key.own, by: signer, numberedAt: signer.certificate.facts.notBefore)
        }
        return merged
    }

    /// Adds a CRL that `issuers`, one authority with perhaps several certificates, signed.
    fileprivate func add(
        _ list: RevocationList, of issuers: [Certificate]
    ) throws(CertStoreError) -> RevocationListAddition {
        let known = try lists(signedBy: issuers)
        if known.contains(where: { $0.list == list }) { return .alreadyPresent }
        let complete = known.map(\.list).filter { !$0.isDelta }
        let ordered = known.map { ($0, order: list.order(comparedTo: $0.list, coveredBy: complete)) }
        if let (later, _) = ordered.first(where: { $0.order == .earlier }) {
            // The later CRL may omit expired certificates, but a compromised key stays compromised.
            for (certificate, revocation) in try ListedRevocations.compromises(by: list, in: self) {
                try rememberCompromise(of: certificate, revocation)
            }
            return .superseded(by: later.list)
        }
        let earlier = ordered.filter { $0.order == .later }.map(\.0)
        for (row, _) in earlier {
            try store("DELETE FROM revocation_list WHERE id = ?", [.integer(row)])
        }
        try insert(list)
        return .added(
            replacing: earlier.map(\.list),
            alongside: ordered.filter { $0.order == .undecided }.map(\.0.list))
    }

    /// Returns the CRLs under an issuer's name, each with its row.
    func lists(ofIssuer issuer: [UInt8]) throws(CertStoreError) -> [(row: Int64, list: RevocationList)] {
        try lists("SELECT id, der FROM revocation_list WHERE issuer = ?", [.octets(issuer)])
    }

    /// Returns the CRLs that one of some authorities signed, each with its row; equal
    /// names may have different octets.
    func lists(
        signedBy issuers: [Certificate]
    ) throws(CertStoreError) -> [(row: Int64, list: RevocationList)] {
        var rows: [Int64] = []
        try store("SELECT id FROM revocation_list ORDER BY id") { rows.append($0.integer(0)) }
        var found: [(row: Int64, list: RevocationList)] = []
        for row in rows {
            let read = try lists("SELECT id, der FROM revocation_list WHERE id = ?", [.integer(row)])
            found += read.filter { item in issuers.contains { item.list.isIssued(by: $0) } }
        }
        return found
    }

    func lists(
        _ statement: String, _ values: [DatabaseValue] = []
    ) throws(CertStoreError) -> [(row: Int64, list: RevocationList)] {
        var rows: [(row: Int64, der: [UInt8])] = []
        try store(statement, values) { rows.append(($0.integer(0), $0.octets(1))) }
        return try rows.map { (row) throws(CertStoreError) in
            do throws(CMSError) {
                return (row.row, try RevocationList(der: row.der))
            } catch {
                throw .cryptography(error)
            }
        }
    }

    func insert(_ list: RevocationList) throws(CertStoreError) {
        try store(
            """
            INSERT INTO revocation_list (issuer, fingerprint, der, this_update, next_update, number)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .octets(list.issuerDER), .text(list.fingerprint), .octets(list.der),
                .integer(Int64(list.thisUpdate.timeIntervalSince1970)),
                list.nextUpdate.map { .integer(Int64($0.timeIntervalSince1970)) } ?? .null,
                list.number.map { .text($0) } ?? .null,
            ])
    }
}
