/// The certificate directory that reSIProcate reads and writes: a PEM file for each certificate and each key, named
/// after its holder.
public enum CertificateDirectory {
    /// What a file holds, by how its name begins.
    public enum Kind: String, CaseIterable, Sendable {
        /// The certificate of a user, and those of the CAs above it.
        case userCertificate = "user_cert_"
        /// The private key of a user.
        case userKey = "user_key_"
        /// The certificate of a domain, and those of the CAs above it.
        case domainCertificate = "domain_cert_"
        /// The private key of a domain.
        case domainKey = "domain_key_"
        /// A trust anchor.
        case rootCertificate = "root_cert_"
    }

    /// One file whose name says what it holds.
    public struct Entry: Equatable, Sendable {
        /// What it holds.
        public let kind: Kind
        /// "alice@example.test" or "example.test"; for a root any word.
        public let holder: String

        /// The name of the file.
        public var fileName: String { "\(kind.rawValue)\(holder).pem" }

        /// Where the private key of a certificate lies.
        public var key: Entry? {
            switch kind {
            case .userCertificate: Entry(kind: .userKey, holder: holder)
            case .domainCertificate: Entry(kind: .domainKey, holder: holder)
            case .userKey, .domainKey, .rootCertificate: nil
            }
        }

        /// Where the certificate of a private key lies.
        public var certificate: Entry? {
            switch kind {
            case .userKey: Entry(kind: .userCertificate, holder: holder)
            case .domainKey: Entry(kind: .domainCertificate, holder: holder)
            case .userCertificate, .domainCertificate, .rootCertificate: nil
            }
        }
    }

    /// A directory with more files than these is refused.
    public static let maximumFiles = 10_000

    /// The entries among the names of files, in their order; other files are skipped.
    public static func entries(among names: [String]) -> [Entry] {
        names.compactMap { name in
            guard name.hasSuffix(".pem"),
                let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue) })
            else { return nil }
            let holder = name.dropFirst(kind.rawValue.count).dropLast(".pem".count)
            return holder.isEmpty ? nil : Entry(kind: kind, holder: String(holder))
        }
    }

    /// The entry that the certificate of a URI is written to.
    ///
    /// A user part may have "/" in it, and a name that is too long or has a control character is refused by the
    /// system or by people.
    ///
    /// - Throws: ``Failure/notAFileName(_:)``.
    public static func entry(_ uri: String) throws(Failure) -> Entry {
        let holder = String(uri.drop { $0 != ":" }.dropFirst())
        let entry = Entry(kind: holder.contains("@") ? .userCertificate : .domainCertificate, holder: holder)
        let isName = entry.fileName.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
        guard !holder.isEmpty, isName, entry.fileName.utf8.count <= 255 else { throw .notAFileName(uri) }
        return entry
    }
}
