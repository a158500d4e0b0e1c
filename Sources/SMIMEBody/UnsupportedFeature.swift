public import CMS
import Octets

/// A feature of a message that is not supported, as facts from which message and hint are derived.
public enum UnsupportedFeature: Equatable, Sendable {
    /// An algorithm, by its name, and what it is for.
    case algorithm(String, AlgorithmUse)
    /// A CMS content type other than S/MIME uses, dotted (RFC 8551 §2.4).
    case contentType(String)
    /// A Content-Encoding of the protected body, as written: a proxy compressed it.
    case codingOfBody(String)
    /// A Content-Encoding of the content that is not undone, as written; what is wrong with it if it is a known one.
    case codingOfContent(String, detail: String?)
    /// A multipart/signed with another protocol than that of CMS, as written.
    case signedProtocol(String)
    /// The second part of a multipart/signed has this media type.
    case signatureType(String)
    /// SignedData without signature and content in place of a body.
    case certificatesWithoutContent
}

extension UnsupportedFeature: CustomStringConvertible {
    /// A sentence on what is not supported: lower case, no full stop, untrusted values escaped.
    public var description: String {
        switch self {
        case .algorithm(let name, _): "\(printable(name)) is not supported"
        case .contentType(let type):
            "the CMS content type \(printable(ContentTypeName.name(of: type))) is not supported"
        case .codingOfBody(let coding):
            "Content-Encoding \(printable(coding)) is not supported: a proxy compressed the protected body"
        case .codingOfContent(let coding, let detail):
            "content with Content-Encoding \(printable(coding))" + (detail.map { " \(printable($0))" } ?? "")
                + " is not supported"
        case .signedProtocol(let name): "multipart/signed with \(printable(name)) is not supported"
        case .signatureType(let type): "a signature of type \(printable(type)) is not supported"
        case .certificatesWithoutContent: "certificates without content are not supported as a body"
        }
    }
}
