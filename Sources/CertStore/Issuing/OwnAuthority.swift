public import CMS
public import FoundationEssentials

/// A key of the store's own authority, with its newest certificate.
///
/// An authority that rotates its key has several, each with a name, CRLs and revocations of its own.
public struct OwnAuthority: Sendable, Equatable {
    /// What the key is used for.
    public enum Standing: Sendable, Equatable {
        /// It issues, and signs CRLs.
        case current
        /// It was replaced at this instant, and signs only CRLs.
        case retired(at: Date)
        /// It was replaced at this instant because others may have it: trust in it has ended.
        case compromised(at: Date)
    }

    /// Whether the key may issue and sign in this store; in the column `use_state`.
    public enum Use: Int64, Sendable, Equatable {
        /// The key may be used.
        case inUse = 0
        /// Not yet: the store is a copy or the key was imported, and the original may have signed CRLs since.
        case awaitsLastList = 1
        /// No longer: the key was exported for use in another store.
        case exported = 2
    }

    /// The newest certificate of the key.
    public let certificate: Certificate
    /// What the key is used for.
    public let standing: Standing
    /// Whether the key may issue and sign in this store.
    public let use: Use
    /// The SIP domain that the authority is for; nil if unknown.
    public let domain: String?
    /// The number of the last CRL that the key signed, also for this store's own use.
    public let listNumber: Int64
    let row: Int64

    /// Whether the key is still trusted.
    public var isTrusted: Bool {
        switch standing {
        case .current, .retired: true
        case .compromised: false
        }
    }

    /// Returns the same key with a newer certificate.
    func with(certificate: Certificate) -> OwnAuthority {
        OwnAuthority(
            certificate: certificate, standing: standing, use: use, domain: domain,
            listNumber: listNumber, row: row)
    }

    /// Returns whether a certificate is one of this key: of the same name and the same public key.
    func owns(_ other: Certificate) -> Bool {
        if other == certificate { return true }
        guard other.facts.subjectDER == certificate.facts.subjectDER,
            let digest = try? certificate.publicKeyDigest()
        else { return false }
        return (try? other.publicKeyDigest()) == digest
    }
}

extension CertStore {
    /// Returns the keys of the store's own authority, the current one first; none if it has no authority.
    public func ownAuthorities() throws(CertStoreError) -> [OwnAuthority] {
        try read { (database) throws(CertStoreError) in try database.ownAuthorities() }
    }

    /// Returns the key of the own authority whose certificate's fingerprint begins with the given digits.
    ///
    /// - Throws: ``CertStoreError/noAuthority`` if the store has none,
    ///   ``CertStoreError/unknownAuthority(_:)`` unless exactly one key matches.
    public func ownAuthority(identifiedBy identifier: String) throws(CertStoreError) -> OwnAuthority {
        let all = try ownAuthorities()
        guard !all.isEmpty else { throw .noAuthority }
        let digits = identifier.lowercased()
        let found = all.filter { !digits.isEmpty && $0.certificate.fingerprint.hasPrefix(digits) }
        guard found.count == 1, let only = found.first else { throw .unknownAuthority(identifier) }
        return only
    }
}

extension Database {
    /// Returns the keys of the store's own authority, the current one first.
    func ownAuthorities() throws(CertStoreError) -> [OwnAuthority] {
        typealias Row = (
            row: Int64, der: [UInt8], domain: String?, retiredAt: Int64?, isCompromised: Bool, use: Int64,
            number: Int64
        )
        var rows: [Row] = []
        try store(
            """
            SELECT authority.id, der, domain, retired_at, compromised, use_state, crl_number FROM authority
            JOIN certificate ON certificate.id = authority.certificate ORDER BY authority.id DESC
            """
        ) { row in
            rows.append(
                (
                    row.integer(0), row.octets(1), row.isNull(2) ? nil : row.text(2),
                    row.isNull(3) ? nil : row.integer(3), row.integer(4) == 1, row.integer(5),
                    row.integer(6)
                ))
        }
        return try rows.map { (row) throws(CertStoreError) in
            OwnAuthority(
                certificate: try CertStore.certificate(row.der),
                standing: OwnAuthority.Standing(retiredAt: row.retiredAt, isCompromised: row.isCompromised),
                // With a state that only a later version knows, this version must not sign.
                use: OwnAuthority.Use(rawValue: row.use) ?? .awaitsLastList, domain: row.domain,
                listNumber: row.number, row: row.row)
        }
    }
}

extension CertStore {
    /// Returns the condition that a certificate is revoked, as far as the store knows without reading CRLs:
    /// by the store's own authority, whichever of its keys issued it, or because its key is compromised;
    /// `alias` names its row of `certificate`.
    static func isRevoked(_ alias: String = "certificate") -> String {
        """
        (EXISTS (SELECT 1 FROM revocation JOIN authority ON authority.id = revocation.authority
        WHERE revocation.serial = \(alias).serial AND authority.name = \(alias).issuer)
        OR \(hasCompromisedKey(alias)))
        """
    }
}

extension OwnAuthority.Standing {
    fileprivate init(retiredAt: Int64?, isCompromised: Bool) {
        guard let retiredAt else {
            self = .current
            return
        }
        let instant = Date(timeIntervalSince1970: Double(retiredAt))
        self = isCompromised ? .compromised(at: instant) : .retired(at: instant)
    }
}
