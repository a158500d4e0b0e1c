public import CMS
import Octets

/// An unsupported feature of a message, as the facts for a message and a hint.
public enum UnsupportedFeature: Equatable, Sendable {
    /// An algorithm by its name, and its purpose.
    case algorithm(String, AlgorithmUse)
    /// A CMS content type that S/MIME does not use, dotted (RFC 8551 §2.4).
    case contentType(String)
    /// A Content-Encoding of the protected body, as written: a proxy compressed it.
    case codingOfBody(String)
    /// An unsupported Content-Encoding of the content, as written; for a known coding, what is wrong with it.
    case codingOfContent(String, detail: String?)
    /// A multipart/signed with a protocol other than that of CMS, as written.
    case signedProtocol(String)
    /// The second part of a multipart/signed has this media type.
    case signatureType(String)
    /// SignedData without signature and content in place of a body.
    case certificatesWithoutContent
}

extension UnsupportedFeature: CustomStringConvertible {
    /// A sentence that says what is not supported: lower case, no full stop, untrusted values escaped.
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
