import FoundationEssentials
import Octets

/// Why a certificate is not renewed.
public enum RenewalRefusal: Error, Equatable, Sendable {
    /// Another CA issued it.
    case foreignIssuer(uri: String, issuer: String)
    /// Its private key is not in the store, so that the holder would not have the new one.
    case keyElsewhere(uri: String)
    /// It was revoked, or another with its key was because others have that, and the key is not used again.
    case keyOfRevoked(serial: String)
}

extension RenewalRefusal: DescribedError {
    /// Why it is not renewed, for people.
    public var description: String {
        switch self {
        case .foreignIssuer(let uri, let issuer):
            "the certificate for \(printable(uri)) was issued by another CA (\(printable(issuer)))"
        case .keyElsewhere(let uri): "the private key for \(printable(uri)) is not in the store"
        case .keyOfRevoked(let serial): "the certificate with serial \(serial) is revoked"
        }
    }
}
