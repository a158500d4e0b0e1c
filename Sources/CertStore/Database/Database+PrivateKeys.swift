import CMS

// Why keys are kept as they are: StoreSchema.certificates.

extension Database {
    /// Keeps the octets of a private key; the number by which a certificate names them.
    func keep(_ key: SecretOctets) throws(CertStoreError) -> Int64 {
        try integer("INSERT INTO private_key (octets) VALUES (?) RETURNING id", [.secret(key)]) ?? 0
    }

    /// Overwrites a private key that no certificate names any more.
    func overwriteKey(_ number: Int64) throws(CertStoreError) {
        let count = try integer(
            "SELECT length(octets) FROM private_key WHERE id = ?", [.integer(number)])
        try store(
            "UPDATE private_key SET octets = ? WHERE id = ?",
            [.octets([UInt8](repeating: 0, count: Int(count ?? 0))), .integer(number)])
    }
}
