public import Octets

/// The result of a command that made, changed, removed or wrote certificates, as one JSON object.
public struct ChangeDocument: JSONEncodable, Sendable {
    /// An address for which nothing was done, and the reason.
    public struct Failure: JSONEncodable, Sendable {
        private let uri: String
        private let message: String
        package let hint: String

        /// Creates a failure from its parts.
        public init(uri: String, message: String, hint: String) {
            self.uri = uri
            self.message = message
            self.hint = hint
        }

        /// Writes its members.
        public func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("hint", hint)
                $0.member("message", message)
                $0.member("uri", uri)
            }
        }
    }

    private let certificates: [CertificateReport]
    /// The names of the files that were written; nil if the command writes none.
    public var files: [String]?
    /// The addresses for which nothing was done; nil for a command about one address.
    public var failures: [Failure]?
    /// The number of addresses skipped without an error; nil for a command about one address.
    public var skipped: Int?

    /// Creates a document about some certificates.
    public init(_ certificates: [CertificateReport]) { self.certificates = certificates }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("certificates", certificates)
            $0.memberIfPresent("failures", failures)
            $0.memberIfPresent("files", files)
            $0.memberIfPresent("skipped", skipped)
            $0.member("version", 1)
        }
    }
}

/// Named numbers and texts as one JSON object with a version.
public struct SummaryDocument: JSONEncodable, Sendable {
    /// A value of a member.
    public enum Value: Sendable {
        /// A number.
        case number(Int)
        /// A text; nil omits the member.
        case text(String?)
        /// Several texts.
        case texts([String])
    }

    private let members: [(name: String, value: Value)]

    /// Creates a document with these members.
    public init(_ members: KeyValuePairs<String, Value>) {
        self.members = members.map { (name: $0.key, value: $0.value) }
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object { writer in
            for (name, value) in members {
                switch value {
                case .number(let number): writer.member(name, number)
                case .text(let text): writer.memberIfPresent(name, text)
                case .texts(let texts): writer.member(name, texts)
                }
            }
            writer.member("version", 1)
        }
    }
}

/// The trust anchors and CRLs that a command added or removed, as one JSON object.
public struct TrustDocument: JSONEncodable, Sendable {
    private let anchors: [CertificateReport]?
    private let lists: [RevocationListReport]?

    /// Creates a document; nil omits the member.
    public init(anchors: [CertificateReport]? = nil, lists: [RevocationListReport]? = nil) {
        self.anchors = anchors
        self.lists = lists
    }

    /// Writes its members.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("anchors", anchors)
            $0.memberIfPresent("revocationLists", lists)
            $0.member("version", 1)
        }
    }
}
