public import CMS
public import FoundationEssentials

// Writes to the store that are committed only if a delivery succeeds.

extension CertStore {
    /// Files a certificate that was just issued, without its key, as ``add(_:uris:key:chain:passphrase:)``
    /// does, and commits only if `step` succeeds, for instance the delivery of the certificate.
    ///
    /// The store is locked for other writers meanwhile; `step` must not use a store.
    ///
    /// - Throws: as that does, or what `step` throws; nothing is filed then.
    public func add(
        _ certificate: Certificate, uris: [String], beforeCommit step: () throws -> Void
    ) throws {
        try Self.check(certificate, uris: uris)
        _ = try write { (database) throws(CertStoreError) in
            try database.requireUse(ofAuthorityNamed: certificate.facts.issuerDER)
            return try database.file(certificate, uris: uris, key: nil)
        } beforeCommit: { _ in
            try step()
        }
    }

    /// Issues the next CRL of each key of the store's own authority that still signs CRLs, the current one
    /// first, and commits only if `step` succeeds; otherwise their numbers are free again.
    ///
    /// Each is as ``nextRevocationList(lasting:passphrase:clock:)`` describes. A former key signs until its
    /// last certificate has expired. The store is locked for other writers meanwhile; `step` must not use a
    /// store.
    ///
    /// - Parameters:
    ///   - only: the key to issue a CRL with; all if nil.
    ///   - recovery: the CRLs to merge first, and the withheld keys that may be used again.
    ///   - step: delivers the CRLs.
    /// - Returns: the CRLs, and the result of merging each CRL of `recovery`.
    /// - Throws: as ``authority(passphrase:)``; ``CertStoreError/noLongerSigning(identifier:)`` if `only`
    ///   signs no CRLs any more; ``CertStoreError/notOwnRevocationList(issuer:)`` or
    ///   ``CertStoreError/unmergeableRevocationList(number:)`` for a CRL of `recovery`,
    ///   ``CertStoreError/notLastRevocationList(number:known:)`` if it cannot be the last of a withheld key;
    ///   or what `step` throws.
    @discardableResult
    public func nextRevocationLists(
        lasting seconds: Double, of only: OwnAuthority? = nil, recovery: ListRecovery = .none,
        passphrase: SecretOctets? = nil, clock: () -> Date,
        beforeCommit step: ([RevocationList]) throws -> Void
    ) throws -> (lists: [RevocationList], merged: [RevocationListAddition]) {
        let all = try ownAuthorities()
        guard !all.isEmpty else { throw CertStoreError.noAuthority }
        if all.contains(where: { $0.use == .exported }) { throw CertStoreError.authorityExported }
        var last: [(list: RevocationList, own: OwnAuthority)] = []
        if case .merging(let lists) = recovery { last = try signers(of: lists, among: all) }
        let keys = try all.filter(\.isTrusted).map { own in
            (own: own, signer: try signer(own, passphrase: passphrase))
        }
        return try write(
            { (database) throws(CertStoreError) in
                guard try database.ownAuthorities() == all else { throw .authorityChangedMeanwhile }
                let instant = clock()
                let merged = try database.merge(last)
                for (own, signer) in keys where own.recovers(by: recovery, last.map(\.own), only: only) {
                    try database.use(own)
                    try database.signOwnList(own, by: signer, numberedAt: instant)
                }
                var lists: [RevocationList] = []
                for (own, signer) in keys where only == nil || own.row == only?.row {
                    guard try database.signsLists(own, at: instant) else { continue }
                    lists.append(try database.publishList(own, by: signer, lasting: seconds, at: instant))
                }
                if let only, lists.isEmpty { throw .noLongerSigning(identifier: only.identifier) }
                return (lists, merged)
            }, beforeCommit: { try step($0.lists) })
    }
}

extension Database {
    fileprivate func merge(
        _ lists: [(list: RevocationList, own: OwnAuthority)]
    ) throws(CertStoreError) -> [RevocationListAddition] {
        try lists.map { (item) throws(CertStoreError) in
            if item.own.use == .awaitsLastList { try requireLast(item.list, of: item.own) }
            return try merge(item.list, of: item.own)
        }
    }

    /// Refuses a CRL as the last one of a key if a later one is known here.
    private func requireLast(_ list: RevocationList, of own: OwnAuthority) throws(CertStoreError) {
        let last = try lastNumber(of: own)
        let number = list.number.flatMap { Int64($0) } ?? 0
        guard list.number != nil, number < last else { return }
        throw .notLastRevocationList(number: number, known: last)
    }
}

extension OwnAuthority {
    /// Returns whether the key signs a new CRL for this store, and may be used again if it was withheld.
    fileprivate func recovers(
        by recovery: ListRecovery, _ signers: [OwnAuthority], only: OwnAuthority?
    ) -> Bool {
        switch recovery {
        case .none: false
        case .merging: signers.contains { $0.row == row }
        case .noListWasLost: use == .awaitsLastList && (only == nil || only?.row == row)
        }
    }
}
