import FoundationEssentials
import Octets

/// The reason why a CA cannot be imported from a file, or exported; most have the name of the file.
public enum AuthorityFileError: Error, Equatable, Sendable {
    /// It is not PEM, or a part of it is damaged.
    case notAuthorityFile(String)
    /// It has no certificate of a CA.
    case noAuthority(String)
    /// A CA in it is certified by another one; its name.
    case notSelfSigned(String, subject: String)
    /// It has no private key for its last CA certificate.
    case noKey(String)
    /// A password is given for it, but a private key in it is not encrypted.
    case openKey(String)
    /// None of its CA certificates signed a CRL in it; the issuer of the CRL.
    case foreignList(String, issuer: String)
    /// The CA issued more than a file can hold, in octets.
    case tooLarge(limit: Int)
}

extension AuthorityFileError: DescribedError {
    /// What is wrong with the file; lower case, no full stop.
    public var description: String {
        switch self {
        case .notAuthorityFile(let name): "'\(printable(name))' is not PEM, or a part of it is damaged"
        case .noAuthority(let name): "'\(printable(name))' contains no CA certificate"
        case .notSelfSigned(let name, let subject):
            "'\(printable(name))' contains a CA that another CA certified (\(printable(subject)))"
        case .noKey(let name): "'\(printable(name))' has no private key for its last CA certificate"
        case .openKey(let name): "'\(printable(name))' has a private key that is not encrypted"
        case .foreignList(let name, let issuer):
            "no CA in '\(printable(name))' signed the CRL of \(printable(issuer)) in it"
        case .tooLarge(let limit): "the CA has issued too many certificates for a file of \(limit) octets"
        }
    }
}
