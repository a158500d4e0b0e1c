public import CMS
import FoundationEssentials

extension CertStore {
    /// Imports an authority from another store as this store's own, and trusts it.
    ///
    /// Its keys sign nothing here until the caller names their last CRLs, or states that none was lost
    /// (``OwnAuthority/Use/awaitsLastList``). Its revocations and issued certificates are imported too. An
    /// authority that was exported from this store can be imported again, with the changes since.
    ///
    /// - Parameter issued: the certificates that it issued, each with the URIs that it is filed under.
    /// - Throws: ``CertStoreError/authorityExists`` if the store has another one,
    ///   ``CertStoreError/authorityInUse`` if it uses this one;
    ///   ``CertStoreError/keyDoesNotMatchCertificate``;
    ///   ``CertStoreError/unmergeableRevocationList(number:)``; or as
    ///   ``add(_:uris:key:chain:passphrase:)`` for the passphrase; nothing is imported then.
    public func importAuthority(
        _ keys: [MovedAuthority.Key], issued: [(certificate: Certificate, uris: [String])],
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        for key in keys {
            for certificate in key.certificates {
                guard key.privateKey?.matches(certificate) ?? true else { throw .keyDoesNotMatchCertificate }
            }
        }
        try writeKeys(passphrase: passphrase) { (seal) throws(CertStoreError) in
            try keys.map { (key) throws(CertStoreError) in
                try key.privateKey.map { (key) throws(CertStoreError) in try seal.seal(key) }
            }
        } write: { (database, sealed: [SecretOctets?]) throws(CertStoreError) in
            try database.requireReturn(of: keys)
            for (index, key) in keys.enumerated() {
                // A key is retired when the next one becomes valid.
                let retiredAt = keys.dropFirst(index + 1).first?.certificates.first?.facts.notBefore
                try database.take(key, sealed: sealed[index], retiredAt: retiredAt)
            }
            for item in issued { try database.file(item.certificate, uris: item.uris, key: nil) }
            try database.rememberListedCompromises()
        }
    }
}

extension Database {
    /// Refuses an authority if the store has another, or one that is in use.
    fileprivate func requireReturn(of keys: [MovedAuthority.Key]) throws(CertStoreError) {
        let own = try ownAuthorities()
        guard let first = own.first else { return }
        // Certificates are public: only its private key shows that the file is of the same authority.
        let isSame = keys.contains { key in
            key.privateKey != nil && key.certificates.contains(where: first.owns)
        }
        guard isSame else { throw .authorityExists }
        if own.contains(where: { $0.use == .inUse }) { throw .authorityInUse }
    }

    /// Files one key of an authority, which signs nothing yet, and merges its last CRL.
    fileprivate func take(
        _ key: MovedAuthority.Key, sealed: SecretOctets?, retiredAt: Date?
    ) throws(CertStoreError) {
        guard let newest = key.certificates.last else { return }
        let known = try ownAuthorities().first { $0.certificate.facts.subjectDER == newest.facts.subjectDER }
        if let known, !known.owns(newest) { throw .authorityExists }
        if known?.isTrusted == true, key.privateKey == nil {
            throw .noPrivateKey(fingerprint: newest.fingerprint)
        }
        // A file does not restore trust that has ended here.
        let isTrusted = key.privateKey != nil && known?.isTrusted != false
        for certificate in key.certificates.dropLast() {
            let row = try file(certificate, uris: [], key: nil)
            if isTrusted { try trust(row) }
        }
        let row = try file(newest, uris: [], key: sealed)
        if isTrusted { try trust(row) }
        let name = DatabaseValue.octets(newest.facts.subjectDER)
        let values: [DatabaseValue] = [
            .integer(row), retiredAt.map { .integer(Int64($0.timeIntervalSince1970)) } ?? .null,
            .integer(isTrusted ? 0 : 1), .integer(OwnAuthority.Use.awaitsLastList.rawValue), name,
        ]
        if known == nil {
            try store(
                """
                INSERT INTO authority (id, certificate, retired_at, compromised, use_state, name, domain)
                SELECT coalesce(max(id), 0) + 1, ?, ?, ?, ?, ?, ? FROM authority
                """, values + [newest.testAuthorityDomain.map { .text($0) } ?? .null])
        } else {
            try store(
                """
                UPDATE authority SET certificate = ?, retired_at = ?, compromised = ?, use_state = ?
                WHERE name = ?
                """, values)
        }
        guard let own = try ownAuthorities().first(where: { $0.owns(newest) }) else { return }
        guard isTrusted else { return try endTrust(in: own) }
        // The store may have imported later CRLs of the CA than the file has.
        for (_, known) in try lists(signedBy: [newest]) where !known.isDelta && !known.isIndirect {
            _ = try merge(known, of: own)
        }
        guard let list = key.list else { return }
        _ = try merge(list, of: own)
        if try !lists(signedBy: [newest]).contains(where: { $0.list == list }) { try insert(list) }
    }

    private func trust(_ row: Int64) throws(CertStoreError) {
        try store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
    }
}
