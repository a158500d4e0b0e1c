public import CMS
import FoundationEssentials
import Octets

extension CertificateFile {
    /// Why a file is not taken.
    public enum Failure: Error, Equatable, Sendable {
        /// None of the forms that hold certificates; the name of the file.
        case notACertificate(String)
        /// No certificate in PEM or DER, where only these are read; whether it is a PKCS#12 file.
        case notPEMOrDER(String, isPKCS12: Bool)
        /// A certs-only message without certificate.
        case noCertificate(String)
        /// Certificates of several holders, so that another URI would be that of all of them.
        case severalHolders(String, count: Int)
        /// None of its certificates can be used; the first of them, and why.
        case unusable(String, UnusableEntry)
        /// A PKCS#12 file or an encrypted key, and no password was given.
        case passwordRequired(String)
        /// A PKCS#12 file that is not encrypted, but authenticated with a password, and none was given.
        case passwordForMAC(String)
        /// It is protected by an algorithm that is not supported; its name.
        case unsupported(String, algorithm: String)
        /// The password does not open the file.
        case wrongPassword(String)
        /// No private key in PEM or DER.
        case notAKey(String)
        /// None of its private keys can be read; the first of them.
        case unusableKey(String, UnusablePrivateKey)
        /// A private key that belongs to no certificate that is imported; the file, and which key.
        case strayKey(String, FoundKey)
        /// Opening it would take more rounds of key derivation than the limit.
        case tooSlow(String, limit: Int)
        /// A PKCS#12 file that only libcrypto's legacy module opens, which is not installed.
        case needsLegacyModule(String)
    }
}

extension CertificateFile.Failure: DescribedError {
    /// What is wrong with the file, for people.
    public var description: String {
        switch self {
        case .notACertificate(let name), .notPEMOrDER(let name, isPKCS12: false):
            "'\(printable(name))' holds no certificate"
        case .notPEMOrDER(let name, isPKCS12: true):
            "'\(printable(name))' is a PKCS#12 file, not a certificate in PEM or DER"
        case .noCertificate(let name): "the message '\(printable(name))' brings no certificate"
        case .severalHolders(let name, let count):
            "'\(printable(name))' brings \(count) certificates, which cannot all be filed under another URI"
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
            "'\(printable(name))' is encrypted as old programs do, with RC2, RC4 or DES"
        }
    }
}
