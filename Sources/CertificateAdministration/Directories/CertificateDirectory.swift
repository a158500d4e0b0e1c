/// The certificate directory format of reSIProcate: a PEM file for each certificate and each
/// key, named after its holder.
public enum CertificateDirectory {
    /// The content of a file, by the beginning of its name.
    public enum Kind: String, CaseIterable, Sendable {
        /// The certificate of a user, and those of its CAs.
        case userCertificate = "user_cert_"
        /// The private key of a user.
        case userKey = "user_key_"
        /// The certificate of a domain, and those of its CAs.
        case domainCertificate = "domain_cert_"
        /// The private key of a domain.
        case domainKey = "domain_key_"
        /// A trust anchor.
        case rootCertificate = "root_cert_"
    }

    /// One file whose name states its content.
    public struct Entry: Equatable, Sendable {
        /// The kind of content.
        public let kind: Kind
        /// "alice@example.test" or "example.test"; for a root, any word.
        public let holder: String

        /// The name of the file.
        public var fileName: String { "\(kind.rawValue)\(holder).pem" }

        /// The file with the private key of a certificate.
        public var key: Entry? {
            switch kind {
            case .userCertificate: Entry(kind: .userKey, holder: holder)
            case .domainCertificate: Entry(kind: .domainKey, holder: holder)
            case .userKey, .domainKey, .rootCertificate: nil
            }
        }

        /// The file with the certificate of a private key.
        public var certificate: Entry? {
            switch kind {
            case .userKey: Entry(kind: .userCertificate, holder: holder)
            case .domainKey: Entry(kind: .domainCertificate, holder: holder)
            case .userCertificate, .domainCertificate, .rootCertificate: nil
            }
        }
    }

    /// The largest number of files; a directory with more is refused.
    public static let maximumFiles = 10_000

    /// Returns the entries among file names, in order; other files are skipped.
    public static func entries(among names: [String]) -> [Entry] {
        names.compactMap { name in
            guard name.hasSuffix(".pem"),
                let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) })
            else { return nil }
            let holder = name.dropFirst(kind.rawValue.count).dropLast(".pem".count)
            return holder.isEmpty ? nil : Entry(kind: kind, holder: String(holder))
        }
    }

    /// Returns the entry for the certificate of a URI.
    ///
    /// A user part may contain "/", or make a name that is too long or has a control character.
    ///
    /// - Throws: ``Failure/notAFileName(_:)`` if the URI cannot be a file name.
    public static func entry(_ uri: String) throws(Failure) -> Entry {
        let holder = String(uri.drop { $0 != ":" }.dropFirst())
        let entry = Entry(kind: holder.contains("@") ? .userCertificate : .domainCertificate, holder: holder)
        let isName = entry.fileName.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
        guard !holder.isEmpty, isName, entry.fileName.utf8.count <= 255 else { throw .notAFileName(uri) }
        return entry
    }
}
