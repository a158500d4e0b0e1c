import CMS

extension Database {
    /// Removes a certificate, and overwrites its key; a trust anchor stays one, and the store's
    /// own authority is not removed.
    func remove(_ certificate: Certificate) throws(CertStoreError) {
        var (row, key): (Int64?, Int64?) = (nil, nil)
        try store(
            """
            SELECT id, private_key FROM certificate WHERE fingerprint = ?
            AND id NOT IN (SELECT certificate FROM authority)
            """, [.text(certificate.fingerprint)]
        ) { found in
            row = found.integer(0)
            key = found.isNull(1) ? nil : found.integer(1)
        }
        guard let row else { return }
        let numbered: [DatabaseValue] = [.integer(row)]
        try store("DELETE FROM name WHERE certificate = ?", numbered)
        try store("UPDATE certificate SET private_key = NULL, filed_under = '' WHERE id = ?", numbered)
        if let key { try overwriteKey(key) }
        try store(
            "DELETE FROM certificate WHERE id = ? AND id NOT IN (SELECT certificate FROM anchor)", numbered)
        try forgetCapabilities(of: certificate)
    }

    /// Removes the algorithms that were kept for the key of a certificate, unless another certificate here
    /// has that key.
    private func forgetCapabilities(of certificate: Certificate) throws(CertStoreError) {
        // Without a readable key, none were kept.
        guard let digest = try? certificate.publicKeyDigest() else { return }
        let key = DatabaseValue.octets(digest)
        guard try integer("SELECT signed FROM capability WHERE public_key = ?", [key]) != nil else { return }
        let others = try integer(
            "SELECT count(*) FROM certificate WHERE instr(der, ?) > 0", [.octets(certificate.publicKeyBits)])
        if others == 0 { try store("DELETE FROM capability WHERE public_key = ?", [key]) }
    }

    /// Removes a certificate from some URIs, unless the store has its key; without any URI
    /// it is removed from the store.
    func unfileWithoutKey(_ certificate: Certificate, under uris: [String]) throws(CertStoreError) {
        let row = try integer(
            "SELECT id FROM certificate WHERE fingerprint = ? AND private_key IS NULL",
            [.text(certificate.fingerprint)])
        guard let row else { return }
        for uri in uris {
            try store("DELETE FROM name WHERE uri = ? AND certificate = ?", [.text(uri), .integer(row)])
        }
        try updateFiledNames(of: row)
        try removeUnused(row)
        try forgetCapabilities(of: certificate)
    }

    /// Removes a row that has no key and no URI, and is neither trusted nor the store's own authority.
    func removeUnused(_ row: Int64) throws(CertStoreError) {
        try store(
            """
            DELETE FROM certificate WHERE id = ? AND private_key IS NULL
            AND NOT EXISTS (SELECT 1 FROM name WHERE certificate = certificate.id)
            AND id NOT IN (SELECT certificate FROM anchor UNION SELECT certificate FROM authority)
            """, [.integer(row)])
    }
}
