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

    /// Issues the next CRL, as ``nextRevocationList(lasting:passphrase:clock:)`` does, and commits only if
    /// `step` succeeds; otherwise its number is free again.
    ///
    /// The store is locked for other writers meanwhile; `step` must not use a store.
    ///
    /// - Throws: as that does, or what `step` throws.
    public func nextRevocationList(
        lasting seconds: Double, passphrase: SecretOctets? = nil, clock: () -> Date,
        beforeCommit step: (RevocationList) throws -> Void
    ) throws -> RevocationList {
        let authority = try authority(passphrase: passphrase)
        return try write(
            { (database) throws(CertStoreError) in
                try database.publishList(authority, lasting: seconds, clock: clock)
            }, beforeCommit: step)
    }
}
