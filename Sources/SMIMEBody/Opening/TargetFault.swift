import Octets

/// The name in a bound message that differs from the signed one; names are as written.
public enum TargetFault: Equatable, Sendable {
    /// The Request-URI of a PUBLISH names neither the presentity nor a presence
    /// server that it was signed for.
    case requestURI(String, presentity: [String])
    /// The same for To.
    case to(String, presentity: [String])
    /// The presence document of a NOTIFY is about another entity than From.
    case document(entity: String, from: String)
    /// To of a NOTIFY is not among the recipients that it was signed for.
    case watcher(String, intended: [String])
    /// The certificate whose key opened the envelope has no address that the body was signed for.
    case recipient(opened: [String], intended: [String])
}

extension TargetFault: CustomStringConvertible {
    /// A sentence on which names differ, with untrusted values escaped.
    public var description: String {
        switch self {
        case .requestURI(let uri, let presentity):
            "the Request-URI of the PUBLISH is \(Self.text(uri)), but it is about \(Self.list(presentity))"
        case .to(let uri, let presentity):
            "the To of the PUBLISH is \(Self.text(uri)), but it is about \(Self.list(presentity))"
        case .document(let entity, let from):
            "the NOTIFY is from \(Self.text(from)), but its document is about \(Self.text(entity))"
        case .watcher(let uri, let intended):
            "the To of the NOTIFY is \(Self.text(uri)), but it was signed for \(Self.list(intended))"
        case .recipient(let opened, let intended):
            "the envelope is for \(Self.list(opened)), but the body was signed for \(Self.list(intended))"
        }
    }

    private static func text(_ uri: String) -> String { uri.isEmpty ? "no address" : printable(uri) }

    private static func list(_ uris: [String]) -> String {
        let more = uris.count > 4 ? " and \(uris.count - 4) more" : ""
        return uris.isEmpty ? "no address" : uris.prefix(4).map(printable).joined(separator: ", ") + more
    }
}
