import CMS
import Foundation
import SMIMEBody

/// Reads certificates and private keys from PEM files of one directory.
struct PEMDirectory {
    let path: String

    /// Reads the certificates of `NAME.pem`.
    func certificates(_ name: String) throws -> [Certificate] {
        try Certificate.certificates(pem: octets("\(name).pem"))
    }

    /// Reads the certificate of `NAME.pem` and the private key of `NAME-TEST-ONLY.key`.
    func identity(_ name: String) throws -> KeyedCertificate? {
        guard let certificate = try certificates(name).first else { return nil }
        let pem = try octets("\(name)-TEST-ONLY.key")
        let key = try PrivateKey(pem: SecretOctets(copying: pem.span))
        return KeyedCertificate(certificate: certificate, key: key)
    }

    private func octets(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(filePath: path).appending(path: name)))
    }
}
