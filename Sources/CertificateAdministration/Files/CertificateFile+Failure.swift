public import CMS
import FoundationEssentials
import Octets

extension CertificateFile {
    /// The reason why a file is not accepted.
    public enum Failure: Error, Equatable, Sendable {
        /// None of the formats that contain certificates; the name of the file.
        case notACertificate(String)
        /// No certificate in PEM or DER, where only these are accepted; whether it is a PKCS#12 file.
        case notPEMOrDER(String, isPKCS12: Bool)
        /// A certs-only message without certificate.
        case noCertificate(String)
        /// Certificates of several holders, which cannot all have another URI.
        case severalHolders(String, count: Int)
        /// None of its certificates is usable; the first of them, with the reason.
        case unusable(String, UnusableEntry)
        /// A PKCS#12 file or an encrypted key, without a password.
        case passwordRequired(String)
        /// A PKCS#12 file that is authenticated with a password but not encrypted, without a password.
        case passwordForMAC(String)
        /// An unsupported algorithm protects it; its name.
        case unsupported(String, algorithm: String)
        /// The password does not decrypt the file.
        case wrongPassword(String)
        /// No private key in PEM or DER.
        case notAKey(String)
        /// None of its private keys can be read; the first of them.
        case unusableKey(String, UnusablePrivateKey)
        /// A private key that belongs to no imported certificate; the file and the key.
        case strayKey(String, FoundKey)
        /// Opening it would need more rounds of key derivation than the limit.
        case tooSlow(String, limit: Int)
        /// A PKCS#12 file that needs libcrypto's legacy module, which is not installed.
        case needsLegacyModule(String)
    }
}

extension CertificateFile.Failure: DescribedError {
    /// The fault in the file, for people.
    public var description: String {
        switch self {
        case .notACertificate(let name), .notPEMOrDER(let name, isPKCS12: false):
            "'\(printable(name))' holds no certificate"
        case .notPEMOrDER(let name, isPKCS12: true):
            "'\(printable(name))' is a PKCS#12 file, not a certificate in PEM or DER"
        case .noCertificate(let name): "the message '\(printable(name))' contains no certificate"
        case .severalHolders(let name, let count):
            "'\(printable(name))' contains \(count) certificates, which cannot all be filed under another URI"
        case .unusable(let name, let entry):
            "'\(printable(name))' holds no certificate that can be used: \(entry)"
        case .passwordForMAC(let name): "'\(printable(name))' is authenticated with a password"
        case .unsupported(let name, let algorithm):
            "'\(printable(name))': \(printable(algorithm)) is not supported"
        case .passwordRequired(let name): "'\(printable(name))' is encrypted"
        case .wrongPassword(let name): "the password does not open '\(printable(name))'"
        case .notAKey(let name): "'\(printable(name))' holds no private key"
        case .unusableKey(let name, let key):
            "'\(printable(name))' holds no private key that can be used: \(key)"
        case .strayKey(let name, let key):
            "the private key does not belong to the certificate: \(key.title) in '\(printable(name))'"
        case .tooSlow(let name, let limit):
            "'\(printable(name))' asks for more than \(limit) rounds of key derivation"
        case .needsLegacyModule(let name):
            "'\(printable(name))' is encrypted with an old algorithm: RC2, RC4 or DES"
        }
    }
}
