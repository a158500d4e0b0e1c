public import CMS

public import struct FoundationEssentials.Date

/// An authority that moves to another store: its keys, their revocations, the certificates they issued.
public struct MovedAuthority: Sendable {
    /// A key of the authority.
    public struct Key: Sendable {
        /// Its certificates, oldest first; at least one.
        public let certificates: [Certificate]
        /// The private key; nil if the key is compromised, since no store uses it.
        public let privateKey: PrivateKey?
        /// A CRL that lists every revocation and has the highest number; nil if the key is compromised, or if
        /// another program made the authority.
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
    /// Exports this store's own authority for use in another store: in one transaction, each key signs a last
    /// CRL, and signs nothing here afterwards (``OwnAuthority/Use/exported``).
    ///
    /// An exported authority can be exported again, in case the first file is lost. The store is locked for
    /// other writers meanwhile; `step` must not use a store.
    ///
    /// - Parameters:
    ///   - seconds: from the instant of the last CRLs to their next update.
    ///   - step: writes the authority; nothing is changed if it fails.
    /// - Throws: ``CertStoreError/noAuthority``, ``CertStoreError/authorityChangedMeanwhile``,
    ///   ``CertStoreError/authorityAwaitsList(identifier:)``, ``CertStoreError/passphraseRequired``,
    ///   ``CertStoreError/wrongPassphrase``, or what `step` throws.
    public func exportAuthority(
        lasting seconds: Double, passphrase: SecretOctets? = nil, clock: () -> Date,
        beforeCommit step: (MovedAuthority) throws -> Void
    ) throws {
        let all = try ownAuthorities()
        guard !all.isEmpty else { throw CertStoreError.noAuthority }
        for own in all.reversed() where own.isTrusted && own.use == .awaitsLastList { try own.requireUse() }
        let keys = try all.reversed().map { own in
            (own: own, signer: own.isTrusted ? try signer(own, passphrase: passphrase) : nil)
        }
        _ = try write(
            { (database) throws(CertStoreError) in
                guard try database.ownAuthorities() == all else { throw .authorityChangedMeanwhile }
                let instant = clock()
                // If it was exported before, it signs once more.
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
