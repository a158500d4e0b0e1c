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

    /// The use of the second certificate of a pair.
    ///
    /// The raw value begins its file name, before the prefix of its kind; reSIProcate does not read the file.
    public enum Half: String, CaseIterable, Sendable {
        /// To sign with.
        case sign = "sign_"
        /// To encrypt for.
        case encrypt = "encrypt_"
    }

    /// One file whose name states its content.
    public struct Entry: Equatable, Sendable {
        /// The use, if the file is for the second certificate of a pair for signing and encrypting.
        public var half: Half?
        /// The kind of content.
        public let kind: Kind
        /// "alice@example.test" or "example.test"; for a root, any word.
        public let holder: String

        /// The name of the file.
        public var fileName: String { "\(half?.rawValue ?? "")\(kind.rawValue)\(holder).pem" }

        /// The file with the private key of a certificate.
        public var key: Entry? {
            switch kind {
            case .userCertificate: Entry(half: half, kind: .userKey, holder: holder)
            case .domainCertificate: Entry(half: half, kind: .domainKey, holder: holder)
            case .userKey, .domainKey, .rootCertificate: nil
            }
        }

        /// The file with the certificate of a private key.
        public var certificate: Entry? {
            switch kind {
            case .userKey: Entry(half: half, kind: .userCertificate, holder: holder)
            case .domainKey: Entry(half: half, kind: .domainCertificate, holder: holder)
            case .userCertificate, .domainCertificate, .rootCertificate: nil
            }
        }
    }

    /// The largest number of files; a directory with more is refused.
    public static let maximumFiles = 10_000

    /// Returns the entries among file names, in order; other files are skipped.
    public static func entries(among names: [String]) -> [Entry] {
        names.compactMap { name in
            let half = Half.allCases.first { name.hasPrefix($0.rawValue) }
            let rest = name.dropFirst(half?.rawValue.count ?? 0)
            guard rest.hasSuffix(".pem"),
                let kind = Kind.allCases.first(where: { rest.hasPrefix($0.rawValue) }),
                half == nil || kind != .rootCertificate
            else { return nil }
            let holder = rest.dropFirst(kind.rawValue.count).dropLast(".pem".count)
            return holder.isEmpty ? nil : Entry(half: half, kind: kind, holder: String(holder))
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
        let longest = entry.fileName.utf8.count + Half.encrypt.rawValue.utf8.count
        guard !holder.isEmpty, isName, longest <= 255 else { throw .notAFileName(uri) }
        return entry
    }
}
