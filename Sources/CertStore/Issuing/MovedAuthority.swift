public import CMS

public import struct FoundationEssentials.Date

/// An authority on its way from one store to another: its keys, what they revoked, what they issued.
public struct MovedAuthority: Sendable {
    /// A key of the authority.
    public struct Key: Sendable {
        /// Its certificates, the one that was valid first first; at least one.
        public let certificates: [Certificate]
        /// The private key; nil if it is compromised, so that it is used by no store.
        public let privateKey: PrivateKey?
        /// A CRL with every certificate that it revoked, and with the highest number; nil if it is
        /// compromised, or another program made the authority.
        public let list: RevocationList?

        /// Creates a key from its parts.
        public init(certificates: [Certificate], privateKey: PrivateKey?, list: RevocationList?) {
            self.certificates = certificates
            self.privateKey = privateKey
            self.list = list
        }
    }

    /// The keys, the current one last.
    public let keys: [Key]
    /// DER of the certificates that they issued.
    public let issued: [[UInt8]]
}

extension CertStore {
    /// Takes this store's own authority out, to be used in another store: in the same transaction each key
    /// signs a last CRL, and signs nothing here afterwards (``OwnAuthority/Use/exported``).
    ///
    /// An authority that was taken out can be taken out again, in case that the first file is lost. The store
    /// is locked for other writers meanwhile; `step` must not use a store.
    ///
    /// - Parameters:
    ///   - seconds: from the instant of the last CRLs to their next update.
    ///   - step: writes the authority; nothing is changed if it fails.
    /// - Throws: ``CertStoreError/noAuthority``, ``CertStoreError/authorityAwaitsList(identifier:)``,
    ///   ``CertStoreError/passphraseRequired``, ``CertStoreError/wrongPassphrase``, or what `step` throws.
    public func exportAuthority(
        lasting seconds: Double, passphrase: SecretOctets? = nil, clock: () -> Date,
        beforeCommit step: (MovedAuthority) throws -> Void
    ) throws {
        let all = try ownAuthorities().reversed()
        guard !all.isEmpty else { throw CertStoreError.noAuthority }
        for own in all where own.isTrusted && own.use == .awaitsLastList { try own.requireUse() }
        let keys = try all.map { own in
            (own: own, signer: own.isTrusted ? try signer(own, passphrase: passphrase) : nil)
        }
        _ = try write(
            { (database) throws(CertStoreError) in
                let instant = clock()
                // It may have been exported before, and then it signs once more.
                try database.store("UPDATE authority SET use_state = 0 WHERE use_state = 2")
                var moved: [MovedAuthority.Key] = []
                var issued: [[UInt8]] = []
                for (own, signer) in keys {
                    let list = try signer.map { (signer) throws(CertStoreError) in
                        try database.lastList(own, by: signer, lasting: seconds, at: instant)
                    }
                    moved.append(
                        MovedAuthority.Key(
                            certificates: try database.certificates(of: own), privateKey: signer?.key,
                            list: list))
                    issued += try database.issuedCertificates(by: own)
                }
                try database.store("UPDATE authority SET use_state = 2")
                return MovedAuthority(keys: moved, issued: issued)
            }, beforeCommit: step)
    }
}

extension Database {
    /// Returns DER of every certificate here that a key of the own authority issued to a subscriber.
    fileprivate func issuedCertificates(by own: OwnAuthority) throws(CertStoreError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        try store(
            "SELECT der FROM certificate WHERE is_authority = 0 AND issuer = ? ORDER BY id",
            [.octets(own.certificate.facts.subjectDER)]
        ) { found.append($0.octets(0)) }
        var issued: [[UInt8]] = []
        for der in found where try CertStore.certificate(der).isIssued(by: own.certificate) {
            issued.append(der)
        }
        return issued
    }
}
