import CMS
import FoundationEssentials

/// What the columns of `certificate` hold of a certificate, so that nothing is decoded to find or list it.
///
/// `uris` are those of its subjectAltName with spaces between, of which they have none themselves;
/// `key_usage` is NULL where the certificate does not say.
enum CertificateRow {
    /// The columns that are made from the certificate itself, in the order of ``values(_:)``.
    static let columns = [
        "fingerprint", "der", "subject", "issuer", "serial", "uris", "key_algorithm", "key_usage",
        "key_identifier", "not_before", "not_after", "is_authority",
    ]

    /// The values of a certificate for ``columns``.
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

    /// The same of a certificate that was just issued, and was not read.
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

    /// Whether a row whose columns are ``columns`` says of a certificate what the certificate says.
    ///
    /// Version 0.1 had one name for the keys of RSA and of RSASSA-PSS.
    static func isTrue(_ row: any DatabaseRow, of certificate: Certificate) -> Bool {
        let formerName: String? =
            if case .rsaPSS(let bits) = certificate.facts.key { KeyAlgorithm.rsa(bits: bits).name } else {
                nil
            }
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

    /// The name of a certificate's key, from its column and, of an RSA key, DER of the certificate.
    ///
    /// Version 0.1 had one name for the keys of RSA and of RSASSA-PSS. Only certificates that mention RSASSA-PSS are decoded.
    static func keyName(_ column: String, of der: [UInt8]) -> String {
        guard mentionsPSS(der), let certificate = try? Certificate(der: der) else { return column }
        return certificate.facts.key.name
    }

    /// Whether id-RSASSA-PSS (RFC 4055 §3.1) stands in it, as the algorithm of a key or of a signature.
    private static func mentionsPSS(_ der: [UInt8]) -> Bool {
        let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]
        guard der.count >= identifier.count else { return false }
        return (0...der.count - identifier.count).contains { start in
            der[start] == identifier[0] && der[start..<start + identifier.count].elementsEqual(identifier)
        }
    }

    /// Inserts a row, unless the certificate has one: its number, the URIs it lies with, its key, and ``columns``.
    static let insertion = """
        INSERT INTO certificate (id, filed_under, private_key, \(columns.joined(separator: ", ")))
        VALUES (?, ?, ?, \(Array(repeating: "?", count: columns.count).joined(separator: ", ")))
        ON CONFLICT (fingerprint) DO NOTHING RETURNING id
        """
}
