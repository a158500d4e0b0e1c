import CMS
import FoundationEssentials

/// The columns of `certificate`, so that finding and listing decode nothing.
///
/// `uris` are those of its subjectAltName, which contain no spaces, separated by spaces; `key_usage` is NULL
/// if the certificate has none.
enum CertificateRow {
    /// The columns that are derived from the certificate itself, in the order of ``values(_:)``.
    static let columns = [
        "fingerprint", "der", "subject", "issuer", "serial", "uris", "key_algorithm", "key_usage",
        "key_identifier", "not_before", "not_after", "is_authority",
    ]

    /// Returns the values of a certificate for ``columns``.
    static func values(_ certificate: Certificate) -> [DatabaseValue] {
        let facts = certificate.facts
        return [
            .text(certificate.fingerprint), .octets(certificate.der), .text(facts.subject),
            .octets(facts.issuerDER), .text(facts.serialNumber),
            .text(facts.uris.joined(separator: " ")), .text(facts.key.name),
            facts.keyUsage.map { .integer(Int64($0.rawValue)) } ?? .null,
            DatabaseValue(facts.subjectKeyIdentifier),
            .integer(Int64(facts.notBefore.timeIntervalSince1970)),
            .integer(Int64(facts.notAfter.timeIntervalSince1970)),
            .integer(facts.isCertificationAuthority ? 1 : 0),
        ]
    }

    /// Returns the values of a certificate that was just issued, without decoding it.
    static func values(_ issued: IssuedCertificate) -> [DatabaseValue] {
        [
            .text(issued.fingerprint), .octets(issued.der),
            .text(Certificate.text(ofName: issued.subjectDER) ?? ""), .octets(issued.issuerDER),
            .text(issued.serialNumber), .text(issued.profile.uris.joined(separator: " ")),
            .text(issued.key.name), .integer(Int64(issued.keyUsage.rawValue)),
            .octets(issued.subjectKeyIdentifier),
            .integer(Int64(issued.validity.notBefore.timeIntervalSince1970)),
            .integer(Int64(issued.validity.notAfter.timeIntervalSince1970)), .integer(0),
        ]
    }

    /// Returns whether a row whose columns are ``columns`` matches a certificate.
    ///
    /// Earlier versions had other names for some kinds of keys.
    static func matches(_ row: any DatabaseRow, of certificate: Certificate) -> Bool {
        let formerName = formerName(of: certificate.facts.key)
        return zip(values(certificate), zip(Int32(0)..., columns)).allSatisfy { value, place in
            let (column, name) = place
            return switch value {
            case .text(let text):
                row.text(column) == text || name == "key_algorithm" && row.text(column) == formerName
            case .integer(let number): !row.isNull(column) && row.integer(column) == number
            case .octets(let octets): row.octets(column) == octets
            case .secret: false
            case .null: row.isNull(column)
            }
        }
    }

    /// Returns the name that earlier versions had for a kind of key: until version 0.1 one name for RSA and
    /// RSASSA-PSS, until version 0.2 libcrypto's for P-521 and Ed25519.
    private static func formerName(of key: KeyAlgorithm) -> String? {
        switch key {
        case .rsaPSS(let bits): KeyAlgorithm.rsa(bits: bits).name
        case .elliptic(.p521): "secp521r1"
        case .ed25519: "ED25519"
        case .rsa, .elliptic(.p256), .elliptic(.p384), .x25519, .other: nil
        }
    }

    /// Returns the name of a certificate's key, from its column and, for an RSA key, DER of the certificate.
    ///
    /// Earlier versions had other names for some kinds of keys. Only certificates that
    /// mention RSASSA-PSS are decoded.
    static func keyName(_ column: String, of der: [UInt8]) -> String {
        for key in [KeyAlgorithm.p521, .ed25519] where formerName(of: key) == column { return key.name }
        guard mentionsPSS(der), let certificate = try? Certificate(der: der) else { return column }
        return certificate.facts.key.name
    }

    /// Returns whether it contains id-RSASSA-PSS (RFC 4055 §3.1), as the
    /// algorithm of a key or of a signature.
    private static func mentionsPSS(_ der: [UInt8]) -> Bool {
        let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]
        guard der.count >= identifier.count else { return false }
        return (0...der.count - identifier.count).contains { start in
            der[start] == identifier[0] && der[start..<start + identifier.count].elementsEqual(identifier)
        }
    }

    /// Inserts a row, unless the certificate has one: its number, its clustered
    /// URIs, its key, and ``columns``.
    static let insertion = """
        INSERT INTO certificate (id, filed_under, private_key, \(columns.joined(separator: ", ")))
        VALUES (?, ?, ?, \(Array(repeating: "?", count: columns.count).joined(separator: ", ")))
        ON CONFLICT (fingerprint) DO NOTHING RETURNING id
        """
}
