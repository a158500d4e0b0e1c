public import CMS
import Octets
import SMIMEBody

/// A certificate or private key in a file that cannot be imported.
public enum UnusableEntry: Equatable, Sendable, CustomStringConvertible {
    /// A certificate that cannot be read.
    case certificate(UnusableCertificate)
    /// PEM blocks with broken Base64 or a missing end; their number.
    case brokenBlocks(Int)
    /// A certificate that names no SIP URI.
    case withoutURI(Certificate)
    /// A certificate that does not name its holder, because a name in it is skipped.
    case skippedName(Certificate, UnusableName)
    /// A private key that cannot be read.
    case privateKey(UnusablePrivateKey)
    /// A private key whose certificate is not among the subscribers of the file.
    case keyWithoutCertificate(FoundKey)
    /// A private key whose private number does not belong to its public key.
    case unsoundKey(FoundKey)

    /// Whether it is a certificate at all.
    public var isCertificate: Bool {
        switch self {
        case .certificate(let certificate): certificate.reason != .notACertificate
        case .brokenBlocks, .privateKey, .keyWithoutCertificate, .unsoundKey: false
        case .withoutURI, .skippedName: true
        }
    }

    /// Returns the entry for a certificate without a SIP URI, with a skipped name as the possible reason.
    public static func unnamed(_ certificate: Certificate) -> UnusableEntry {
        let name = CertificateIdentity(of: certificate).unusableNames.first
        return name.map { .skippedName(certificate, $0) } ?? .withoutURI(certificate)
    }

    /// The certificate or key, and the fault.
    public var description: String {
        switch self {
        case .certificate(let certificate): certificate.description
        case .brokenBlocks(let count): "\(counted(count, "PEM block")), which cannot be decoded"
        case .skippedName(let certificate, let name): "\(certificate.shortTitle): skipped \(name)"
        case .withoutURI(let certificate): "\(certificate.shortTitle): it names no SIP URI"
        case .privateKey(let key): key.description
        case .keyWithoutCertificate(let key): "\(key.title): no subscriber's certificate is for it"
        case .unsoundKey(let key): "\(key.title): its private number does not belong to its public key"
        }
    }
}
