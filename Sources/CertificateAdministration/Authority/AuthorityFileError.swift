import FoundationEssentials
import Octets

/// The reason why a file does not move a CA, with its name.
public enum AuthorityFileError: Error, Equatable, Sendable {
    /// It is no PEM, or a part of it is damaged.
    case notAuthorityFile(String)
    /// It has no certificate of a CA.
    case noAuthority(String)
    /// A CA in it is certified by another one; its name.
    case notSelfSigned(String, subject: String)
    /// It has no private key of its last CA certificate.
    case noKey(String)
    /// A CRL in it was signed by none of its CA certificates; its issuer.
    case foreignList(String, issuer: String)
    /// The CA issued more than a file can hold, in octets.
    case tooLarge(limit: Int)
}

extension AuthorityFileError: DescribedError {
    /// The fault in the file, for people.
    public var description: String {
        switch self {
        case .notAuthorityFile(let name): "'\(printable(name))' is not PEM, or a part of it is damaged"
        case .noAuthority(let name): "'\(printable(name))' holds no certificate of a CA"
        case .notSelfSigned(let name, let subject):
            "'\(printable(name))' holds a CA that another one certified (\(printable(subject)))"
        case .noKey(let name): "'\(printable(name))' holds no private key of its last CA certificate"
        case .foreignList(let name, let issuer):
            "no CA in '\(printable(name))' signed its CRL of \(printable(issuer))"
        case .tooLarge(let limit): "the CA has issued more than a file of \(limit) octets can hold"
        }
    }
}
