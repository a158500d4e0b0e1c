public import CMS
import Octets
import SMIMEBody

/// A certificate or private key in a file that cannot be imported.
public enum UnusableEntry: Equatable, Sendable, CustomStringConvertible {
    /// A certificate that cannot be read.
    case certificate(UnusableCertificate)
    /// PEM blocks whose Base64 or end is broken; how many.
    case brokenBlocks(Int)
    /// A certificate that names no SIP URI.
    case withoutURI(Certificate)
    /// A certificate that does not speak for its holder, since a name in it is skipped.
    case skippedName(Certificate, UnusableName)
    /// A private key that cannot be read.
    case privateKey(UnusablePrivateKey)
    /// A private key whose certificate is not among the subscribers of the file.
    case keyWithoutCertificate(FoundKey)
    /// A private key whose two halves do not belong together.
    case unsoundKey(FoundKey)

    /// Whether it is a certificate at all.
    public var isCertificate: Bool {
        switch self {
        case .certificate(let certificate): certificate.reason != .notACertificate
        case .brokenBlocks, .privateKey, .keyWithoutCertificate, .unsoundKey: false
        case .withoutURI, .skippedName: true
        }
    }

    /// A certificate without a SIP URI: a name that is skipped may be why.
    public static func unnamed(_ certificate: Certificate) -> UnusableEntry {
        let name = CertificateIdentity(of: certificate).unusableNames.first
        return name.map { .skippedName(certificate, $0) } ?? .withoutURI(certificate)
    }

    /// Which certificate it is, and what is wrong with it.
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
