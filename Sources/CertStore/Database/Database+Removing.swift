import CMS

extension Database {
    /// Takes a certificate out, and overwrites its key; a trust anchor stays one, and the store's own authority is left
    /// as it is.
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
    }

    /// Files a certificate under some URIs no longer, unless the store has its key; filed nowhere, it is taken out.
    func fileKeylessNoLonger(_ certificate: Certificate, under uris: [String]) throws(CertStoreError) {
        let row = try integer(
            "SELECT id FROM certificate WHERE fingerprint = ? AND private_key IS NULL",
            [.text(certificate.fingerprint)])
        guard let row else { return }
        for uri in uris {
            try store("DELETE FROM name WHERE uri = ? AND certificate = ?", [.text(uri), .integer(row)])
        }
        try repeatNames(of: row)
        try removeUnused(row)
    }

    /// Takes out a row that has no key, is filed nowhere, and neither trusted nor the store's own authority.
    func removeUnused(_ row: Int64) throws(CertStoreError) {
        try store(
            """
            DELETE FROM certificate WHERE id = ? AND private_key IS NULL
            AND NOT EXISTS (SELECT 1 FROM name WHERE certificate = certificate.id)
            AND id NOT IN (SELECT certificate FROM anchor UNION SELECT certificate FROM authority)
            """, [.integer(row)])
    }
}
