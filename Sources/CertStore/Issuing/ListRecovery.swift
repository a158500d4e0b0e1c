public import CMS

/// What a caller knows about the last CRLs of the store's own authority, if the store is a copy or the
/// authority was imported.
public enum ListRecovery: Sendable {
    /// Nothing; keys that are withheld stay withheld.
    case none
    /// These are the last CRLs: they are merged, and the keys that signed them may be used.
    case merging([RevocationList])
    /// The store knows every CRL that was signed: the keys may be used.
    case noListWasLost
}

extension CertStore {
    /// Returns the own authority's key that signed each CRL.
    ///
    /// - Throws: ``CertStoreError/notOwnRevocationList(issuer:)`` if no such key signed a CRL.
    func signers(
        of lists: [RevocationList], among own: [OwnAuthority]
    ) throws(CertStoreError) -> [(list: RevocationList, own: OwnAuthority)] {
        try lists.map { (list) throws(CertStoreError) in
            guard let own = own.first(where: { list.isIssued(by: $0.certificate) }) else {
                throw .notOwnRevocationList(issuer: list.issuer)
            }
            return (list, own)
        }
    }
}

extension Database {
    /// Lets a withheld key be used again.
    func use(_ own: OwnAuthority) throws(CertStoreError) {
        try store(
            "UPDATE authority SET use_state = ? WHERE id = ? AND use_state = ?",
            [
                .integer(OwnAuthority.Use.inUse.rawValue), .integer(own.row),
                .integer(OwnAuthority.Use.awaitsLastList.rawValue),
            ])
    }
}
