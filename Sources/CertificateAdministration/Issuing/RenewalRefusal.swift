import FoundationEssentials
import Octets

/// The reason why a certificate is not renewed.
public enum RenewalRefusal: Error, Equatable, Sendable {
    /// Another CA issued it.
    case foreignIssuer(uri: String, issuer: String)
    /// Its private key is not in the store, so the holder would not get the new one.
    case keyElsewhere(uri: String)
    /// Its key is elsewhere, and the key of the CA that issued it is compromised, so that nothing proves
    /// whose key it is.
    case issuerCompromised(uri: String)
    /// Its key must not be reused: it was revoked, or another certificate with
    /// its key was, for keyCompromise.
    case keyOfRevoked(serial: String)
}

extension RenewalRefusal: DescribedError {
    /// The reason, for people.
    public var description: String {
        switch self {
        case .foreignIssuer(let uri, let issuer):
            "the certificate for \(printable(uri)) was issued by another CA (\(printable(issuer)))"
        case .keyElsewhere(let uri): "the private key for \(printable(uri)) is not in the store"
        case .issuerCompromised(let uri):
            "the certificate for \(printable(uri)) was issued with a compromised key of the CA, and its own "
                + "key is not in the store"
        case .keyOfRevoked(let serial): "the certificate with serial \(serial) is revoked"
        }
    }
}
