public import CMS
import Octets

extension CertStore {
    /// Returns every certificate that is filed under a URI; ``forEachEntry(_:at:_:)`` costs less for many.
    public func certificates() throws(CertStoreError) -> [StoredCertificate] { try stored(Self.filed) }

    /// Returns the certificates with a CMS identifier; several may have the same one.
    ///
    /// It finds the recipient among those with a private key, and the signer whose
    /// certificate is not in the message.
    public func certificates(
        identifiedBy identifier: CertificateIdentifier
    ) throws(CertStoreError) -> [StoredCertificate] {
        let candidates =
            switch identifier {
            case .issuerAndSerialNumber(_, let serialNumber):
                try stored(Self.bySerialNumber, [.text(Hexadecimal.text(serialNumber, .upperCase))])
            case .subjectKeyIdentifier(let octets): try stored(Self.byKeyIdentifier, [.octets(octets)])
            }
        return candidates.filter { identifier.names($0.certificate) }
    }

    /// Returns the certificates with a serial number, of any issuer.
    func certificates(withSerialNumber serialNumber: String) throws(CertStoreError) -> [Certificate] {
        try stored(Self.bySerialNumber, [.text(serialNumber)]).map(\.certificate)
    }

    /// Returns the certificates of authorities that may help to build a path; they need not be trusted.
    public func authorities() throws(CertStoreError) -> [Certificate] {
        try stored(Self.ofAuthorities).map(\.certificate)
    }

    /// Returns the authorities that are not trust anchors.
    public func intermediates() throws(CertStoreError) -> [Certificate] {
        try stored(Self.ofIntermediates).map(\.certificate)
    }

    /// Returns the rows that a statement selects.
    func stored(
        _ statement: String, _ values: [DatabaseValue] = []
    ) throws(CertStoreError) -> [StoredCertificate] {
        let rows = try read { (database) throws(CertStoreError) in
            var rows: [(record: StoredRecord, filedUnder: String)] = []
            try database.store(statement, values) { rows.append((StoredRecord($0), $0.text(3))) }
            return rows
        }
        return try rows.map { (record, filedUnder) throws(CertStoreError) in
            try decode(record, filedUnder: filedUnder)
        }
    }

    /// Returns the certificate of a row; `filedUnder` has its URIs separated by spaces.
    func decode(_ record: StoredRecord, filedUnder: String) throws(CertStoreError) -> StoredCertificate {
        StoredCertificate(
            certificate: try decoded.certificate(record.der, row: record.row),
            uris: filedUnder.split(separator: " ").map(String.init).sorted(),
            hasPrivateKey: record.hasPrivateKey)
    }

    /// A statement for the rows that a condition selects, the latest notBefore first.
    static func selection(_ condition: String) -> String {
        """
        SELECT id, der, CASE WHEN private_key IS NULL THEN 0 ELSE 1 END,
        (SELECT group_concat(uri, ' ') FROM name WHERE certificate = certificate.id)
        FROM certificate WHERE \(condition) ORDER BY not_before DESC, id DESC
        """
    }

    // Created once: prepared statements are found by their text.
    private static let filed = selection("id IN (SELECT certificate FROM name)")
    private static let bySerialNumber = selection("serial = ?")
    private static let byKeyIdentifier = selection("key_identifier = ?")
    private static let ofAuthorities = selection("is_authority = 1")
    private static let ofIntermediates = selection(
        "is_authority = 1 AND id NOT IN (SELECT certificate FROM anchor)")
}
