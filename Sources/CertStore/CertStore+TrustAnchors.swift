public import CMS

extension CertStore {
    /// Makes a certificate a trust anchor; an existing anchor stays one.
    public func trust(_ certificate: Certificate) throws(CertStoreError) {
        try write { (database) throws(CertStoreError) in try database.trust(certificate) }
    }

    /// Returns the trust anchors of this store.
    public func trustAnchors() throws(CertStoreError) -> [TrustAnchor] {
        let own = try ownAuthorities()
        return try stored(Self.ofAnchors).map { anchor in
            let key = own.first { $0.owns(anchor.certificate) }
            return TrustAnchor(
                certificate: anchor.certificate, isOwnAuthority: key != nil,
                isFormer: key.map { $0.standing != .current } ?? false)
        }
    }

    /// Returns the certificates that paths lead over: the trust anchors, and the authorities that are not
    /// trusted; each the latest notBefore first.
    ///
    /// One statement, because preparing one takes a short process longer than running it.
    public func pathCertificates() throws(CertStoreError) -> (
        anchors: [Certificate], intermediates: [Certificate]
    ) {
        let rows = try read { (database) throws(CertStoreError) in
            var rows: [(row: Int64, der: [UInt8], isAnchor: Bool)] = []
            try database.store(Self.ofPaths) {
                rows.append(($0.integer(0), $0.octets(1), $0.integer(3) == 1))
            }
            return rows
        }
        var (anchors, intermediates): ([Certificate], [Certificate]) = ([], [])
        for (row, der, isAnchor) in rows {
            let certificate = try decoded.certificate(der, row: row)
            if isAnchor { anchors.append(certificate) } else { intermediates.append(certificate) }
        }
        return (anchors, intermediates)
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
    private static let ofPaths = """
        SELECT id, der, not_before, 1 FROM certificate WHERE id IN (SELECT certificate FROM anchor)
        UNION ALL SELECT id, der, not_before, 0 FROM certificate
        WHERE is_authority = 1 AND id NOT IN (SELECT certificate FROM anchor) ORDER BY 3 DESC, 1 DESC
        """
}

extension Database {
    /// Makes a certificate a trust anchor.
    func trust(_ certificate: Certificate) throws(CertStoreError) {
        let row = try file(certificate, uris: [], key: nil)
        try store("INSERT INTO anchor VALUES (?) ON CONFLICT DO NOTHING", [.integer(row)])
    }
}
