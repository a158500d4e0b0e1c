public import CMS

extension CertStore {
    /// Makes a certificate a trust anchor; an existing anchor stays one.
    public func trust(_ certificate: Certificate) throws(CertStoreError) {
        try write { (database) throws(CertStoreError) in try database.trust(certificate) }
    }

    /// Returns the trust anchors of this store.
    public func trustAnchors() throws(CertStoreError) -> [TrustAnchor] {
        let own = try read { (database) throws(CertStoreError) in
            var fingerprints: Set<String> = []
            try database.store(
                "SELECT fingerprint FROM certificate WHERE id IN (SELECT certificate FROM authority)"
            ) { fingerprints.insert($0.text(0)) }
            return fingerprints
        }
        return try stored(Self.ofAnchors).map {
            TrustAnchor(certificate: $0.certificate, isOwnAuthority: own.contains($0.certificate.fingerprint))
        }
    }

    /// Removes the trust anchor whose fingerprint begins with the given digits, and returns it.
    ///
    /// The CRLs that it signed stay, and with them its certificate, untrusted: certificates that they revoke
    /// stay revoked, now and if it is trusted again.
    ///
    /// - Throws: ``CertStoreError/unknownTrustAnchor(_:)``, or
    ///   ``CertStoreError/ambiguousTrustAnchor(_:)`` if there are several.
    public func distrust(_ identifier: String) throws(CertStoreError) -> TrustAnchor {
        let digits = identifier.lowercased()
        let matches = try trustAnchors().filter { $0.certificate.fingerprint.hasPrefix(digits) }
        guard let anchor = matches.first, !digits.isEmpty else { throw .unknownTrustAnchor(identifier) }
        guard matches.count == 1 else { throw .ambiguousTrustAnchor(identifier) }
        try write { (database) throws(CertStoreError) in
            let row = try database.integer(
                "SELECT id FROM certificate WHERE fingerprint = ?", [.text(anchor.certificate.fingerprint)])
            guard let row else { return }
            try database.store("DELETE FROM anchor WHERE certificate = ?", [.integer(row)])
            // Without its certificate the store could not match the remaining CRLs with certificates.
            if try database.lists(signedBy: [anchor.certificate]).isEmpty { try database.removeUnused(row) }
        }
        return anchor
    }

    private static let ofAnchors = selection("id IN (SELECT certificate FROM anchor)")
}

extension Database {
    /// Makes a certificate a trust anchor.
    func trust(_ certificate: Certificate) throws(CertStoreError) {
        let row = try file(certificate, uris: [], key: nil)
        try store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
    }
}
