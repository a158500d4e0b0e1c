public import CMS
public import FoundationEssentials

extension CertStore {
    /// Keeps the algorithms that the programs of a certificate's holder open, for its public key, unless the
    /// store has a list that was signed at the same time or later (RFC 8551 §2.7.1).
    ///
    /// The caller must have accepted the message that states them.
    ///
    /// - Returns: whether they were kept.
    /// - Throws: ``CertStoreError/database(code:message:)`` or ``CertStoreError/cryptography(_:)``.
    @discardableResult
    public func keep(
        _ capabilities: SMIMECapabilities, of certificate: Certificate, signed instant: Date
    ) throws(CertStoreError) -> Bool {
        let key = try Self.publicKeyDigest(of: certificate)
        let signed = Int64(instant.timeIntervalSince1970.rounded(.down))
        return try write { (database) throws(CertStoreError) in
            var isKept = false
            try database.store(
                """
                INSERT INTO capability (public_key, octets, signed) VALUES (?, ?, ?)
                ON CONFLICT (public_key) DO UPDATE SET octets = excluded.octets, signed = excluded.signed
                WHERE capability.signed < excluded.signed RETURNING signed
                """, [.octets(key), .octets(capabilities.der), .integer(signed)]
            ) { _ in isKept = true }
            return isKept
        }
    }

    /// Returns the algorithms that were kept for the public key of a certificate; nil if there are none.
    ///
    /// - Throws: ``CertStoreError/database(code:message:)`` or ``CertStoreError/cryptography(_:)``.
    public func capabilities(of certificate: Certificate) throws(CertStoreError) -> SMIMECapabilities? {
        let key = try Self.publicKeyDigest(of: certificate)
        return try read { (database) throws(CertStoreError) in
            var octets: [UInt8]?
            try database.store("SELECT octets FROM capability WHERE public_key = ?", [.octets(key)]) {
                octets = $0.octets(0)
            }
            return octets.flatMap { SMIMECapabilities(der: $0) }
        }
    }

    private static func publicKeyDigest(of certificate: Certificate) throws(CertStoreError) -> [UInt8] {
        do throws(CMSError) { return try certificate.publicKeyDigest() } catch { throw .cryptography(error) }
    }
}
