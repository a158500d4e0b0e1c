public import CMS
import FoundationEssentials

extension CertStore {
    /// Files a certificate under its URIs, with its private key where there is one.
    ///
    /// A certificate that is there already gains the URIs and the key. `chain` holds the certificates
    /// of authorities that came with it: they help to build paths and are trusted by nobody.
    ///
    /// - Throws: ``CertStoreError/authorityAsSubscriber(subject:)``, ``CertStoreError/noURI(subject:)``,
    ///   ``CertStoreError/keyDoesNotMatchCertificate``, ``CertStoreError/passphraseRequired``,
    ///   ``CertStoreError/wrongPassphrase`` or ``CertStoreError/notEncrypted``.
    public func add(
        _ certificate: Certificate, uris: [String], key: PrivateKey? = nil, chain: [Certificate] = [],
        passphrase: SecretOctets? = nil
    ) throws(CertStoreError) {
        let subject = certificate.facts.subject
        guard !certificate.facts.isCertificationAuthority else {
            throw .authorityAsSubscriber(subject: subject)
        }
        guard !uris.isEmpty else { throw .noURI(subject: subject) }
        let sealed = try key.map { (key) throws(CertStoreError) in
            try seal(key, of: certificate, passphrase: passphrase)
        }
        try write { (database) throws(CertStoreError) in
            let row = try database.row(for: certificate, key: sealed.map { .secret($0) } ?? .null)
            for uri in uris {
                try database.store("INSERT OR IGNORE INTO name VALUES (?, ?)", [.text(uri), .integer(row)])
            }
            for authority in chain where authority.facts.isCertificationAuthority {
                _ = try database.row(for: authority, key: .null)
            }
        }
    }

    /// The certificates filed under a URI, the one that became valid last first.
    public func certificates(forURI uri: String) throws(CertStoreError) -> [StoredCertificate] {
        try stored("id IN (SELECT certificate FROM name WHERE uri = ?)", [.text(uri)])
    }

    /// Every certificate that is filed under a URI.
    public func certificates() throws(CertStoreError) -> [StoredCertificate] {
        try stored("id IN (SELECT certificate FROM name)", [])
    }

    /// The certificates that a CMS identifier names; several may answer to one identifier.
    ///
    /// Finds the recipient among those with a private key, and the signer whose certificate is not
    /// in the message.
    public func certificates(
        identifiedBy identifier: CertificateIdentifier
    ) throws(CertStoreError) -> [StoredCertificate] {
        let candidates =
            switch identifier {
            case .issuerAndSerialNumber(_, let serialNumber):
                try stored("serial = ?", [.text(Self.hexadecimal(serialNumber))])
            case .subjectKeyIdentifier(let octets): try stored("key_identifier = ?", [.octets(octets)])
            }
        return candidates.filter { identifier.names($0.certificate) }
    }

    /// Certificates of authorities that may help to build a path; that they are here does not make
    /// them trusted.
    public func authorities() throws(CertStoreError) -> [Certificate] {
        try stored("is_authority = 1", []).map(\.certificate)
    }

    /// The authorities that are no trust anchors themselves.
    public func intermediates() throws(CertStoreError) -> [Certificate] {
        try stored("is_authority = 1 AND id NOT IN (SELECT certificate FROM anchor)", []).map(\.certificate)
    }

    /// Takes a certificate and its private key out of the store, for ever.
    ///
    /// A certificate that is also a trust anchor stays one. Nothing of the key is left in the file, nor in
    /// the log beside it unless another process is using the store: it goes when the last one closes it.
    public func remove(_ certificate: Certificate) throws(CertStoreError) {
        try write { (database) throws(CertStoreError) in
            let named: [DatabaseValue] = [.text(certificate.fingerprint)]
            try database.store(
                "DELETE FROM name WHERE certificate = (SELECT id FROM certificate WHERE fingerprint = ?)",
                named)
            try database.store(
                """
                UPDATE certificate SET key = NULL WHERE fingerprint = ?
                AND id NOT IN (SELECT certificate FROM authority)
                """, named)
            try database.store(
                """
                DELETE FROM certificate WHERE fingerprint = ?
                AND id NOT IN (SELECT certificate FROM anchor UNION SELECT certificate FROM authority)
                """, named)
        }
        // The log may still hold the page on which the key stood.
        try read { (database) throws(CertStoreError) in
            try database.store("PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    /// The rows that a condition selects, as values.
    func stored(_ condition: String, _ values: [DatabaseValue]) throws(CertStoreError) -> [StoredCertificate]
    {
        let rows = try read { (database) throws(CertStoreError) in
            var rows: [(der: [UInt8], hasKey: Bool, uris: String)] = []
            try database.store(
                """
                SELECT der, key IS NOT NULL,
                (SELECT group_concat(uri, ' ') FROM name WHERE certificate = certificate.id)
                FROM certificate WHERE \(condition) ORDER BY not_before DESC, id DESC
                """, values
            ) { rows.append((der: $0.octets(0), hasKey: $0.integer(1) == 1, uris: $0.text(2))) }
            return rows
        }
        return try rows.map { (row) throws(CertStoreError) in
            StoredCertificate(
                certificate: try Self.certificate(row.der),
                uris: row.uris.split(separator: " ").map(String.init).sorted(), hasPrivateKey: row.hasKey)
        }
    }

    static func certificate(_ der: [UInt8]) throws(CertStoreError) -> Certificate {
        do throws(CMSError) { return try Certificate(der: der) } catch { throw .cryptography(error) }
    }

    private static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}
