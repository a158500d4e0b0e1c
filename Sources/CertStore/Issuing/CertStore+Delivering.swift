public import CMS
public import FoundationEssentials

// Writes to the store that are committed only if a delivery succeeds.

extension CertStore {
    /// Files a certificate without its key, as ``add(_:uris:key:chain:passphrase:)`` does, and commits only
    /// if `step` succeeds, for instance the delivery of the certificate.
    ///
    /// The store is locked for other writers meanwhile; `step` must not use a store.
    ///
    /// - Throws: as that does, or what `step` throws; nothing is filed then.
    public func add(
        _ certificate: Certificate, uris: [String], beforeCommit step: () throws -> Void
    ) throws {
        try Self.check(certificate, uris: uris)
        _ = try write { (database) throws(CertStoreError) in
            try database.file(certificate, uris: uris, key: nil)
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
    /// - Parameter only: the key to issue a CRL with; all if nil.
    /// - Throws: as ``authority(passphrase:)``; ``CertStoreError/noLongerSigning(identifier:)`` if `only`
    ///   signs no CRLs any more; or what `step` throws.
    public func nextRevocationLists(
        lasting seconds: Double, of only: OwnAuthority? = nil, passphrase: SecretOctets? = nil,
        clock: () -> Date, beforeCommit step: ([RevocationList]) throws -> Void
    ) throws -> [RevocationList] {
        let all = try ownAuthorities()
        guard !all.isEmpty else { throw CertStoreError.noAuthority }
        let signing = try all.filter { only == nil || $0 == only }.map { own in
            (own: own, authority: try authority(own, passphrase: passphrase))
        }
        return try write(
            { (database) throws(CertStoreError) in
                let instant = clock()
                var lists: [RevocationList] = []
                for (own, authority) in signing where try database.signsLists(own, at: instant) {
                    lists.append(
                        try database.publishList(own, by: authority, lasting: seconds, at: instant))
                }
                if let only, lists.isEmpty {
                    throw .noLongerSigning(identifier: String(only.certificate.fingerprint.prefix(16)))
                }
                return lists
            }, beforeCommit: step)
    }
}
