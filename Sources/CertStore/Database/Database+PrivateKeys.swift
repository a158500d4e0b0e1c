import CMS

// Why keys have a table of their own: StoreSchema.certificates.

extension Database {
    /// Stores the octets of a private key; returns the number by which a certificate refers to them.
    func keep(_ key: SecretOctets) throws(CertStoreError) -> Int64 {
        try integer("INSERT INTO private_key (octets) VALUES (?) RETURNING id", [.secret(key)]) ?? 0
    }

    /// Returns whether a certificate has a key.
    func holdsKey(of certificate: Certificate) throws(CertStoreError) -> Bool {
        try integer(
            "SELECT private_key FROM certificate WHERE fingerprint = ?", [.text(certificate.fingerprint)])
            != nil
    }

    /// Makes a certificate refer to a stored key, and overwrites its previous one.
    func give(_ key: Int64, to row: Int64, inPlaceOf replaced: Int64?) throws(CertStoreError) {
        try store("UPDATE certificate SET private_key = ? WHERE id = ?", [.integer(key), .integer(row)])
        if let replaced { try overwriteKey(replaced) }
    }

    /// Overwrites a private key that no certificate refers to any more.
    func overwriteKey(_ number: Int64) throws(CertStoreError) {
        let count = try integer(
            "SELECT length(octets) FROM private_key WHERE id = ?", [.integer(number)])
        try store(
            "UPDATE private_key SET octets = ? WHERE id = ?",
            [.octets([UInt8](repeating: 0, count: Int(count ?? 0))), .integer(number)])
    }
}
