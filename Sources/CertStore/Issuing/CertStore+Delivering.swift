public import CMS
public import FoundationEssentials

// What is written to the store together with what somebody else is to get: both, or nothing.

extension CertStore {
    /// Files a certificate without its key, as ``add(_:uris:key:chain:passphrase:)`` does, unless the step before the
    /// transaction is committed fails: handing the certificate out, for instance.
    ///
    /// The store is locked for other writers meanwhile, and `step` uses no store.
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

    /// Makes the next revocation list, as ``nextRevocationList(lasting:passphrase:clock:)`` does, unless the step before
    /// the transaction is committed fails: its number is free again then.
    ///
    /// The store is locked for other writers meanwhile, and `step` uses no store.
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
