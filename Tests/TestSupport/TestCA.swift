public import CMS
public import Foundation

/// The certificates published in certs/testca, found relative to this file.
public enum TestCA {
    /// The octets of a file, such as "alice.pem" or "alice-TEST-ONLY.key".
    public static func octets(of name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return try [UInt8](Data(contentsOf: root.appending(path: "certs/testca/\(name)")))
    }

    /// The CA itself, whose key is public.
    public static func authority() throws -> CertificateAuthority {
        try CertificateAuthority(
            certificate: Certificate.certificates(pem: octets(of: "ca.pem"))[0],
            key: PrivateKey(pem: SecretOctets(octets(of: "ca-TEST-ONLY.key"))))
    }

    /// A CRL of the CA that is valid for a day.
    public static func revocationList(
        of revoked: [RevokedCertificate] = [], at date: Date
    ) throws -> RevocationList {
        try authority().revocationList(
            number: 1, revoked: revoked, at: date, nextUpdate: date + 86_400)
    }
}
